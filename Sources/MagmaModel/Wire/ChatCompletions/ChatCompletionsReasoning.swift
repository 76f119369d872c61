/// Earlier reasoning on one assistant message, in the form that the provider takes back. It never becomes text.
struct ChatCompletionsReasoning {
    let place: String
    let provider: Provider
    private var members: JSON.Object = [:]
    private var blocks: [JSON] = []

    init(place: String, provider: Provider) {
        self.place = place
        self.provider = provider
    }

    mutating func take(_ reasoning: Reasoning, notes: inout RequestNotes) {
        let dialect = provider.dialect
        if let details = reasoning.details {
            if let origin = reasoning.origin, origin != provider.id {
                notes.warn("\(place).reasoning_details", "Not sent: they belong to \(origin).")
            } else if dialect.has(.reasoningDetails), details.arrayValue != nil {
                members["reasoning_details"] = details
            } else {
                notes.warn("\(place).reasoning_details", "Not sent: \(provider.name) takes none back.")
            }
        }
        if reasoning.redacted != nil || reasoning.signature != nil {
            if dialect.has(.thinkingBlocks) {
                blocks.append(Part.reasoning(reasoning).json)
            } else {
                notes.warn("\(place).thinking", "Not sent: signed thinking belongs to the provider that signed it.")
            }
            return
        }
        if reasoning.text.isEmpty, reasoning.field == nil { return }
        let isChat = reasoning.field != nil && reasoning.field != Reasoning.converseField
        guard !dialect.has(.noReasoningReplay), reasoning.field != "tool_plan", isChat || dialect.has(.replaysReasoning)
        else {
            return notes.warn(
                "\(place).reasoning", "Not sent: \(provider.name) takes no earlier reasoning of this form.")
        }
        let field = dialect.has(.replaysReasoning) ? "reasoning_content" : reasoning.field ?? "reasoning_content"
        members[field] = .string((members[field]?.stringValue ?? "") + reasoning.text)
    }

    /// Writes the members. Where reasoning has to come back with tool calls, it does even when there was none.
    func write(into object: inout JSON.Object, callsTools: Bool) {
        object.merge(members)
        if !blocks.isEmpty { object["thinking_blocks"] = .array(blocks) }
        if callsTools, provider.dialect.has(.replaysReasoning), object["reasoning_content"] == nil {
            object["reasoning_content"] = ""
        }
    }
}
