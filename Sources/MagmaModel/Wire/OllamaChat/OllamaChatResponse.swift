extension OllamaChat {
    func decode(
        _ body: UnsafeRawBufferPointer,
        dialect: Dialect,
        into builder: inout GenerationBuilder
    ) throws(ModelError) {
        var decoder = OllamaChatStreamDecoder(dialect: dialect)
        try decoder.decode(StreamEvent(data: body), into: &builder)
        guard decoder.isChat else { throw ModelError(.decoding, "The answer is JSON, but it holds no message.") }
    }

    func makeStreamDecoder(dialect: Dialect) -> any StreamDecoder { OllamaChatStreamDecoder(dialect: dialect) }
}
