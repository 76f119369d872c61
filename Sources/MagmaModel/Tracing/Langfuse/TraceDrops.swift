internal import Metrics
internal import Synchronization

/// Counts the calls that no trace tells of.
final class TraceDrops: Sendable {
    enum Reason: String, Sendable, CaseIterable {
        /// Too many waited already.
        case queueFull = "queue_full"
        /// The server takes less, even of one span without its texts.
        case tooLarge = "too_large"
        /// The server did not take it, or could not be reached for too long.
        case rejected
        /// Noted after the end, or not sent by then.
        case shutdown
    }

    private struct State {
        var counts: [Reason: Int] = [:]
        var counters: [Reason: Counter] = [:]
    }

    private let state = Mutex(State())

    /// How many, by reason.
    var counts: [Reason: Int] { state.withLock { $0.counts } }

    var total: Int { state.withLock { $0.counts.values.reduce(0, +) } }

    func add(_ reason: Reason, _ count: Int = 1) {
        guard count > 0 else { return }
        let counter = state.withLock { state in
            state.counts[reason, default: 0] += count
            if let counter = state.counters[reason] { return counter }
            let counter = Counter(label: "magma.traces.dropped", dimensions: [("reason", reason.rawValue)])
            state.counters[reason] = counter
            return counter
        }
        counter.increment(by: count)
    }

    /// `12 queue_full, 1 too_large`
    var description: String {
        let counts = counts
        return Reason.allCases.compactMap { reason in counts[reason].map { "\($0) \(reason.rawValue)" } }
            .joined(separator: ", ")
    }
}
