/// Images and files as blocks.
enum MessagesMedia {
    static func image(
        _ image: Image,
        _ place: String,
        _ call: Call,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> JSON? {
        guard try isTaken(image.source, place, call, &notes) else { return nil }
        if image.detail != nil, image.detail != "auto" {
            notes.warn("\(place).content", "The image's detail is not sent: Anthropic has no such setting.")
        }
        return block("image", source(image.source), image.cache)
    }

    /// PDFs and texts are documents; a file may be an image too.
    static func file(
        _ file: File,
        _ place: String,
        _ call: Call,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> JSON? {
        guard try isTaken(file.source, place, call, &notes) else { return nil }
        var source = source(file.source)
        if case .base64(let data, let mediaType) = file.source {
            if mediaType.hasPrefix("image/") { return block("image", source, file.cache) }
            if mediaType.hasPrefix("text/") {
                guard let bytes = [UInt8](base64: data), let text = String(validating: bytes, as: UTF8.self) else {
                    throw ModelError(.invalidRequest, "\(place): the file is no Base64 of a text in UTF-8.")
                }
                source = ["type": "text", "media_type": "text/plain", "data": .string(text)]
            } else if mediaType != "application/pdf", !mediaType.isEmpty {
                try notes.unsupported("\(place).content", "Anthropic takes PDF and text files, not \(mediaType).")
                return nil
            }
        }
        return block("document", source, file.cache, title: file.name)
    }

    private static func isTaken(
        _ source: MediaSource,
        _ place: String,
        _ call: Call,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> Bool {
        guard call.provider.dialect.has(.inlineMediaOnly) else { return true }
        if case .base64 = source { return true }
        try notes.unsupported(
            "\(place).content",
            "\(call.provider.name) takes images and files as base64 only; nothing is downloaded here.")
        return false
    }

    private static func block(_ type: String, _ source: JSON, _ hint: CacheHint?, title: String? = nil) -> JSON {
        var object: JSON.Object = ["type": .string(type), "source": source]
        if let title { object["title"] = .string(title) }
        if let hint { object["cache_control"] = hint.value }
        return .object(object)
    }

    private static func source(_ source: MediaSource) -> JSON {
        switch source {
        case .url(let url): ["type": "url", "url": .string(url)]
        case .base64(let data, let mediaType):
            [
                "type": "base64", "media_type": .string(mediaType.isEmpty ? "application/pdf" : mediaType),
                "data": .string(data),
            ]
        case .fileID(let id): ["type": "file", "file_id": .string(id)]
        }
    }
}
