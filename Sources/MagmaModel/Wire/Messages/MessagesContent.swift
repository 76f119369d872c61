/// Messages as lists of blocks.
struct MessagesContent {
    private let call: Call
    private var ids: ToolCallIDs
    /// Whether the conversation holds calls of tools or their results.
    private(set) var hasTools = false
    /// The tools' names by the ids of their calls.
    private let names: [String: String]

    init(_ call: Call) {
        self.call = call
        names = Dictionary(call.messages.lazy.flatMap(\.toolCalls).map { ($0.id, $0.name) }) { $1 }
        ids = ToolCallIDs(call.messages, .words("Anthropic"))
    }

    /// The leading system messages, and the rest. Neighbours of one role become one message, with tool results first.
    mutating func encode(
        notes: inout RequestNotes
    ) throws(ModelError) -> (system: [JSON], messages: [JSON]) {
        var system: [JSON] = []
        var turns: [(role: String, blocks: [JSON])] = []
        for (index, message) in call.messages.enumerated() {
            let place = "messages[\(index)]"
            // A result's call has the tool's name already.
            if let name = message.name, message.role != .tool || name != message.toolCallID.flatMap({ names[$0] }) {
                notes.warn("\(place).name", "Not sent: Anthropic takes no names on messages.")
            }
            notes.unsent(message.extra, at: place)
            let isSystem = message.role == .system || message.role == .developer
            if isSystem, turns.isEmpty {
                system += try blocks(of: message, place, notes: &notes)
                continue
            }
            if isSystem, !call.rules.takesLaterSystem {
                try notes.unsupported(place, "\(call.modelID) takes system messages only before the conversation.")
                continue
            }
            let role = isSystem ? "system" : message.role == .assistant ? "assistant" : "user"
            let blocks =
                message.role == .tool
                ? [try toolResult(message, place, notes: &notes)] : try blocks(of: message, place, notes: &notes)
            guard !blocks.isEmpty else { continue }
            if let last = turns.last, last.role == role, role == "user" {
                turns[turns.count - 1].blocks = Self.resultsFirst(last.blocks + blocks)
            } else if let last = turns.last, last.role == role, role == "assistant" {
                turns[turns.count - 1].blocks += blocks
            } else {
                turns.append((role, role == "user" ? Self.resultsFirst(blocks) : blocks))
            }
        }
        try prefill(&turns, notes: &notes)
        guard !turns.isEmpty else {
            throw ModelError(.invalidRequest, "Anthropic needs a message with content besides the system prompt.")
        }
        return (system, turns.map { ["role": .string($0.role), "content": .array($0.blocks)] })
    }

    /// The newer models refuse to go on with words of their own. A turn that the provider paused is to be sent back.
    private func prefill(
        _ turns: inout [(role: String, blocks: [JSON])],
        notes: inout RequestNotes
    ) throws(ModelError) {
        guard let last = turns.last, last.role == "assistant", !call.rules.takesPrefill,
            !last.blocks.contains(where: { $0["type"] == "server_tool_use" })
        else { return }
        try notes.unsupported("messages", "\(call.modelID) refuses a conversation that ends with the assistant.")
        turns.removeLast()
    }

    /// Results must come before anything else in their message.
    private static func resultsFirst(_ blocks: [JSON]) -> [JSON] {
        func isResult(_ block: JSON) -> Bool { block["type"]?.stringValue == "tool_result" }
        guard let other = blocks.firstIndex(where: { !isResult($0) }), blocks[other...].contains(where: isResult) else {
            return blocks
        }
        return blocks.filter(isResult) + blocks.filter { !isResult($0) }
    }

