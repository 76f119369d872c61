internal import Synchronization

/// What became of the calls of one dispatcher, whose exporter others may share.
final class LangfuseAccount: Sendable {
    private struct State {
        var noted: UInt64 = 0
        var settled: UInt64 = 0
        /// Calls that were lost since that was last asked.
        var lost = 0
        var waiters: [(target: UInt64, race: Race<Bool>)] = []
    }

    private let state = Mutex(State())

    /// How many wait or are being sent.
    var held: Int { state.withLock { Int($0.noted - $0.settled) } }

    /// A call waits now.
    func note() { state.withLock { $0.noted += 1 } }

    /// A call was not even taken.
    func lose() { state.withLock { $0.lost += 1 } }

    /// A call waits no more. Those who have waited for that are to be told.
    func settle(isLost: Bool) -> [Race<Bool>] {
        state.withLock { state in
            state.settled += 1
            if isLost { state.lost += 1 }
            guard !state.waiters.isEmpty else { return [] }
            let over = state.waiters.filter { $0.target <= state.settled }.map(\.race)
            state.waiters.removeAll { $0.target <= state.settled }
            return over
        }
    }

    /// Finishes when all that is noted now is settled; `nil` where it is.
    func wait() -> Race<Bool>? {
        state.withLock { state in
            guard state.settled < state.noted else { return nil }
            let race = Race<Bool>()
            state.waiters.append((state.noted, race))
            return race
        }
    }

    func forget(_ race: Race<Bool>) { state.withLock { $0.waiters.removeAll { $0.race === race } } }

    func takeLost() -> Int {
        state.withLock { state in
            defer { state.lost = 0 }
            return state.lost
        }
    }
}
