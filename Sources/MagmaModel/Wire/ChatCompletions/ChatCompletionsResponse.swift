extension ChatCompletions {
    func decode(
        _ body: UnsafeRawBufferPointer,
        dialect: Dialect,
        into builder: inout GenerationBuilder
    ) throws(ModelError) {
        var decoder = ChatCompletionsStreamDecoder(dialect: dialect, isTextCompletion: isTextCompletion, isWhole: true)
        try decoder.decodeChunk(body, into: &builder)
        guard decoder.hasChoices else {
            // No answer and no error under a known name: whatever the server says is all there is to tell.
            var facts = ErrorFacts()
            if let json = try? JSON(parsing: body) { facts = ErrorFacts(json: json) }
            guard facts.message != nil, !facts.codes.isEmpty || facts.status != nil else {
                throw ModelError(.decoding, "The answer is JSON, but it holds no choices.")
            }
            throw ErrorClassifier.error(facts: facts, status: 200, body: body, dialect: dialect)
        }
    }

    func makeStreamDecoder(dialect: Dialect) -> any StreamDecoder {
        ChatCompletionsStreamDecoder(dialect: dialect, isTextCompletion: isTextCompletion, isWhole: false)
    }

    func errorFacts(_ body: JSON, status: Int) -> ErrorFacts { ErrorFacts(json: body) }
}
