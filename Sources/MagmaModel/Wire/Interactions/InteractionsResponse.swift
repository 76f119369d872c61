extension Interactions {
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
        var decoder = InteractionsStreamDecoder(dialect: dialect)
        guard json["steps"] != nil || json["status"]?.stringValue != nil || json["error"] != nil else {
            throw ModelError(.decoding, "The answer is JSON, but it holds no steps.")
        }
        try decoder.take(json, body, into: &builder)
        guard !decoder.isComplete else { return }
        // One that goes on in the background.
        decoder.finish(into: &builder)
        builder.finish(.other, raw: json["status"]?.stringValue)
    }

    func makeStreamDecoder(dialect: Dialect) -> any StreamDecoder { InteractionsStreamDecoder(dialect: dialect) }
}
