/// What was said and answered, as traces show it: in OpenAI's shape, with a few words in place of pictures, sound and files, and
/// without what opens a URL of one.
enum LangfuseContent {
    /// The messages; with tools, an object of both. For embeddings the texts.
    static func input(of call: HookCall) -> JSON {
        guard call.task == .chat else { return .array(call.messages.map { .string($0.text) }) }
        let messages = JSON.array(call.messages.map(message))
        guard let tools = call.model.extra["tools"], !tools.isNull else { return messages }
        return ["messages": messages, "tools": Redaction.within(tools)]
    }

    /// The assistant's message; `nil` where nothing had come.
    static func output(of answer: Generation?) -> JSON? {
        guard let answer else { return nil }
        var object: JSON.Object = [
            "role": "assistant", "content": answer.content.isEmpty ? .null : .string(answer.content),
        ]
        if let reasoning = answer.reasoning { object["reasoning_content"] = .string(reasoning) }
        if let refusal = answer.refusal { object["refusal"] = .string(refusal) }
        if !answer.toolCalls.isEmpty { object["tool_calls"] = .array(answer.toolCalls.map(\.json)) }
        let blocks = answer.message.parts.compactMap { part -> JSON? in
            if case .opaque(let block) = part, block.text == nil { return withoutData(block.value) }
            return nil
        }
        if !blocks.isEmpty { object["blocks"] = .array(blocks) }
        return .object(object)
    }

    private static func message(_ message: Message) -> JSON {
        guard message.parts.contains(where: \.mayHoldData) else { return message.json }
        var shown = message
        shown.parts = message.parts.map(\.withoutData)
        return shown.json
    }

    /// Without base64 in a block that is known to its provider only: in a `data:` URL, or as a long text of one of these names. What
    /// opens a URL is masked.
    fileprivate static func withoutData(_ json: JSON) -> JSON {
        switch json {
        case .string(let text) where text.hasPrefix("data:"):
            guard case .base64(let data, let mediaType) = MediaSource(url: text) else { return json }
            return .string(placeholder(mediaType, data))
        case .string(let text) where text.hasPrefix("https://") || text.hasPrefix("http://"):
            return .string(Redaction.url(text))
        case .array(let items): return .array(items.map { withoutData($0) })
        case .object(let object):
            let type = ["media_type", "mimeType", "mime_type", "format", "type"].lazy
                .compactMap { object[$0]?.stringValue }.first
            return .object(
                JSON.Object(
                    object.map { member -> (String, JSON) in
                        if ["data", "bytes", "image", "b64_json", "result"].contains(member.key),
                            let text = member.value.stringValue, text.utf8.count > 256, !text.utf8.contains(0x20)
                        {
                            return (member.key, .string(placeholder(type ?? "data", text)))
                        }
                        return (member.key, withoutData(member.value))
                    }))
        default: return json
        }
    }

    /// `<image/png, 123 bytes>`
    fileprivate static func placeholder(_ mediaType: String, _ base64: String) -> String {
        let padding = base64.utf8.suffix(2).count { $0 == UInt8(ascii: "=") }
        let bytes = (base64.utf8.count - padding) * 3 / 4
        return "<\(mediaType.isEmpty ? "data" : mediaType), \(bytes) bytes>"
    }
}

extension MediaSource {
    fileprivate var withoutData: MediaSource {
        switch self {
        case .base64(let data, let mediaType): .fileID(LangfuseContent.placeholder(mediaType, data))
        case .url(let url): .url(Redaction.url(url))
        case .fileID: self
        }
    }
}

extension Part {
    fileprivate var mayHoldData: Bool {
        switch self {
        case .text, .reasoning, .refusal, .toolCall: false
        case .image, .audio, .file, .toolResult, .opaque: true
        }
    }

    fileprivate var withoutData: Part {
        switch self {
        case .image(var image):
            image.source = image.source.withoutData
            return .image(image)
        case .audio(var audio):
            audio.data = LangfuseContent.placeholder("audio/\(audio.format)", audio.data)
            return .audio(audio)
        case .file(var file):
            file.source = file.source.withoutData
            return .file(file)
        case .toolResult(var result):
            result.parts = result.parts.map(\.withoutData)
            return .toolResult(result)
        case .opaque(var block):
            block.value = LangfuseContent.withoutData(block.value)
            return .opaque(block)
        case .text, .reasoning, .refusal, .toolCall: return self
        }
    }
}
