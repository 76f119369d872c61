extension Converse {
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
        guard json["output"]?.objectValue != nil || json["stopReason"] != nil else {
            let facts = errorFacts(json, status: 200)
            guard facts.message != nil else {
                throw ModelError(.decoding, "The answer is JSON, but it holds no output.")
            }
            throw ErrorClassifier.error(facts: facts, status: 200, body: body, dialect: dialect)
        }
        var decoder = ConverseStreamDecoder(dialect: dialect)
        decoder.take(whole: json, into: &builder)
    }

    func makeStreamDecoder(dialect: Dialect) -> any StreamDecoder { ConverseStreamDecoder(dialect: dialect) }
}
