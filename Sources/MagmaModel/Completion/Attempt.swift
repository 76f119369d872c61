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
    /// Whether the provider may have worked on one that failed, and billed it: where no head came in time, where it was cancelled,
    /// and where an answer broke off.
    public internal(set) var mayHaveBeenPaid = false
    /// What is known of the tokens of an attempt that failed: where the provider had told them before. Those of the one that
    /// succeeded are in ``Generation/usage``.
    public var usage: Usage? { rest?.value.usage }
    /// What an attempt that failed is known to have cost; `nil`: not known. Providers do not as a rule charge for what they
    /// answer with an error status. The cost of the one that succeeded is ``Generation/cost``.
    public var cost: Cost? { rest?.value.cost }
    /// The part of ``wait`` for which ``Limits`` held the attempt; the rest of it is the pause before a retry.
    public var limitWait: Duration { rest?.value.limitWait ?? .zero }

    /// What few attempts have.
    private struct Rest: Sendable, Hashable {
        var usage: Usage?
        var cost: Cost?
        var limitWait = Duration.zero
    }
    private var rest: Boxed<Rest>?

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

    /// Notes what had come of an answer before the attempt failed.
    mutating func charge(_ partial: Generation?) {
        guard let partial, let usage = partial.usage else { return }
        rest = Boxed(Rest(usage: usage, cost: partial.cost, limitWait: limitWait))
    }

    /// Notes that limits held it.
    mutating func held(_ time: Duration) {
        wait += time
        rest = Boxed(Rest(usage: usage, cost: cost, limitWait: limitWait + time))
    }
}
