/// What a provider said of its limits in a response's headers. What it did not say is `nil`.
public struct RateLimits: Sendable, Hashable {
    /// One kind of limit.
    public struct Window: Sendable, Hashable {
        public var limit: Int?
        public var remaining: Int?
        /// How long after the response until the full limit is there again.
        public var reset: Duration?

        public init(limit: Int? = nil, remaining: Int? = nil, reset: Duration? = nil) {
            self.limit = limit
            self.remaining = remaining
            self.reset = reset
        }

        var isEmpty: Bool { limit == nil && remaining == nil && reset == nil }
    }

    public var requests: Window?
    public var tokens: Window?
    public var inputTokens: Window?
    public var outputTokens: Window?

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
