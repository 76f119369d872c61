/// What a limiter knows of the requests under way and of what the provider said.
struct LimiterState {
    var inFlight = 0
    var headers = HeaderLimit()
    var adaptive: AdaptiveLimit?
    /// Who has the turn and waits for a place.
    var waiting: Race<Void>?
    /// Who has the turn and waits for its share of the minute.
    var short: Race<Void>?
    /// All that has ever been sent.
    private var sum = (requests: 0, tokens: 0)

    /// Takes a place, where there is one.
    mutating func beginNow(_ limits: Limits) -> Bool {
        if case .adaptive(let initial, let maximum)? = limits.concurrency, adaptive == nil {
            adaptive = AdaptiveLimit(initial: initial, maximum: maximum)
        }
        guard !isFull(limits) else { return false }
        inFlight += 1
        return true
    }

    /// Takes a place; where there is none, what tells when there is.
    mutating func begin(_ limits: Limits) -> Race<Void>? {
        guard !beginNow(limits) else { return nil }
        let race = Race<Void>()
        waiting = race
        return race
    }

    func isFull(_ limits: Limits) -> Bool {
        switch limits.concurrency {
        case nil: false
        case .fixed(let count): inFlight >= count
        case .adaptive(let initial, _): inFlight >= adaptive?.count ?? initial
        }
    }

    /// All that has been sent, this request included.
    mutating func sent(_ tokens: Int) -> (requests: Int, tokens: Int) {
        headers.sent(tokens)
        sum.requests &+= 1
        sum.tokens &+= tokens
        return sum
    }

    mutating func heard(_ limits: RateLimits, after sent: (requests: Int, tokens: Int), at now: Moment) {
        headers.heard(limits, sentSince: (sum.requests &- sent.requests, sum.tokens &- sent.tokens), at: now)
    }
}
