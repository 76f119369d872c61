/// The content of messages and of tool results, as lists of parts.
struct ResponsesContent {
    let provider: Provider
    let place: String
    let role: Role
    var parts: [JSON] = []

    init(provider: Provider, place: String, role: Role) {
        self.provider = provider
        self.place = place
        self.role = role
    }

    private var textType: JSON { role == .assistant ? "output_text" : "input_text" }

    mutating func take(_ part: Part, _ notes: inout RequestNotes) throws(ModelError) {
        switch part {
        case .text(let text, let cache):
            if cache != nil { warnOfHint(&notes) }
            appendText(text)
        case .refusal(let text):
            if role == .assistant {
                parts.append(["type": "refusal", "refusal": .string(text)])
            } else {
                appendText(text)
            }
        case .image(let image):
            if image.cache != nil { warnOfHint(&notes) }
            notes.unsent(image.extra, at: "\(place).content")
            var object: JSON.Object = ["type": "input_image", "detail": .string(image.detail ?? "auto")]
            if case .fileID(let id) = image.source {
                object["file_id"] = .string(id)
            } else {
                object["image_url"] = .string(image.source.url)
            }
            parts.append(.object(object))
        case .audio(let audio):
            notes.unsent(audio.extra, at: "\(place).content")
            parts.append([
                "type": "input_audio", "input_audio": ["data": .string(audio.data), "format": .string(audio.format)],
            ])
        case .file(let file): parts.append(encode(file, &notes))
        case .opaque(let block):
            if block.wire == .responses {
                parts.append(block.value)
            } else if let text = block.text {
                notes.warn("\(place).content", "Sent as plain text, without members that have no place here.")
                appendText(text)
            } else {
                try notes.foreign(block, place, saidBy: role)
            }
        // These are items of their own.
        case .reasoning, .toolCall, .toolResult: break
        }
    }

    private mutating func appendText(_ text: String) {
        var object: JSON.Object = ["type": textType, "text": .string(text)]
        if role == .assistant { object["annotations"] = [] }
        parts.append(.object(object))
    }

    private func encode(_ file: File, _ notes: inout RequestNotes) -> JSON {
        if file.cache != nil { warnOfHint(&notes) }
        notes.unsent(file.extra, at: "\(place).content")
        var object: JSON.Object = ["type": "input_file"]
        switch file.source {
        case .url(let url): object["file_url"] = .string(url)
        case .fileID(let id): object["file_id"] = .string(id)
        case .base64:
            object["file_data"] = .string(file.source.url)
            // Data without a name is refused.
            object["filename"] = .string(file.name ?? "file.pdf")
        }
        if let name = file.name { object["filename"] = .string(name) }
        return .object(object)
    }

    func warnOfHint(_ notes: inout RequestNotes) {
        notes.warn("\(place).cache_control", "Not sent: \(provider.name) takes no cache hints here.")
    }

    /// A lone text as a string, which every server takes; anything else as the list.
    var output: JSON {
        if parts.isEmpty { return "" }
        if parts.count == 1, let text = parts[0]["text"], parts[0]["type"] == "input_text" { return text }
        return .array(parts)
    }
}
