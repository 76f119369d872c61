/// Amazon's Converse: one form for the models of all vendors on Bedrock.
struct Converse: WireProtocol {
    var path: String { "/model/{model}/converse" }
    var streamPath: String { "/model/{model}/converse-stream" }
    var versionPath: String { "" }
    var framing: Framing { .eventStream }

    func errorFacts(_ body: JSON, status: Int) -> ErrorFacts { ErrorFacts(json: body) }

    /// What an exception within a stream says.
    static func error(_ event: StreamEvent, dialect: Dialect) -> ModelError {
        let kind = String(decoding: event.name, as: UTF8.self)
        let json = try? JSON(parsing: event.data)
        var facts =
            json.map { ErrorFacts(json: $0) } ?? ErrorFacts(message: String(decoding: event.data, as: UTF8.self))
        facts.codes.insert(kind, at: 0)
        if let message = json?["originalMessage"]?.stringValue { facts.detail = message }
        facts.status = statuses[kind]
        return ErrorClassifier.error(facts: facts, status: 200, body: event.data, dialect: dialect)
    }

    /// The statuses that the exceptions have where they come before a stream.
    private static let statuses = [
        "validationException": 400, "throttlingException": 429, "modelTimeoutException": 408,
        "modelStreamErrorException": 424, "internalServerException": 500, "serviceUnavailableException": 503,
    ]
}
