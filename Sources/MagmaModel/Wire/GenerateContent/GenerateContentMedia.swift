/// Pictures, sound, films and documents as parts: their bytes, or where they are.
enum GenerateContentMedia {
    static func image(_ image: Image, _ place: String, _ notes: inout RequestNotes) throws(ModelError) -> JSON {
        let format = image.extra["image_url"]?["format"]?.stringValue ?? image.extra["format"]?.stringValue
        unsent(image.extra, place, &notes)
        return part(image.source, format)
    }

    static func file(_ file: File, _ place: String, _ notes: inout RequestNotes) -> JSON {
        let format = file.extra["file"]?["format"]?.stringValue ?? file.extra["format"]?.stringValue
        unsent(file.extra, place, &notes)
        if file.name != nil { notes.warn("\(place).filename", "Not sent: Gemini takes no names of files.") }
        var part = part(file.source, format).objectValue ?? [:]
        if let metadata = file.extra["file"]?["video_metadata"] { part["videoMetadata"] = metadata }
        return .object(part)
    }

    static func audio(_ audio: Audio, _ place: String, _ notes: inout RequestNotes) -> JSON {
        unsent(audio.extra, place, &notes)
        let type = audio.format.contains("/") ? audio.format : "audio/\(audio.format)"
        return ["inlineData": ["mimeType": .string(type), "data": .string(audio.data)]]
    }

    /// `video_url`, as some OpenAI-compatible servers have it.
    static func video(_ block: OpaqueBlock) -> JSON? {
        guard block.value["type"] == "video_url",
            let url = block.value["video_url"]?["url"]?.stringValue ?? block.value["video_url"]?.stringValue
        else { return nil }
        return part(MediaSource(url: url), block.value["video_url"]?["format"]?.stringValue)
    }

    private static func unsent(_ members: JSON.Object, _ place: String, _ notes: inout RequestNotes) {
        for (name, value) in members {
            let rest = JSON.Object(
                (value.objectValue ?? [:]).filter { !known.contains($0.key) }.map { ($0.key, $0.value) })
            notes.unsent(
                rest.isEmpty && value.objectValue == nil ? [name: value] : rest, at: "\(place).content", except: known)
        }
    }

    private static let known = ["format", "video_metadata"]

    private static func part(_ source: MediaSource, _ format: String?) -> JSON {
        switch source {
        case .base64(let data, let mediaType):
            let type = format ?? (mediaType.isEmpty ? "application/pdf" : mediaType)
            return ["inlineData": ["mimeType": .string(type), "data": .string(data)]]
        case .url(let url), .fileID(let url):
            var file: JSON.Object = [:]
            if let type = format ?? type(of: url) { file["mimeType"] = .string(type) }
            file["fileUri"] = .string(url)
            return ["fileData": .object(file)]
        }
    }

    /// The media type that the ending of a path tells; `nil` where it tells none.
    private static func type(of url: String) -> String? {
        let path = url.prefix { $0 != "?" && $0 != "#" }
        guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return nil }
        return types[path[path.index(after: dot)...].lowercased()]
    }

    private static let types = [
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "heic": "image/heic",
        "heif": "image/heif", "gif": "image/gif", "pdf": "application/pdf", "txt": "text/plain", "csv": "text/csv",
        "html": "text/html", "md": "text/markdown", "mp3": "audio/mp3", "wav": "audio/wav", "aac": "audio/aac",
        "ogg": "audio/ogg", "flac": "audio/flac", "aiff": "audio/aiff", "m4a": "audio/mp4", "mp4": "video/mp4",
        "mpeg": "video/mpeg", "mpg": "video/mpg", "mov": "video/mov", "avi": "video/avi", "webm": "video/webm",
        "wmv": "video/wmv", "flv": "video/x-flv", "3gp": "video/3gpp",
    ]
}
