extension Generation: Codable {
    /// Reads an OpenAI or LiteLLM chat completion. Throws ``ModelError`` (`.decoding`) for anything else.
    public init(from decoder: any Decoder) throws {
        let bytes = try JSON(from: decoder).bytes()
        var builder = GenerationBuilder(streaming: false)
        try bytes.withBytes { bytes in
            try ChatCompletions().decode(bytes, dialect: Dialect(), into: &builder)
        }
        self = builder.build()
        costUnavailable = nil
    }

    /// Writes ``json``.
    public func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }
}
