extension Part {
    /// Reads a message's `content`: a string, a list of parts, or null.
    static func list(json: JSON, path: String) throws(ModelError) -> [Part] {
        if let text = json.stringValue { return [.text(text)] }
        if json.isNull { return [] }
        guard let items = json.arrayValue else {
            throw ModelError(.invalidRequest, "\(path) is neither a string nor a list of parts.")
        }
        var parts: [Part] = []
        for (index, item) in items.enumerated() { parts.append(try Part(json: item, path: "\(path)[\(index)]")) }
        return parts
    }

    /// Reads one part. A type that is not known is kept as it is, and so are members that have no field.
    init(json: JSON, path: String) throws(ModelError) {
        try self.init(known: json, path: path)
        guard let rest = json.objectValue?.members(beyond: self.json.objectValue ?? [:]), !rest.isEmpty else { return }
        switch self {
        case .image(var image):
            image.extra = rest
            self = .image(image)
        case .audio(var audio):
            audio.extra = rest
            self = .audio(audio)
        case .file(var file):
            file.extra = rest
            self = .file(file)
        case .text where json["type"] == "text": self = .opaque(OpaqueBlock(wire: .chatCompletions, value: json))
        default: break
        }
    }

    private init(known json: JSON, path: String) throws(ModelError) {
        if let text = json.stringValue {
            self = .text(text)
            return
        }
        let cache = json["cache_control"].flatMap { $0.isNull ? nil : CacheHint($0) }
        func missing(_ what: String) -> ModelError { ModelError(.invalidRequest, "\(path) has no \(what).") }
        switch json["type"]?.stringValue {
        case "text", "input_text":
            guard let text = json["text"]?.stringValue else { throw missing("\"text\"") }
            self = .text(text, cache: cache)
        case "image_url":
            let image = json["image_url"]
            guard let url = image?.stringValue ?? image?["url"]?.stringValue else { throw missing("\"image_url.url\"") }
            self = .image(Image(MediaSource(url: url), detail: image?["detail"]?.stringValue, cache: cache))
        case "input_audio":
            guard let data = json["input_audio"]?["data"]?.stringValue else { throw missing("\"input_audio.data\"") }
            self = .audio(Audio(base64: data, format: json["input_audio"]?["format"]?.stringValue ?? "wav"))
        case "file":
            guard let file = json["file"] else { throw missing("\"file\"") }
            let name = file["filename"]?.stringValue
            if let data = file["file_data"]?.stringValue {
                self = .file(File(MediaSource(url: data), name: name, cache: cache))
            } else if let id = file["file_id"]?.stringValue {
                let isURL = id.hasPrefix("http://") || id.hasPrefix("https://") || id.hasPrefix("data:")
                self = .file(File(isURL ? MediaSource(url: id) : .fileID(id), name: name, cache: cache))
            } else {
                throw missing("\"file_data\" and no \"file_id\"")
            }
        case "refusal": self = .refusal(json["refusal"]?.stringValue ?? "")
        case "thinking", "redacted_thinking":
            guard let part = Part.thinking(json) else { throw missing("\"thinking\"") }
            self = part
        case "tool_use":
            guard let name = json["name"]?.stringValue else { throw missing("\"name\"") }
            self = .toolCall(
                ToolCall(
                    id: json["id"]?.stringValue ?? "",
                    name: name,
                    arguments: json["input"]?.serialized() ?? ""
                )
            )
        case "tool_result":
            self = .toolResult(
                ToolResult(
                    callID: json["tool_use_id"]?.stringValue ?? "",
                    parts: try Part.list(json: json["content"] ?? .null, path: "\(path).content"),
                    isError: json["is_error"]?.boolValue ?? false,
                    cache: cache
                )
            )
        default:
            guard json.objectValue != nil else { throw ModelError(.invalidRequest, "\(path) is not an object.") }
            self = .opaque(OpaqueBlock(json))
        }
    }

    /// A thinking block in Anthropic's and LiteLLM's shape.
    static func thinking(_ json: JSON) -> Part? {
        if let data = json["data"]?.stringValue { return .reasoning(Reasoning("", redacted: data)) }
        guard let text = json["thinking"]?.stringValue else { return nil }
        return .reasoning(Reasoning(text, signature: json["signature"]?.stringValue))
    }

    /// The part in the chat format; thinking and tool results in Anthropic's shape.
    var json: JSON {
        var object: JSON.Object
        var extra: JSON.Object = [:]
        var hint: CacheHint?
        switch self {
        case .text(let text, let cache):
            object = ["type": "text", "text": .string(text)]
            hint = cache
        case .image(let image):
            var url: JSON.Object = ["url": .string(image.source.url)]
            if let detail = image.detail { url["detail"] = .string(detail) }
            object = ["type": "image_url", "image_url": .object(url)]
            hint = image.cache
            extra = image.extra
        case .audio(let audio):
            object = [
                "type": "input_audio", "input_audio": ["data": .string(audio.data), "format": .string(audio.format)],
            ]
            extra = audio.extra
        case .file(let file):
            var value: JSON.Object = [:]
            if let name = file.name { value["filename"] = .string(name) }
            if case .base64 = file.source {
                value["file_data"] = .string(file.source.url)
            } else {
                value["file_id"] = .string(file.source.url)
            }
            object = ["type": "file", "file": .object(value)]
            hint = file.cache
            extra = file.extra
        case .refusal(let text): object = ["type": "refusal", "refusal": .string(text)]
        case .reasoning(let reasoning):
            if let data = reasoning.redacted {
                object = ["type": "redacted_thinking", "data": .string(data)]
            } else {
                object = ["type": "thinking", "thinking": .string(reasoning.text)]
                if let signature = reasoning.signature { object["signature"] = .string(signature) }
            }
        case .toolCall(let call): return call.json
        case .toolResult(let result):
            object = [
                "type": "tool_result", "tool_use_id": .string(result.callID),
                "content": .array(result.parts.map(\.json)),
            ]
            if result.isError { object["is_error"] = true }
            hint = result.cache
        case .opaque(let block): return block.value
        }
        if let hint { object["cache_control"] = hint.value }
        object.add(extra)
        return .object(object)
    }
}

extension MediaSource {
    /// An address, or the bytes in a `data:` URL.
    package init(url: String) {
        guard url.hasPrefix("data:"), let comma = url.firstIndex(of: ",") else {
            self = .url(url)
            return
        }
        let head = url[url.index(url.startIndex, offsetBy: 5)..<comma].split(
            separator: ";", omittingEmptySubsequences: false)
        guard head.contains("base64") else {
            self = .url(url)
            return
        }
        let type = head.first.map(String.init) ?? ""
        self = .base64(String(url[url.index(after: comma)...]), mediaType: type == "image/jpg" ? "image/jpeg" : type)
    }

    /// The form of the chat format: a URL, a `data:` URL, or a file's id.
    var url: String {
        switch self {
        case .url(let url): url
        case .base64(let data, let mediaType): "data:\(mediaType);base64,\(data)"
        case .fileID(let id): id
        }
    }
}
