/// What an error body says, found by a wire protocol and judged by ``ErrorClassifier``.
struct ErrorFacts: Sendable {
    /// The kind, where the protocol itself tells it.
    var code: ModelError.Code?
    /// The sentence for people; `nil` where there is none.
    var message: String?
    /// Every machine word that may name the kind of error, the most telling first: `code`, `type`, `status`, `reason`.
    var codes: [String] = []
    /// An HTTP status that stands in the body (an error inside a 200).
    var status: Int?
    var requestID: String?
    /// A wait that stands in the body.
    var retryAfter: Duration?
    /// Further text to search, such as an upstream's own error inside the provider's.
    var detail: String?
}
