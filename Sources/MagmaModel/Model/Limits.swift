/// How much a deployment is asked at most: one model at one place, with one key.
///
/// Calls that would be too many wait for their turn, first come, first served, and fail with `.rateLimited` where that takes
/// longer than ``maximumWait``. Every request counts, those of retries, fallbacks and hedges included. Handles that name model,
/// base URL and key alike share one count, kept by the dispatcher; where they say different limits, each call goes by its own.
///
/// ```swift
/// let model = Model("openai/gpt-4o", limits: Limits(requestsPerMinute: 500, tokensPerMinute: 200_000))
/// ```
public struct Limits: Sendable, Hashable {
    /// How many requests may be under way at a time.
    public enum Concurrency: Sendable, Hashable {
        /// So many; at least 1.
        case fixed(Int)
        /// As many as go well, from 1 up to `maximum`: one more for each round of calls that fill the limit, three tenths less
        /// after a 429 or 529, a tenth less where answers take twice as long as they used to. It is found out anew in each
        /// process.
        case adaptive(initial: Int = 20, maximum: Int = 1_000)
    }

    /// Requests in a minute, as a bucket that holds a minute's worth and fills evenly; `nil`: no limit.
    public var requestsPerMinute: Int?
    /// Tokens in a minute, read and written, as a bucket of the same kind; `nil`: no limit. A request takes what its messages
    /// are estimated at and the most tokens that its answer may have, and the difference is settled once the provider has
    /// counted.
    public var tokensPerMinute: Int?
    /// Requests at a time; `nil`: no limit.
    public var concurrency: Concurrency?
    /// Whether no more is asked than the rate-limit headers of the last response leave, until they say it is reset, and nothing
    /// before the time that a 429 asks to wait.
    public var heedsHeaders: Bool
    /// How long a request may wait for its turn. One that is known to have to wait longer fails at once.
    public var maximumWait: Duration
    /// How many requests may wait; a further one fails at once.
    public var maximumWaiters: Int

    /// Limits; with none given, the headers of the provider alone are heeded.
    public init(
        requestsPerMinute: Int? = nil,
        tokensPerMinute: Int? = nil,
        concurrency: Concurrency? = nil,
        heedsHeaders: Bool = true,
        maximumWait: Duration = .seconds(60),
        maximumWaiters: Int = 1_000
    ) {
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
        self.concurrency = concurrency
        self.heedsHeaders = heedsHeaders
        self.maximumWait = maximumWait
        self.maximumWaiters = maximumWaiters
    }

    /// What is wrong with them; `nil` where nothing is.
    var problem: String? {
        guard !areRight else { return nil }
        let counts = [
            ("requests per minute", requestsPerMinute), ("tokens per minute", tokensPerMinute),
            ("concurrency", concurrency?.initial), ("maximum of the concurrency", concurrency?.maximum),
        ]
        if let wrong = counts.first(where: { $0.1.map { $0 < 1 } ?? false }) { return "\(wrong.0) must be 1 or more" }
        return "waits and waiters must not be negative"
    }

    /// Whether something is counted by the minute.
    var isPerMinute: Bool { requestsPerMinute != nil || tokensPerMinute != nil }

    private var areRight: Bool {
        (requestsPerMinute ?? 1) > 0 && (tokensPerMinute ?? 1) > 0 && (concurrency?.initial ?? 1) > 0
            && (concurrency?.maximum ?? 1) > 0 && maximumWait >= .zero && maximumWaiters >= 0
    }
}

extension Limits.Concurrency {
    var initial: Int {
        switch self {
        case .fixed(let count): count
        case .adaptive(let initial, let maximum): min(initial, maximum)
        }
    }

    var maximum: Int {
        switch self {
        case .fixed(let count): count
        case .adaptive(_, let maximum): maximum
        }
    }
}
