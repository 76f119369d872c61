/// How many requests may be under way, as far as it has been found out: additive increase, multiplicative decrease.
///
/// A round is as many calls as the limit. One that filled the limit and went well adds one; 429, 529 and their like take three
/// tenths, once for all the calls that had been sent before. Latency is looked at by the round, since single answers differ in
/// length: where a round's mean is twice that of the best of late, a tenth is taken.
struct AdaptiveLimit {
    private(set) var limit: Double
    private let maximum: Double
    /// Calls that were sent before do not take from the limit again.
    private var lastDecrease: Moment?
    private var whole = Rounds()
    private var streams = Rounds()

    init(initial: Int, maximum: Int) {
        limit = Double(min(max(1, initial), 1 << 30))
        self.maximum = Double(min(max(1, maximum), 1 << 30))
    }

    /// How many may be under way.
    var count: Int { Int(limit) }

    /// A call went well that was sent while so many were under way. Its latency is that of the whole answer, or of a stream's
    /// first delta.
    mutating func succeeded(after latency: Duration, isStreaming: Bool, inFlight: Int, at now: Moment) {
        if inFlight * 2 >= count { limit = min(maximum, limit + 1 / limit) }
        let round = max(20, count)
        let isSlow = isStreaming ? streams.note(latency, of: round) : whole.note(latency, of: round)
        if isSlow { decrease(to: 0.9, at: now) }
    }

    /// The provider said that it was too much.
    mutating func overloaded(sentAt start: Moment, at now: Moment) {
        if let lastDecrease, start < lastDecrease { return }
        decrease(to: 0.7, at: now)
    }

    private mutating func decrease(to share: Double, at now: Moment) {
        limit = max(1, limit * share)
        lastDecrease = now
    }
}

/// The mean latency of rounds of calls, against the best of them.
private struct Rounds {
    private var sum = Duration.zero
    private var count = 0
    private var best: Duration?

    /// Whether a round has ended with this call that took twice as long as the best.
    mutating func note(_ latency: Duration, of size: Int) -> Bool {
        sum += latency
        count += 1
        guard count >= size else { return false }
        let mean = sum / count
        (sum, count) = (.zero, 0)
        guard let known = best else {
            best = mean
            return false
        }
        // What was best is forgotten by and by: a model may have become slower for good.
        best = min(mean, known * 1.05)
        return mean > known * 2
    }
}
