/// Messages as lists of blocks.
struct ConverseContent {
    private let call: Call
    private var blocks: ConverseMessageBlocks
    /// The tools' names by the ids of their calls.
    private let names: [String: String]
    /// Whether the conversation holds calls of tools or their results.
    var hasTools: Bool { blocks.hasTools }

    init(_ call: Call) {
        self.call = call
        names = Dictionary(call.messages.lazy.flatMap(\.toolCalls).map { ($0.id, $0.name) }) { $1 }
        blocks = ConverseMessageBlocks(call)
    }

    /// The leading system messages, and the rest. Neighbours of one role become one message, with tool results first.
    mutating func encode(notes: inout RequestNotes) throws(ModelError) -> (system: [JSON], messages: [JSON]) {
        var system: [JSON] = []
        var turns: [(role: String, blocks: [JSON])] = []
        for (index, message) in call.messages.enumerated() {
            let place = "messages[\(index)]"
            // A result's call has the tool's name already.
            if let name = message.name, message.role != .tool || name != message.toolCallID.flatMap({ names[$0] }) {
                notes.warn("\(place).name", "Not sent: Bedrock takes no names on messages.")
            }
            notes.unsent(message.extra, at: place)
            let isSystem = message.role == .system || message.role == .developer
            if isSystem, turns.isEmpty {
                system += try blocks.encode(message, place, notes: &notes)
                continue
            }
            if isSystem, !call.rules.takesLaterSystem {
                try notes.unsupported(place, "\(call.modelID) takes system messages only before the conversation.")
                continue
            }
            let role = isSystem ? "system" : message.role == .assistant ? "assistant" : "user"
            let new = try blocks.encode(message, place, notes: &notes)
            guard !new.isEmpty else { continue }
            if let last = turns.last, last.role == role {
                turns[turns.count - 1].blocks += new
            } else {
                turns.append((role, new))
            }
        }
        try prefill(&turns, notes: &notes)
        guard !turns.isEmpty else {
            throw ModelError(.invalidRequest, "Bedrock needs a message with content besides the system prompt.")
        }
        return (
            system,
            turns.map { turn in
                let blocks = turn.role == "user" ? Self.resultsFirst(turn.blocks) : turn.blocks
                return ["role": .string(turn.role), "content": .array(blocks)]
            }
        )
    }

    /// Newer models refuse to go on with words of their own.
    private func prefill(
        _ turns: inout [(role: String, blocks: [JSON])],
        notes: inout RequestNotes
    ) throws(ModelError) {
        guard turns.last?.role == "assistant", !call.rules.takesPrefill else { return }
        try notes.unsupported("messages", "\(call.modelID) refuses a conversation that ends with the assistant.")
        turns.removeLast()
    }

    /// Results must come before anything else in their message. A cache point stays behind the result it follows.
    private static func resultsFirst(_ blocks: [JSON]) -> [JSON] {
        var results: [JSON] = []
        var others: [JSON] = []
        var isBehindResult = false
        for block in blocks {
            isBehindResult = block["toolResult"] != nil || (isBehindResult && block["cachePoint"] != nil)
            if isBehindResult { results.append(block) } else { others.append(block) }
        }
        return results + others
    }
}
