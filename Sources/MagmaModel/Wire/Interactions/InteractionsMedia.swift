/// Pictures, sound, films and documents as content: a type, and bytes or an address.
enum InteractionsMedia {
    /// The content for a part in the form of `generateContent`; `kind` where its media type does not tell one.
    static func content(_ part: JSON, detail: String? = nil, kind: String) -> JSON {
        let source = part["inlineData"] ?? part["fileData"]
        let type = source?["mimeType"]?.stringValue
        let family = type?.split(separator: "/").first.map(String.init) ?? kind
        var object: JSON.Object = [
            "type": .string(["image", "audio", "video"].contains(family) ? family : "document")
        ]
        object["mime_type"] = type.map(JSON.string)
        object["data"] = source?["data"]
        object["uri"] = source?["fileUri"]
        if let detail, ["low", "medium", "high"].contains(detail) { object["resolution"] = .string(detail) }
        return .object(object)
    }
}
