/// A conversation as the items of `input`, with the first words of the system as `instructions`.
struct ResponsesInput {
    private let call: Call
    private var items: [JSON] = []
    /// The calls of tools that take text instead of JSON: their results are items of another type.
    private var customCalls: Set<String> = []
    /// Whether the provider keeps nothing, so that ids mean nothing to it.
    private let isStateless: Bool

    init(_ call: Call) {
        self.call = call
        isStateless = call.options["store"] == false || call.extraBody["store"] == false
    }

    mutating func encode(
        notes: inout RequestNotes
    ) throws(ModelError) -> (instructions: String?, input: [JSON]) {
        let given = try ToolCallIDs.adapted(call.messages, ids, &notes)
        customCalls = Set(given.lazy.flatMap(\.toolCalls).filter { $0.type == "custom" }.map(\.id))
        var messages = given.enumerated().map { (index: $0.offset, message: $0.element) }
        var instructions: String?
        if let first = messages.first?.message, first.role == .system || first.role == .developer,
            messages.count > 1, call.options["instructions"] == nil, let text = first.loneText
        {
            instructions = text.text
            note(first, "messages[0]", &notes)
            if text.isHinted { content(of: first, "messages[0]").warnOfHint(&notes) }
            messages.removeFirst()
        }
        for (index, message) in messages { try add(message, "messages[\(index)]", &notes) }
        return (instructions, items)
    }

    /// OpenAI takes so many characters; what came from the provider itself is its own affair.
    private var ids: ToolCallIDs.Form {
        let own = call.messages.filter { kept($0) != nil }
        return .atMost(64, call.provider.name, own: Set(own.flatMap(\.toolCalls).map(\.id)))
    }

    /// The items that a message of this provider's was made of.
    private func kept(_ message: Message) -> [JSON]? {
        guard ResponsesHistory.origin(of: message, butFor: call.provider.id) == nil else { return nil }
        return ResponsesHistory.items(of: message, dialect: call.provider.dialect)
    }

    /// What a message has that no item has.
    private func note(_ message: Message, _ place: String, _ notes: inout RequestNotes) {
        if message.name != nil, message.role != .tool {
            notes.warn("\(place).name", "Not sent: \(call.provider.name) takes no names on messages here.")
        }
        if message.cacheHint != nil { content(of: message, place).warnOfHint(&notes) }
        notes.unsent(message.extra, at: place)
    }

    private func content(of message: Message, _ place: String) -> ResponsesContent {
        ResponsesContent(provider: call.provider, place: place, role: message.role)
    }

    private mutating func add(_ message: Message, _ place: String, _ notes: inout RequestNotes) throws(ModelError) {
        if message.role == .assistant, let kept = kept(message) { return add(kept, place, &notes) }
        let origin = ResponsesHistory.origin(of: message, butFor: call.provider.id)
        note(message, place, &notes)
        if message.role == .tool {
            let result = ToolResult(callID: message.toolCallID ?? "", parts: message.parts)
            return items.append(try encode(result, place, &notes))
        }
        var content = content(of: message, place)
        for part in message.parts.isEmpty ? [.text("")] : message.parts {
            switch part {
            case .toolCall(let toolCall):
                flush(&content)
                items.append(encode(toolCall, place, &notes))
            case .toolResult(let result):
                flush(&content)
                items.append(try encode(result, place, &notes))
            case .reasoning(let reasoning):
                flush(&content)
                if origin == nil, let item = reasoning.details, item["type"] == "reasoning" {
                    add([item], place, &notes)
                } else if reasoning != Reasoning("") {
                    notes.warn("\(place).reasoning", "Not sent: thoughts go back to the provider that had them.")
                }
            case .opaque(let block) where block.wire == .responses && message.role == .assistant:
                flush(&content)
                if let origin {
                    notes.warn("\(place).content", "Not sent: a block that belongs to \(origin), which it came from.")
                } else {
                    items.append(block.value)
                }
            default: try content.take(part, &notes)
            }
        }
        flush(&content)
    }

    /// Items of an earlier answer. What cannot be known again where nothing is stored goes without its id, and thoughts
    /// that were not given whole do not go at all.
    private mutating func add(_ kept: [JSON], _ place: String, _ notes: inout RequestNotes) {
        guard isStateless else { return items += kept }
        for item in kept {
            let isBare = item["type"] == "reasoning" && item["encrypted_content"] == nil && item["content"]?[0] == nil
            guard isBare else {
                items.append(item)
                continue
            }
            notes.warn(
                "\(place).reasoning",
                "Not sent: nothing is stored, and the thoughts came without reasoning.encrypted_content; ask for it in include."
            )
        }
    }

    private mutating func flush(_ content: inout ResponsesContent) {
        guard !content.parts.isEmpty else { return }
        items.append([
            "type": "message", "role": .string(content.role.rawValue), "content": .array(content.parts),
        ])
        content.parts = []
    }

    private func encode(_ toolCall: ToolCall, _ place: String, _ notes: inout RequestNotes) -> JSON {
        notes.unsent(toolCall.extra, at: "\(place).tool_calls")
        if toolCall.type == "custom" {
            return [
                "type": "custom_tool_call", "call_id": .string(toolCall.id), "name": .string(toolCall.name),
                "input": .string(toolCall.arguments),
            ]
        }
        return [
            "type": "function_call", "call_id": .string(toolCall.id), "name": .string(toolCall.name),
            "arguments": .string(toolCall.arguments.isEmpty ? "{}" : toolCall.arguments),
        ]
    }

    private func encode(_ result: ToolResult, _ place: String, _ notes: inout RequestNotes) throws(ModelError) -> JSON {
        var content = ResponsesContent(provider: call.provider, place: place, role: .tool)
        for part in result.parts { try content.take(part, &notes) }
        if result.isError {
            notes.warn("\(place).is_error", "Not sent: only the result's text says that the tool failed.")
        }
        let type = customCalls.contains(result.callID) ? "custom_tool_call_output" : "function_call_output"
        return ["type": .string(type), "call_id": .string(result.callID), "output": content.output]
    }
}

extension Message {
    /// The text of a message that is nothing but one.
    fileprivate var loneText: (text: String, isHinted: Bool)? {
        guard parts.count == 1, case .text(let text, let hint) = parts[0] else { return nil }
        return (text, hint != nil)
    }
}
