/// Amazon's InvokeModel: requests and answers are those of the model's vendor.
struct InvokeModel: WireProtocol {
    var path: String { "/model/{model}/invoke" }
    var streamPath: String { "/model/{model}/invoke-with-response-stream" }
    var versionPath: String { "" }
    var framing: Framing { .eventStream }

    /// What stands in the body where Anthropic's own API has a header.
    private static let version = "bedrock-2023-05-31"

    /// The models whose vendor speaks the Messages protocol; the others can be asked through Converse.
    func encode(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> WireRequest {
        guard call.rules.speaksMessages else {
            var error = ModelError(
                .unsupported,
                "\(call.modelID): of the vendors' own request bodies only Anthropic's is known here; ask the model through Converse, without \"invoke/\"."
            )
            error.provider = call.provider.id
            error.model = call.modelName
            throw error
        }
        var body: JSON.Object = ["anthropic_version": .string(Self.version)]
        // The path says which model it is and whether the answer is streamed.
        for (key, value) in try Messages().body(call, notes: &notes) where key != "model" && key != "stream" {
            body[key] = value
        }
        return WireRequest(body: JSON.object(body).bytes())
    }

    func errorFacts(_ body: JSON, status: Int) -> ErrorFacts { Messages().errorFacts(body, status: status) }

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
        switch InvokeModelBody(json) {
        case .messages: try Messages().decode(body, dialect: dialect, into: &builder)
        case .chatCompletions: try ChatCompletions().decode(body, dialect: dialect, into: &builder)
        case .completions:
            try ChatCompletions(isTextCompletion: true).decode(body, dialect: dialect, into: &builder)
        case .text:
            var decoder = InvokeModelText()
            decoder.take(json, into: &builder)
        case .converse, nil: try Converse().decode(body, dialect: dialect, into: &builder)
        }
        if InvokeModelBody.isIntervened(json) { builder.finishFiltered() }
    }

    func makeStreamDecoder(dialect: Dialect) -> any StreamDecoder { InvokeModelStreamDecoder(dialect: dialect) }
}

extension GenerationBuilder {
    /// A guardrail has put its own words in place of the model's.
    mutating func finishFiltered() { finish(.contentFilter, raw: finishReason?.raw) }
}
