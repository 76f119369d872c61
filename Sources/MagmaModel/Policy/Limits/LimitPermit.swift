/// What a request holds of its limits, until its answer has been read to its end or let go of.
final class LimitPermit: CallWatcher {
    private let limiter: Limiter
    private let isStreaming: Bool
    private let limits: Limits
    /// How many tokens it has taken from the minute; `nil` where nothing is counted.
    private let taken: Int?
    /// All that had been sent when it was, this request included.
    private let sent: (requests: Int, tokens: Int)
    private let start: Moment

    /// For a request that has a place among those under way.
    init(_ limiter: Limiter, _ request: LimitRequest, taken: Int?, at start: Moment) {
        self.limiter = limiter
        isStreaming = request.isStreaming
        limits = request.limits
        self.taken = taken
        self.start = start
        sent = limiter.sent(request.tokens)
    }

    deinit { limiter.ended() }

    /// What the headers of a refusal said.
    func heard(_ said: RateLimits) {
        guard limits.heedsHeaders, !said.isEmpty else { return }
        limiter.learn { $0.heard(said, after: sent, at: $1) }
    }

    /// The whole answer is there, or the first delta of a stream.
    func opened(_ said: RateLimits?) {
        limiter.learn { state, now in
            if limits.heedsHeaders, let said { state.heard(said, after: sent, at: now) }
            state.adaptive?.succeeded(
                after: now - start, isStreaming: isStreaming, inFlight: state.inFlight, at: now)
        }
    }

    /// The answer has been read to its end.
    func ended(_ usage: Usage?) {
        guard let taken, let total = usage?.total else { return }
        limiter.settle(limits, taken: taken, tokens: total - taken)
    }

    func failed(_ error: ModelError) {
        if [.rateLimited, .overloaded].contains(error.code) {
            limiter.learn { state, now in
                state.adaptive?.overloaded(sentAt: start, at: now)
                if limits.heedsHeaders, let wait = error.retryAfter { state.headers.refused(retryAfter: wait, at: now) }
            }
        }
        if let usage = error.partial?.usage {
            ended(usage)
        } else if let status = error.status, status >= 300 {
            // What was refused used no tokens.
            unsent()
        }
    }

    /// Nothing was sent after all: the tokens are free again.
    func unsent() {
        guard let taken else { return }
        limiter.settle(limits, taken: taken, tokens: -taken)
    }
}
