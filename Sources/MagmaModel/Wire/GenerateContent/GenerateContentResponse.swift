extension GenerateContent {
    func decode(
        _ body: UnsafeRawBufferPointer,
        dialect: Dialect,
        into builder: inout GenerationBuilder
    ) throws(ModelError) {
        var decoder = GenerateContentStreamDecoder(dialect: dialect)
        try decoder.decodeChunk(body, into: &builder)
        guard decoder.isAnswer else { throw ModelError(.decoding, "The answer is JSON, but it holds no candidates.") }
        decoder.finish(into: &builder)
    }

    func makeStreamDecoder(dialect: Dialect) -> any StreamDecoder { GenerateContentStreamDecoder(dialect: dialect) }
}
