/// What one item of an output says.
struct ResponsesItem: Sendable {
    /// As the provider wants it back: without explicit nulls, which are refused, and without the state of reasoning.
    let value: JSON
    let kind: Kind

    enum Kind: Sendable {
        case message
        case reasoning
        /// A tool that the caller is to run: `function`, or `custom`.
        case call(type: String)
        /// What a provider ran itself, and what is not known: kept for the next turn.
        case other
    }

    init(_ json: JSON, dialect: Dialect) {
        var members = json.withoutNulls.objectValue ?? [:]
        kind =
            switch members["type"]?.stringValue {
            case "message": .message
            case "reasoning": .reasoning
            case "function_call": .call(type: "function")
            case "custom_tool_call" where !dialect.has(.runsCustomTools): .call(type: "custom")
            default: .other
            }
        if case .reasoning = kind { members["status"] = nil }
        value = .object(members)
    }

    /// The visible text of a message.
    var text: String { joined(value["content"], "text", of: ["output_text", "text"]) }

    /// What a message declines to say.
    var refusal: String { joined(value["content"], "refusal", of: ["refusal"]) }

    /// The thoughts themselves where they are shown, else their summary.
    var reasoning: String {
        let text = joined(value["content"], "text", of: ["reasoning_text", "text"])
        return text.isEmpty ? joined(value["summary"], "text", of: ["summary_text", "text"]) : text
    }

    /// The call that an item of the kind ``Kind/call(type:)`` is.
    func toolCall(type: String) -> ToolCall {
        let input = value["arguments"] ?? value["input"]
        return ToolCall(
            id: value["call_id"]?.stringValue ?? value["id"]?.stringValue ?? "",
            name: value["name"]?.stringValue ?? "",
            arguments: input.map { $0.stringValue ?? $0.serialized() } ?? "",
            type: type
        )
    }

    /// The parts of a message in the history that stand for the item.
    var parts: [Part] {
        switch kind {
        case .message:
            return (text.isEmpty ? [] : [.text(text)]) + (refusal.isEmpty ? [] : [.refusal(refusal)])
        case .reasoning: return [.reasoning(Reasoning(reasoning, details: value))]
        case .call(let type): return [.toolCall(toolCall(type: type))]
        case .other: return [.opaque(OpaqueBlock(wire: .responses, value: value))]
        }
    }

    private func joined(_ list: JSON?, _ member: String, of types: [String]) -> String {
        if let text = list?.stringValue { return member == "text" ? text : "" }
        return (list?.arrayValue ?? []).reduce(into: "") { all, part in
            guard let type = part["type"]?.stringValue, types.contains(type) else { return }
            all += part[member]?.stringValue ?? ""
        }
    }
}

extension JSON {
    /// The value without the members of objects that are null, at any depth.
    var withoutNulls: JSON {
        switch self {
        case .object(let members):
            .object(JSON.Object(members.filter { !$0.value.isNull }.map { ($0.key, $0.value.withoutNulls) }))
        case .array(let items): .array(items.map(\.withoutNulls))
        default: self
        }
    }
}
