/// Puts an answer's blocks together, from whole ones or from the pieces of a stream, and keeps those that only Anthropic
/// understands, in order, for the next turn.
struct MessagesBlocks: Sendable {
    private enum Kind: Sendable {
        case text(start: Int)
        case thinking(start: Int)
        case toolUse(Int)
        /// A block of another kind: what its start said, with its input and texts still to come.
        case other(JSON.Object)
    }

    private struct Open: Sendable {
        var index: Int
        var kind: Kind
        var signature: String?
        /// The input of a block of another kind, as JSON text.
        var input = ""
        var citations: [JSON] = []
    }

    private var open: [Open] = []

    mutating func start(_ block: JSON, at index: Int, into builder: inout GenerationBuilder) {
        var parts = builder.parts ?? []
        defer { builder.parts = parts }
        switch block["type"]?.stringValue {
        case "text":
            open.append(Open(index: index, kind: .text(start: builder.content.utf8.count)))
            open[open.count - 1].citations = block["citations"]?.arrayValue ?? []
            builder.appendContent(block["text"]?.stringValue ?? "")
        case "thinking":
            open.append(Open(index: index, kind: .thinking(start: builder.reasoning.utf8.count)))
            open[open.count - 1].signature = block["signature"]?.stringValue
            builder.appendReasoning(block["thinking"]?.stringValue ?? "")
        case "redacted_thinking":
            parts.append(.reasoning(Reasoning("", redacted: block["data"]?.stringValue ?? "")))
        case "tool_use":
            let call = builder.beginToolCall(
                id: block["id"]?.stringValue ?? "",
                name: block["name"]?.stringValue ?? ""
            )
            if let input = block["input"]?.objectValue, !input.isEmpty {
                builder.appendArguments(JSON.object(input).serialized(), toToolCallAt: call)
            }
            var extra: JSON.Object = [:]
            for key in ToolCall.messagesMembers { extra[key] = block[key] }
            builder.completeToolCall(at: call, extra: extra)
            open.append(Open(index: index, kind: .toolUse(call)))
        default:
            open.append(Open(index: index, kind: .other(block.objectValue ?? [:])))
        }
    }

    mutating func text(_ text: String, into builder: inout GenerationBuilder) { builder.appendContent(text) }
    mutating func thinking(_ text: String, into builder: inout GenerationBuilder) { builder.appendReasoning(text) }

    mutating func partialJSON(_ text: String, at index: Int, into builder: inout GenerationBuilder) {
        guard let position = open.lastIndex(where: { $0.index == index }) else { return }
        switch open[position].kind {
        case .toolUse(let call): builder.appendArguments(text, toToolCallAt: call)
        case .other: open[position].input += text
        default: break
        }
    }

    mutating func signature(_ signature: String, at index: Int) {
        guard let position = open.lastIndex(where: { $0.index == index }) else { return }
        open[position].signature = signature
    }

    /// A delta of a rarer kind: a citation, or a member of a block that is kept whole.
    mutating func other(_ delta: JSON, at index: Int) {
        guard let position = open.lastIndex(where: { $0.index == index }) else { return }
        if let citation = delta["citation"] { open[position].citations.append(citation) }
        guard case .other(var block) = open[position].kind else { return }
        for (key, value) in delta.objectValue ?? [:] where key != "type" && key != "citation" {
            if let old = block[key]?.stringValue, let add = value.stringValue {
                block[key] = .string(old + add)
            } else {
                block[key] = value
            }
        }
        open[position].kind = .other(block)
    }

    mutating func stop(at index: Int, into builder: inout GenerationBuilder) {
        guard let position = open.lastIndex(where: { $0.index == index }) else { return }
        close(open.remove(at: position), into: &builder)
    }

    /// Closes what the stream left open.
    mutating func finish(into builder: inout GenerationBuilder) {
        for block in open { close(block, into: &builder) }
        open = []
        if builder.parts == nil { builder.parts = [] }
    }

    private func close(_ block: Open, into builder: inout GenerationBuilder) {
        var parts = builder.parts ?? []
        defer { builder.parts = parts }
        switch block.kind {
        case .text(let start):
            let text = String(builder.content.utf8.dropFirst(start)) ?? ""
            if block.citations.isEmpty {
                if !text.isEmpty { parts.append(.text(text)) }
            } else {
                let value: JSON = ["type": "text", "text": .string(text), "citations": .array(block.citations)]
                parts.append(.opaque(OpaqueBlock(wire: .messages, value: value)))
            }
        case .thinking(let start):
            let text = String(builder.reasoning.utf8.dropFirst(start)) ?? ""
            parts.append(.reasoning(Reasoning(text, signature: block.signature ?? "")))
        case .toolUse(let call): parts.append(.toolCall(builder.toolCalls[call]))
        case .other(var value):
            if !block.input.isEmpty, let parsed = try? JSON(parsing: block.input) { value["input"] = parsed }
            parts.append(.opaque(OpaqueBlock(wire: .messages, value: .object(value))))
        }
    }
}
