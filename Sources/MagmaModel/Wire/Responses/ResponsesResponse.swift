extension Responses {
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
        guard json["output"]?.arrayValue != nil || json["status"]?.stringValue != nil, json["error"].isNullOrNone else {
            let facts = Self.facts(json)
            guard facts.message != nil, !facts.codes.isEmpty || facts.status != nil else {
                throw ModelError(.decoding, "The answer is JSON, but it holds no output.")
            }
            throw ErrorClassifier.error(facts: facts, status: 200, body: body, dialect: dialect)
        }
        var output = ResponsesOutput(dialect: dialect)
        try output.end(json, body, into: &builder)
    }

    func makeStreamDecoder(dialect: Dialect) -> any StreamDecoder { ResponsesStreamDecoder(dialect: dialect) }
}

extension JSON? {
    var isNullOrNone: Bool { self?.isNull ?? true }
}
