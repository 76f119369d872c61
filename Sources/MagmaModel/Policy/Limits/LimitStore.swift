/// What one request takes from the buckets of a deployment.
public struct LimitNeed: Sendable, Hashable {
    /// Which deployment: the same in every process, without a secret.
    public let deployment: String
    /// The limit on requests, of which it is one.
    public let requestsPerMinute: Int?
    /// The limit on tokens.
    public let tokensPerMinute: Int?
    /// How many tokens it is reckoned to need, read and written.
    public var tokens: Int

    /// A need from its parts.
    public init(deployment: String, requestsPerMinute: Int?, tokensPerMinute: Int?, tokens: Int) {
        self.deployment = deployment
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
        self.tokens = tokens
    }
}

/// Where the requests and tokens of the running minute are counted, for all processes that use it. ``MemoryLimitStore`` counts
/// those of its own process.
///
/// A bucket holds a minute's worth, is full at first, and fills evenly. A request may go when each bucket holds what it needs,
/// or is full; it then takes all of that, so that one that needs more than a bucket holds leaves a debt.
///
/// Who waits, and how many requests are under way, is each process's own affair. A store that throws does not stop a call: it
/// goes on with a warning.
public protocol LimitStore: Sendable {
    /// Takes all that the request needs and returns `nil`, or takes nothing and returns how long until there may be enough.
    func take(_ need: LimitNeed) async throws -> Duration?

    /// Takes so many more tokens, whatever is there, or gives them back where the number is negative.
    func settle(_ need: LimitNeed, tokens: Int) async throws
}
