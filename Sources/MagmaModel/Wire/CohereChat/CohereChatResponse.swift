extension CohereChat {
    func decode(
        _ body: UnsafeRawBufferPointer,
        dialect: Dialect,
        into builder: inout GenerationBuilder
    ) throws(ModelError) {
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: body)
        } catch {
            throw ModelError(.decoding, "The answer is no JSON: \(error)", underlying: error)
        }
        guard json["message"]?.objectValue != nil else {
            let facts = errorFacts(json, status: 200)
            guard facts.message != nil else {
                throw ModelError(.decoding, "The answer is JSON, but it holds no message.")
            }
            throw ErrorClassifier.error(facts: facts, status: 200, body: body, dialect: dialect)
        }
        var answer = CohereChatAnswer(dialect: dialect)
        answer.message(json["message"] ?? .null, into: &builder)
        answer.logprobs(json["logprobs"] ?? .null, into: &builder)
        try answer.end(json, body, into: &builder)
    }

    func makeStreamDecoder(dialect: Dialect) -> any StreamDecoder { CohereChatStreamDecoder(dialect: dialect) }
}
