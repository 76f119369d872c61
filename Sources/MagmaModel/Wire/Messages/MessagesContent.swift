/// Messages as lists of blocks.
enum MessagesContent {
    /// The leading system messages, and the rest. Neighbours of one role become one message, with tool results first.
    static func encode(
        _ messages: [Message],
        notes: inout RequestNotes
    ) throws(ModelError) -> (system: [JSON], messages: [JSON]) {
        var system: [JSON] = []
        var turns: [(role: String, blocks: [JSON])] = []
        for (index, message) in messages.enumerated() {
            let place = "messages[\(index)]"
            if message.name != nil { notes.warn("\(place).name", "Not sent: Anthropic takes no names on messages.") }
            let isSystem = message.role == .system || message.role == .developer
            if isSystem, turns.isEmpty {
                system += try blocks(of: message, place, notes: &notes)
                continue
            }
            let role = isSystem ? "system" : message.role == .assistant ? "assistant" : "user"
            var blocks = try blocks(of: message, place, notes: &notes)
            if message.role == .tool {
                var result: JSON.Object = [
                    "type": "tool_result",
                    "tool_use_id": .string(toolID(message.toolCallID ?? "", place, &notes)),
                ]
                if !blocks.isEmpty { result["content"] = .array(blocks) }
                blocks = [.object(result)]
            }
            guard !blocks.isEmpty else { continue }
            if let last = turns.last, last.role == role, role == "user", message.role == .tool {
                // Results come before anything else in their message.
                let place = last.blocks.firstIndex { $0["type"]?.stringValue != "tool_result" } ?? last.blocks.count
                turns[turns.count - 1].blocks.insert(contentsOf: blocks, at: place)
            } else if let last = turns.last, last.role == role, role != "system" {
                turns[turns.count - 1].blocks += blocks
            } else {
                turns.append((role, blocks))
            }
        }
        guard !turns.isEmpty else {
            throw ModelError(.invalidRequest, "Anthropic needs a message besides the system prompt.")
        }
        return (system, turns.map { ["role": .string($0.role), "content": .array($0.blocks)] })
    }

    private static func blocks(
        of message: Message,
        _ place: String,
        notes: inout RequestNotes
    ) throws(ModelError) -> [JSON] {
        var blocks: [JSON] = []
        for part in message.parts {
            if let block = try block(part, place, notes: &notes) { blocks.append(block) }
        }
        if let hint = message.cacheHint, var last = blocks.last?.objectValue {
            last["cache_control"] = hint.value
            blocks[blocks.count - 1] = .object(last)
        }
        return blocks
    }

    private static func block(
        _ part: Part,
        _ place: String,
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON? {
        var object: JSON.Object
        var hint: CacheHint?
        switch part {
        case .text(let text, let cache):
            guard text.contains(where: { !$0.isWhitespace }) else {
                notes.warn("\(place).content", "Not sent: Anthropic refuses empty text.")
                return nil
            }
            object = ["type": "text", "text": .string(text)]
            hint = cache
        case .refusal(let text): object = ["type": "text", "text": .string(text)]
        case .image(let image):
            object = ["type": "image", "source": source(image.source)]
            hint = image.cache
        case .file(let file):
            object = ["type": "document", "source": source(file.source)]
            if let name = file.name { object["title"] = .string(name) }
            hint = file.cache
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
        case .toolCall(let call):
            guard let input = call.parsedArguments, input.objectValue != nil else {
                throw ModelError(
                    .invalidRequest,
                    "\(place): the arguments of the call to \"\(call.name)\" are no JSON object, which Anthropic demands."
                )
            }
            object = [
                "type": "tool_use", "id": .string(toolID(call.id, place, &notes)), "name": .string(call.name),
                "input": input,
            ]
            if let cache = call.extra["cache_control"] { hint = CacheHint(cache) }
        case .toolResult(let result):
            object = ["type": "tool_result", "tool_use_id": .string(toolID(result.callID, place, &notes))]
            var content: [JSON] = []
            for part in result.parts {
                if let block = try block(part, place, notes: &notes) { content.append(block) }
            }
            if !content.isEmpty { object["content"] = .array(content) }
            if result.isError { object["is_error"] = true }
            hint = result.cache
        case .opaque(let block):
            guard block.wire == .messages else {
                notes.warn("\(place).content", "Not sent: a block that only \(block.wire) understands.")
                return nil
            }
            return block.value
        }
        if let hint { object["cache_control"] = hint.value }
        return .object(object)
    }

    private static func source(_ source: MediaSource) -> JSON {
        switch source {
        case .url(let url): ["type": "url", "url": .string(url)]
        case .base64(let data, let mediaType):
            ["type": "base64", "media_type": .string(mediaType), "data": .string(data)]
        case .fileID(let id): ["type": "file", "file_id": .string(id)]
        }
    }

    /// Ids of other providers may hold characters that are refused here. The same id always becomes the same one.
    private static func toolID(_ id: String, _ place: String, _ notes: inout RequestNotes) -> String {
        let clean = String(decoding: id.utf8.map { isAllowed($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
        if clean != id {
            notes.warn("\(place).tool_call_id", "Sent as \"\(clean)\": Anthropic allows letters, digits, _ and -.")
        }
        return clean
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
