extension Generation: Codable {
    /// Reads an OpenAI or LiteLLM chat completion. Throws ``ModelError`` (`.decoding`) for anything else.
    public init(from decoder: any Decoder) throws {
        let json = try JSON(from: decoder)
        var builder = GenerationBuilder(streaming: false)
        try json.bytes().withBytes { bytes in
            try ChatCompletions().decode(bytes, dialect: Dialect(), into: &builder)
        }
        self = builder.build()
        let choice = json["choices"]?[0]
        if let raw = choice?["provider_specific_fields"]?["finish_reason"]?.stringValue { finishReason?.raw = raw }
        if var read = choice?["message"]?.objectValue {
            // As a message of the chat format it has more to it than an answer: signatures, and members without a field.
            read["role"] = read["role"] ?? "assistant"
            read["content"] = content.isEmpty ? .null : .string(content)
            message = try Message(json: .object(read))
        }
        if json["cache_hit"]?.boolValue == true { isFromCache = true }
        for text in json["warnings"]?.arrayValue ?? [] {
            let parts = (text.stringValue ?? "").split(separator: ": ", maxSplits: 1).map(String.init)
            if parts.count == 2 { warnings.append(Warning(parts[0], parts[1])) }
        }
    }

    /// Writes ``json``.
    public func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }
}
