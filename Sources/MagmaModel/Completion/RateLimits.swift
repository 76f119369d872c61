/// What a provider said of its limits in a response's headers. What it did not say is `nil`.
public struct RateLimits: Sendable, Hashable {
    /// One kind of limit.
    public struct Window: Sendable, Hashable {
        /// How many may be used in a period.
        public var limit: Int?
        /// How many are left.
        public var remaining: Int?
        /// How long after the response until the full limit is there again.
        public var reset: Duration?

        /// A limit from what is known of it.
        public init(limit: Int? = nil, remaining: Int? = nil, reset: Duration? = nil) {
            self.limit = limit
            self.remaining = remaining
            self.reset = reset
        }

        var isEmpty: Bool { limit == nil && remaining == nil && reset == nil }
    }

    /// The limit on requests.
    public var requests: Window?
    /// The limit on tokens of both kinds.
    public var tokens: Window?
    /// The limit on tokens that the model reads.
    public var inputTokens: Window?
    /// The limit on tokens that it writes.
    public var outputTokens: Window?

    /// The limits that are known.
    public init(
        requests: Window? = nil,
        tokens: Window? = nil,
        inputTokens: Window? = nil,
        outputTokens: Window? = nil
    ) {
        self.requests = requests
        self.tokens = tokens
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
    }

    var isEmpty: Bool { requests == nil && tokens == nil && inputTokens == nil && outputTokens == nil }
}