    private mutating func toolResult(
        _ message: Message,
        _ place: String,
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON {
        let result = ToolResult(callID: message.toolCallID ?? "", parts: message.parts, cache: message.cacheHint)
        return try toolResult(result, place, notes: &notes)
    }

    private mutating func toolResult(
        _ result: ToolResult,
        _ place: String,
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON {
        hasTools = true
        var object: JSON.Object = [
            "type": "tool_result", "tool_use_id": .string(try ids.result(result.callID, place, &notes)),
        ]
        var content: [JSON] = []
        for part in result.parts {
            // A tool that says nothing is a result without content.
            if case .text(let text, _) = part, text.isEmpty { continue }
            if let block = try block(part, place, saidBy: .tool, notes: &notes) { content.append(block) }
        }
        if !content.isEmpty { object["content"] = .array(content) }
        if result.isError { object["is_error"] = true }
        if let hint = result.cache { object["cache_control"] = hint.value }
        return .object(object)
    }

    private mutating func blocks(
        of message: Message,
        _ place: String,
        notes: inout RequestNotes
    ) throws(ModelError) -> [JSON] {
        var blocks: [JSON] = []
        for part in message.parts {
            if let block = try block(part, place, saidBy: message.role, notes: &notes) { blocks.append(block) }
        }
        guard let hint = message.cacheHint else { return blocks }
        // Thinking cannot be marked; what stands before it is in the same prefix.
        let cacheable = blocks.lastIndex { $0["type"] != "thinking" && $0["type"] != "redacted_thinking" }
        guard let cacheable, var object = blocks[cacheable].objectValue else { return blocks }
        object["cache_control"] = hint.value
        blocks[cacheable] = .object(object)
        return blocks
    }

    private mutating func block(
        _ part: Part,
        _ place: String,
        saidBy role: Role,
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON? {
        switch part {
        case .text(let text, let cache): return Self.text(text, cache, place, &notes)
        case .refusal(let text): return Self.text(text, nil, place, &notes)
        case .image(let image): return try MessagesMedia.image(image, place, self.call, &notes)
        case .file(let file): return try MessagesMedia.file(file, place, self.call, &notes)
        case .audio:
            try notes.unsupported("\(place).content", "Anthropic takes no audio.")
            return nil
        case .reasoning(let reasoning):
            if let data = reasoning.redacted { return ["type": "redacted_thinking", "data": .string(data)] }
            guard let signature = reasoning.signature else {
                notes.warn("\(place).reasoning", "Not sent: thinking without Anthropic's signature is refused.")
                return nil
            }
            return ["type": "thinking", "thinking": .string(reasoning.text), "signature": .string(signature)]
        case .toolCall(let call): return try toolUse(call, place, &notes)
        case .toolResult(let result): return try toolResult(result, place, notes: &notes)
        case .opaque(let block):
            if block.wire == .messages { return block.value }
            if let text = block.text {
                notes.warn("\(place).content", "Sent as plain text, without members that Anthropic does not know.")
                return Self.text(text, nil, place, &notes)
            }
            try notes.foreign(block, place, saidBy: role)
            return nil
        }
    }

    private static func text(
        _ text: String,
        _ hint: CacheHint?,
        _ place: String,
        _ notes: inout RequestNotes
    ) -> JSON? {
        guard text.contains(where: { !$0.isWhitespace }) else {
            notes.warn("\(place).content", "Not sent: Anthropic refuses empty text.")
            return nil
        }
        var object: JSON.Object = ["type": "text", "text": .string(text)]
        if let hint { object["cache_control"] = hint.value }
        return .object(object)
    }

    private mutating func toolUse(
        _ call: ToolCall,
        _ place: String,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> JSON {
        hasTools = true
        guard let input = call.parsedArguments, input.objectValue != nil else {
            throw ModelError(
                .invalidRequest,
                "\(place): the arguments of the call to \"\(call.name)\" are no JSON object, which Anthropic demands."
            )
        }
        var object: JSON.Object = [
            "type": "tool_use", "id": .string(ids.call(call.id, place, &notes)), "name": .string(call.name),
            "input": input,
        ]
        for key in ToolCall.messagesMembers { object[key] = call.extra[key] }
        notes.unsent(call.extra, at: "\(place).tool_calls", except: ToolCall.messagesMembers)
        return .object(object)
    }
}

extension ToolCall {
    /// The members that Anthropic's calls may have besides id, name and input, and that it wants back.
    static let messagesMembers = ["caller", "toolset_name", "cache_control"]
}
