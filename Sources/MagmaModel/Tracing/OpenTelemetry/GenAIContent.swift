/// Messages in the form of OpenTelemetry's GenAI conventions.
enum GenAIContent {
    static func message(_ message: Message) -> JSON {
        var json: JSON.Object = ["role": .string(message.role.rawValue)]
        if message.role == .tool {
            json["parts"] = [response(to: message.toolCallID ?? "", message.parts)]
        } else {
            json["parts"] = .array(message.parts.map(part))
        }
        if let name = message.name { json["name"] = .string(name) }
        return .object(json)
    }

    static func output(_ message: Message, _ reason: String?) -> JSON {
        var json = self.message(message).objectValue ?? [:]
        json["finish_reason"] = reason.map(JSON.string)
        return .object(json)
    }

    static func part(_ part: Part) -> JSON {
        switch part {
        case .text(let text, _): ["type": "text", "content": .string(text)]
        case .image(let image): media(image.source, "image")
        case .audio(let audio): media(.base64(audio.data, mediaType: "audio/\(audio.format)"), "audio")
        case .file(let file): media(file.source, "document")
        case .reasoning(let reasoning): ["type": "reasoning", "content": .string(reasoning.text)]
        case .refusal(let text): ["type": "refusal", "content": .string(text)]
        case .toolCall(let call):
            [
                "type": "tool_call", "id": .string(call.id), "name": .string(call.name),
                "arguments": call.parsedArguments ?? .string(call.arguments),
            ]
        case .toolResult(let result): response(to: result.callID, result.parts)
        case .opaque(let block):
            if let text = block.text {
                ["type": "text", "content": .string(text)]
            } else {
                ["type": "provider_block", "content": block.value]
            }
        }
    }

    /// The conventions' word for why the model stopped.
    static func word(_ reason: FinishReason) -> String { reason.kind == .toolCalls ? "tool_call" : reason.word }

    /// A text alone as a string, all else as parts.
    private static func response(to id: String, _ parts: [Part]) -> JSON {
        let response: JSON =
            if parts.count == 1, case .text(let text, _) = parts[0] { .string(text) } else { .array(parts.map(part)) }
        return ["type": "tool_call_response", "id": .string(id), "response": response]
    }

    private static func media(_ source: MediaSource, _ modality: String) -> JSON {
        switch source {
        case .url(let url):
            ["type": "uri", "modality": .string(modality), "uri": .string(Redaction.url(url))]
        case .base64(let data, let type):
            [
                "type": "blob", "modality": .string(modality), "mime_type": .string(type),
                "content": .string(data),
            ]
        case .fileID(let id): ["type": "file", "modality": .string(modality), "file_id": .string(id)]
        }
    }
}
