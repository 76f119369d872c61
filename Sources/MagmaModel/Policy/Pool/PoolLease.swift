import Synchronization

/// A call that is under way at a member of a pool, until it has been read to its end or let go of.
final class PoolLease: CallWatcher {
    private let entry: PoolBook.Entry
    private let index: Int
    private let timing: Timing
    private let isStreaming: Bool
    private let start: Moment
    private let isJudged = Atomic(false)

    init(_ entry: PoolBook.Entry, _ index: Int, _ timing: Timing, isStreaming: Bool) {
        self.entry = entry
        self.index = index
        self.timing = timing
        self.isStreaming = isStreaming
        start = timing.now()
    }

    /// The first delta, or the whole answer, is there. `price` is what the attempt took from the retry budget.
    func opened(price: Int?) {
        isJudged.store(true, ordering: .relaxed)
        let now = timing.now()
        entry.state.withLock { state in
            state.succeeded(index, after: now - start, isStreaming: isStreaming, at: now)
            state.refund(price)
        }
    }

    func failed(_ error: ModelError) {
        // Nothing was sent, so nothing is known.
        guard !error.isOfLimits else { return }
        isJudged.store(true, ordering: .relaxed)
        let now = timing.now()
        entry.state.withLock { $0.failed(index, error, at: now) }
    }

    deinit {
        let isJudged = isJudged.load(ordering: .relaxed)
        entry.state.withLock { state in
            if !isJudged { state.abandoned(index) }
            state.ended(index)
        }
    }
}
