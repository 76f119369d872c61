/// What the provider's headers last said may still be asked, less what has been sent since.
///
/// None of it holds for longer than ten minutes: then a request is let go to see whether it still does.
struct HeaderLimit {
    private static let longest = Duration.seconds(600)

    private struct Window {
        var remaining: Int
        var end: Moment
    }

    private var requests: Window?
    private var tokens: Window?
    /// Before it nothing is sent: a 429 has said so.
    private var closedUntil: Moment?

    /// How long until a request of so many tokens may go.
    mutating func wait(for amount: Int, at now: Moment) -> Duration {
        if let end = requests?.end, end <= now { requests = nil }
        if let end = tokens?.end, end <= now { tokens = nil }
        if let end = closedUntil, end <= now { closedUntil = nil }
        var wait = closedUntil.map { $0 - now } ?? .zero
        // One that needs more tokens than there are ever goes when all of them are there again.
        if let requests, requests.remaining < 1 { wait = max(wait, requests.end - now) }
        if let tokens, tokens.remaining < max(1, amount) { wait = max(wait, tokens.end - now) }
        return wait
    }

    mutating func sent(_ amount: Int) {
        requests?.remaining -= 1
        tokens?.remaining -= amount
    }

    /// What a response said that is in answer to a request after which so much more has been sent.
    mutating func heard(
        _ limits: RateLimits,
        sentSince: (requests: Int, tokens: Int),
        at now: Moment
    ) {
        requests = Self.window(limits.requests, sentSince.requests, now) ?? requests
        // Of several limits on tokens, the one with the least left counts.
        let all = [limits.tokens, limits.inputTokens, limits.outputTokens].compactMap {
            Self.window($0, sentSince.tokens, now)
        }
        tokens = all.min { $0.remaining < $1.remaining } ?? tokens
    }

    mutating func refused(retryAfter: Duration, at now: Moment) {
        let end = now.advanced(by: min(retryAfter, Self.longest))
        closedUntil = closedUntil.map { max($0, end) } ?? end
    }

    private static func window(_ said: RateLimits.Window?, _ sentSince: Int, _ now: Moment) -> Window? {
        guard let said, let remaining = said.remaining, let reset = said.reset else { return nil }
        return Window(remaining: max(0, remaining) - sentSince, end: now.advanced(by: min(reset, longest)))
    }
}
