extension Messages {
    func decode(
        _ body: UnsafeRawBufferPointer,
        dialect: Dialect,
        into builder: inout GenerationBuilder
    ) throws(ModelError) {
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: body)
        } catch {
            throw ModelError(.decoding, "The server's answer is no JSON: \(error)", underlying: error)
        }
        guard json["content"]?.arrayValue != nil || json["stop_reason"] != nil else {
            let facts = errorFacts(json, status: 200)
            guard facts.message != nil, !facts.codes.isEmpty || facts.status != nil else {
                throw ModelError(.decoding, "The answer is JSON, but it holds no content.")
            }
            throw ErrorClassifier.error(facts: facts, status: 200, body: body, dialect: dialect)
        }
        var decoder = MessagesStreamDecoder(dialect: dialect)
        decoder.start(json, into: &builder)
        decoder.finish(into: &builder)
    }

    func makeStreamDecoder(dialect: Dialect) -> any StreamDecoder { MessagesStreamDecoder(dialect: dialect) }
}
