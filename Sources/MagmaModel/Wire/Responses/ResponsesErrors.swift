extension Responses {
    func errorFacts(_ body: JSON, status: Int) -> ErrorFacts { Self.facts(body) }

    /// An HTTP error, an `error` event (flat, or with its members under `error`), or the `error` of a failed response.
    static func facts(_ body: JSON) -> ErrorFacts {
        var facts = ErrorFacts(json: body)
        // The types of the event and of the states say where the error stands, and nothing of its kind.
        facts.codes.removeAll { ["error", "response.failed", "failed", "incomplete"].contains($0) }
        return facts
    }

    static func error(_ body: JSON, _ bytes: UnsafeRawBufferPointer, _ dialect: Dialect) -> ModelError {
        ErrorClassifier.error(facts: facts(body), status: 200, body: bytes, dialect: dialect)
    }
}
