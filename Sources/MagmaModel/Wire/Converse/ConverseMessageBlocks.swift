/// The parts of a message as blocks.
struct ConverseMessageBlocks {
    private let call: Call
    private var ids: ToolCallIDs
    private var media = ConverseMedia()
    private(set) var hasTools = false

    init(_ call: Call) {
        self.call = call
        ids = ToolCallIDs(call.messages, .words("Bedrock", others: ".:", maxLength: 64))
    }

    mutating func encode(
        _ message: Message,
        _ place: String,
        notes: inout RequestNotes
    ) throws(ModelError) -> [JSON] {
        var blocks: [JSON] = []
        if message.role == .tool {
            let result = ToolResult(callID: message.toolCallID ?? "", parts: message.parts)
            blocks = [try toolResult(result, place, notes: &notes)]
        } else {
            for part in message.parts {
                blocks += try self.blocks(part, place, saidBy: message.role, notes: &notes)
            }
        }
        // A cache point must follow something.
        guard !blocks.isEmpty else { return [] }
        return blocks + ConverseCache.points(message.cacheHint, place, call, notes: &notes)
    }

    private mutating func blocks(
        _ part: Part,
        _ place: String,
        saidBy role: Role,
        notes: inout RequestNotes
    ) throws(ModelError) -> [JSON] {
        func marked(_ block: JSON?, _ hint: CacheHint?) -> [JSON] {
            block.map { [$0] + ConverseCache.points(hint, place, call, notes: &notes) } ?? []
        }
        switch part {
        case .text(let text, let cache): return marked(Self.text(text, place, &notes), cache)
        case .refusal(let text): return marked(Self.text(text, place, &notes), nil)
        case .image(let image): return marked(try media.image(image, place, &notes), image.cache)
        case .file(let file): return marked(try media.file(file, place, call, &notes), file.cache)
        case .audio(let audio): return marked(try media.audio(audio, place, call, &notes), nil)
        case .reasoning(let reasoning): return marked(self.reasoning(reasoning, place, &notes), nil)
        case .toolCall(let toolCall): return [try toolUse(toolCall, place, &notes)]
        case .toolResult(let result):
            return marked(try toolResult(result, place, notes: &notes), result.cache)
        case .opaque(let block):
            if block.wire == .converse {
                hasTools = hasTools || block.value["toolUse"] != nil || block.value["toolResult"] != nil
                return [block.value]
            }
            if let known = try media.opaque(block, place, call, &notes) { return [known] }
            if let text = block.text {
                notes.warn("\(place).content", "Sent as plain text, without members that Bedrock does not know.")
                return marked(Self.text(text, place, &notes), nil)
            }
            try notes.foreign(block, place, saidBy: role)
            return []
        }
    }

    private static func text(_ text: String, _ place: String, _ notes: inout RequestNotes) -> JSON? {
        guard text.contains(where: { !$0.isWhitespace }) else {
            notes.warn("\(place).content", "Not sent: Bedrock refuses empty text.")
            return nil
        }
        return ["text": .string(text)]
    }

    private func reasoning(_ reasoning: Reasoning, _ place: String, _ notes: inout RequestNotes) -> JSON? {
        guard call.rules.converse.takesReasoning else {
            notes.warn("\(place).reasoning", "Not sent: \(call.modelID) takes no earlier thinking.")
            return nil
        }
        if let data = reasoning.redacted { return ["reasoningContent": ["redactedContent": .string(data)]] }
        var text: JSON.Object = ["text": .string(reasoning.text)]
        if let signature = reasoning.signature {
            text["signature"] = .string(signature)
        } else if reasoning.field != Reasoning.converseField || call.rules.converse.effort == .thinking {
            notes.warn("\(place).reasoning", "Not sent: thinking without a signature is refused.")
            return nil
        }
        return ["reasoningContent": ["reasoningText": .object(text)]]
    }

    private mutating func toolUse(
        _ toolCall: ToolCall,
        _ place: String,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> JSON {
        hasTools = true
        guard let input = toolCall.parsedArguments, input.objectValue != nil else {
            throw ModelError(
                .invalidRequest,
                "\(place): the arguments of the call to \"\(toolCall.name)\" are no JSON object, which Bedrock demands."
            )
        }
        notes.unsent(toolCall.extra, at: "\(place).tool_calls")
        let id = ids.call(toolCall.id, place, &notes)
        return ["toolUse": ["toolUseId": .string(id), "name": .string(toolCall.name), "input": input]]
    }

    private mutating func toolResult(
        _ result: ToolResult,
        _ place: String,
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON {
        hasTools = true
        var content: [JSON] = []
        for part in result.parts {
            // A tool that says nothing is a result without content.
            if case .text(let text, _) = part, text.isEmpty { continue }
            content += try blocks(part, place, saidBy: .tool, notes: &notes)
        }
        var object: JSON.Object = [
            "toolUseId": .string(try ids.result(result.callID, place, &notes)), "content": .array(content),
        ]
        if result.isError { object["status"] = "error" }
        return ["toolResult": .object(object)]
    }
}
