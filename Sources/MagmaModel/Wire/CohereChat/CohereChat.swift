/// Cohere's Chat, version 2.
struct CohereChat: WireProtocol {
    var path: String { "/chat" }
    var versionPath: String { "/v2" }
    var framing: Framing { .serverSentEvents }

    func errorFacts(_ body: JSON, status: Int) -> ErrorFacts { Self.errorFacts(body, status: status) }

    /// Bodies hold a sentence and no machine word, so that the status that only Cohere has stands in for one.
    static func errorFacts(_ body: JSON, status: Int) -> ErrorFacts {
        var facts = ErrorFacts(json: body)
        if status == 498 { facts.codes.append("498") }
        return facts
    }
}
