/// Anthropic's Messages.
struct Messages: WireProtocol {
    var path: String { "/messages" }
    var versionPath: String { "/v1" }
    var framing: Framing { .serverSentEvents }

    /// Of the versions that are served, the one under which every model's parameters are judged by the model alone: the
    /// newer one refuses sampling parameters whatever the model is.
    static let version = "2023-06-01"

    func errorFacts(_ body: JSON, status: Int) -> ErrorFacts {
        var facts = ErrorFacts(json: body)
        // `error` is the envelope's own type and names no kind of error.
        facts.codes.removeAll { $0 == "error" }
        return facts
    }
}
