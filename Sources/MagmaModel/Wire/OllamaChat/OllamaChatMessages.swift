/// Messages with text as one string, images as base64 beside it, and arguments as objects.
enum OllamaChatMessages {
    static func encode(
        _ message: Message,
        index: Int,
        call: Call,
        notes: inout RequestNotes
    ) throws(ModelError) -> [JSON] {
        let place = "messages[\(index)]"
        let role = message.role == .developer ? Role.system : message.role
        var object: JSON.Object = ["role": .string(role.rawValue), "content": .string(message.text)]
        var images: [JSON] = []
        var calls: [JSON] = []
        var thinking = ""
        for part in message.parts {
            switch part {
            case .text(_, let cache):
                if cache != nil { notes.warn("\(place).cache_control", noHints) }
            case .refusal(let text): object["content"] = .string(message.text + text)
            case .image(let image):
                guard case .base64(let data, _) = image.source else {
                    try notes.unsupported(
                        "\(place).content", "Ollama takes images as base64 only; nothing is downloaded here.")
                    continue
                }
                images.append(.string(data))
                if image.detail != nil, image.detail != "auto" {
                    notes.warn("\(place).content", "The image's detail is not sent: Ollama has no such setting.")
                }
                if image.cache != nil { notes.warn("\(place).cache_control", noHints) }
            case .audio: try notes.unsupported("\(place).content", "Ollama takes no audio.")
            case .file: try notes.unsupported("\(place).content", "Ollama takes no files.")
            case .reasoning(let reasoning):
                if reasoning.signature == nil, reasoning.redacted == nil {
                    thinking += reasoning.text
                } else {
                    notes.warn("\(place).thinking", "Not sent: signed thinking belongs to the provider that signed it.")
                }
            case .toolCall(let toolCall):
                calls.append(try encode(toolCall, place))
                notes.unsent(toolCall.extra, at: "\(place).tool_calls")
            case .toolResult: try notes.unsupported("\(place).content", "Ollama takes tool results as messages only.")
            case .opaque(let block):
                if block.text != nil {
                    notes.warn("\(place).content", "Sent as plain text, without members that Ollama does not know.")
                } else {
                    try notes.foreign(block, place, saidBy: role)
                }
            }
        }
        if message.cacheHint != nil { notes.warn("\(place).cache_control", noHints) }
        notes.unsent(message.extra, at: place)
        if !images.isEmpty { object["images"] = .array(images) }
        if !calls.isEmpty { object["tool_calls"] = .array(calls) }
        if !thinking.isEmpty { object["thinking"] = .string(thinking) }
        if let id = message.toolCallID { object["tool_call_id"] = .string(id) }
        if let name = message.name {
            if role == .tool {
                object["tool_name"] = .string(name)
            } else {
                notes.warn("\(place).name", "Not sent: Ollama takes no names on messages.")
            }
        }
        return [.object(object)]
    }

    private static let noHints = "Not sent: Ollama takes no cache hints."

    private static func encode(_ call: ToolCall, _ place: String) throws(ModelError) -> JSON {
        guard let arguments = call.parsedArguments else {
            throw ModelError(
                .invalidRequest,
                "\(place): the arguments of the call to \"\(call.name)\" are no JSON, which Ollama demands.")
        }
        var object: JSON.Object = ["function": ["name": .string(call.name), "arguments": arguments]]
        if !call.id.isEmpty { object["id"] = .string(call.id) }
        return .object(object)
    }
}
