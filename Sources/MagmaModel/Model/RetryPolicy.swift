/// When and how often a failed attempt is repeated.
///
/// Repeated are: a failure to connect, a retryable status (408, 409, 429, 5xx, 529, or what `x-should-retry` says) and
/// an error event that the provider itself sends before the first delta. After a 2xx head a cut or stalled response is
/// not sent again, because it may have been paid for, unless ``afterHead`` is set and nothing was delivered.
public struct RetryPolicy: Sendable, Hashable {
    /// Attempts after the first one.
    public var count: Int
    /// The first wait; it doubles with each attempt.
    public var initialDelay: Duration
    /// The longest wait of the policy's own.
    public var maximumDelay: Duration
    /// The longest `Retry-After` that is obeyed. A longer one ends the call with the error, so that a fallback can act.
    public var maximumRetryAfter: Duration
    /// Whether a response that was cut or stalled after a 2xx head, with nothing delivered, may be sent again.
    public var afterHead: Bool
    /// Whether retries spend from the budget of their deployment, as the AWS SDKs have it: 100 retries in a row, each earned back
    /// by a retry that succeeds or by five first attempts that do. Where it is spent, the error is handed out at once.
    public var usesBudget: Bool

    /// A policy; what is left out is the default.
    public init(
        count: Int = 2,
        initialDelay: Duration = .milliseconds(500),
        maximumDelay: Duration = .seconds(8),
        maximumRetryAfter: Duration = .seconds(60),
        afterHead: Bool = false,
        usesBudget: Bool = true
    ) {
        self.count = count
        self.initialDelay = initialDelay
        self.maximumDelay = maximumDelay
        self.maximumRetryAfter = maximumRetryAfter
        self.afterHead = afterHead
        self.usesBudget = usesBudget
    }

    /// One attempt, no repetition.
    public static let never = RetryPolicy(count: 0)
}
