/// Google's Interactions API: a conversation as steps, which the server may keep.
struct Interactions: WireProtocol {
    var path: String { "/interactions" }
    var versionPath: String { "/v1beta" }
    var framing: Framing { .serverSentEvents }

    func errorFacts(_ body: JSON, status: Int) -> ErrorFacts { ErrorFacts(google: body) }
}
