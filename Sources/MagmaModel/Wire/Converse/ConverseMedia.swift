/// Images, documents, video and sound as blocks.
struct ConverseMedia {
    /// Documents must have names, and each its own.
    private var names: Set<String> = []

    func image(_ image: Image, _ place: String, _ notes: inout RequestNotes) throws(ModelError) -> JSON? {
        if image.detail != nil, image.detail != "auto" {
            notes.warn("\(place).content", "The image's detail is not sent: Bedrock has no such setting.")
        }
        let type = Self.type(image.source)
        return try block("image", type, image.source, ["png", "jpeg", "gif", "webp"], place, &notes)
    }

    mutating func file(
        _ file: File,
        _ place: String,
        _ call: Call,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> JSON? {
        let type = Self.type(file.source, name: file.name)
        if type.hasPrefix("image/") { return try image(Image(file.source), place, &notes) }
        if type.hasPrefix("video/") { return try video(file.source, place, call, &notes) }
        if type.hasPrefix("audio/"), case .base64(let data, _) = file.source {
            return try audio(Audio(base64: data, format: String(type.dropFirst(6))), place, call, &notes)
        }
        let format = Self.documents[type] ?? type
        guard let block = try block("document", format, file.source, Array(Self.documents.values), place, &notes),
            var object = block["document"]?.objectValue
        else { return nil }
        object["name"] = .string(name(file.name, ending: object["format"]?.stringValue ?? ""))
        for key in ["citations", "context"] { object[key] = file.extra[key] ?? file.extra["file"]?[key] }
        return ["document": .object(object)]
    }

    func audio(
        _ audio: Audio,
        _ place: String,
        _ call: Call,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> JSON? {
        guard call.rules.converse.takesAudio else {
            try notes.unsupported("\(place).content", "\(call.modelID) takes no audio.")
            return nil
        }
        return ["audio": ["format": .string(audio.format), "source": ["bytes": .string(audio.data)]]]
    }

    private func video(
        _ source: MediaSource,
        _ place: String,
        _ call: Call,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> JSON? {
        guard call.rules.converse.takesVideo else {
            try notes.unsupported("\(place).content", "\(call.modelID) takes no video.")
            return nil
        }
        let formats = ["mkv", "mov", "mp4", "webm", "flv", "mpeg", "mpg", "wmv", "three_gp"]
        return try block("video", Self.type(source), source, formats, place, &notes)
    }

    /// Parts of the chat format that other protocols do not know; `nil` for those that Bedrock does not either.
    func opaque(
        _ block: OpaqueBlock,
        _ place: String,
        _ call: Call,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> JSON? {
        switch block.value["type"]?.stringValue {
        case "video_url":
            let url = block.value["video_url"]
            guard let text = url?.stringValue ?? url?["url"]?.stringValue else { return nil }
            return try video(MediaSource(url: text), place, call, &notes)
        case "guarded_text":
            guard let text = block.value["text"] else { return nil }
            return ["guardContent": ["text": ["text": text]]]
        default: return nil
        }
    }

    /// A block of a format, whose bytes are here or in Amazon's store.
    private func block(
        _ kind: String,
        _ type: String,
        _ source: MediaSource,
        _ formats: [String],
        _ place: String,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> JSON? {
        let slash = type.lastIndex(of: "/").map { type.index(after: $0) } ?? type.startIndex
        let word = String(type[slash...])
        let format = Self.spellings[word] ?? word
        guard formats.contains(format) else {
            let list = formats.sorted().joined(separator: ", ")
            try notes.unsupported("\(place).content", "Bedrock takes \(kind)s as \(list), not \"\(type)\".")
            return nil
        }
        let bytes: JSON
        switch source {
        case .base64(let data, _): bytes = ["bytes": .string(data)]
        case .url(let url) where url.hasPrefix("s3://"): bytes = ["s3Location": ["uri": .string(url)]]
        case .url, .fileID:
            try notes.unsupported(
                "\(place).content", "Bedrock takes \(kind)s as base64 or from S3; nothing is downloaded here.")
            return nil
        }
        return [kind: ["format": .string(format), "source": bytes]]
    }

    /// The media type, or what the address or the name ends with.
    private static func type(_ source: MediaSource, name: String? = nil) -> String {
        if case .base64(_, let type) = source, !type.isEmpty { return type.lowercased() }
        return (name ?? source.url).split(separator: ".").last.map { $0.lowercased() } ?? ""
    }

    private static let spellings = [
        "jpg": "jpeg", "quicktime": "mov", "x-matroska": "mkv", "x-flv": "flv", "x-ms-wmv": "wmv", "3gpp": "three_gp",
    ]

    private static let documents = [
        "application/pdf": "pdf", "text/csv": "csv", "application/msword": "doc",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
        "application/vnd.ms-excel": "xls",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx", "text/html": "html",
        "text/plain": "txt", "text/markdown": "md",
    ]

    /// A name in the characters that Bedrock allows, and not twice the same.
    private mutating func name(_ given: String?, ending: String) -> String {
        var name = ""
        var given = given ?? ""
        if given.hasSuffix(".\(ending)") { given.removeLast(ending.count + 1) }
        for character in given {
            let isAllowed =
                character.isASCII && (character.isLetter || character.isNumber || "-()[]".contains(character))
            if isAllowed { name.append(character) } else if !name.isEmpty, name.last != " " { name.append(" ") }
        }
        name = String(name.prefix(190))
        while name.last == " " { name.removeLast() }
        if name.isEmpty { name = "document" }
        var count = 2
        let first = name
        while !names.insert(name).inserted {
            name = "\(first) \(count)"
            count += 1
        }
        return name
    }
}
