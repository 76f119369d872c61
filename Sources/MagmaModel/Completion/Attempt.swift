/// One request that was sent, or tried to be, for a call.
public struct Attempt: Sendable, Hashable {
    /// The provider and model that were asked.
    public var model: ModelID
    /// The HTTP status; `nil` where no response head came.
    public var status: Int?
    /// The provider's id of the request.
    public var requestID: String?
    /// From the start of the attempt to its end: for a stream that succeeded, to the response head.
    public var duration: Duration
    /// How long was waited before this attempt.
    public var wait: Duration
    /// How it failed; `nil` where it succeeded.
    public var failure: ModelError.Code?

    /// An attempt from its facts.
    public init(
        model: ModelID,
        status: Int? = nil,
        requestID: String? = nil,
        duration: Duration = .zero,
        wait: Duration = .zero,
        failure: ModelError.Code? = nil
    ) {
        self.model = model
        self.status = status
        self.requestID = requestID
        self.duration = duration
        self.wait = wait
        self.failure = failure
    }
}
