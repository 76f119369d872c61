import Synchronization

/// Lets one in at a time, in the order in which they came.
final class Turnstile: Sendable {
    private struct State {
        var isTaken = false
        /// From `first` on, those that have gone among them.
        var waiting: [Race<Void>] = []
        var first = 0
        var gone = 0

        /// The next in turn; what is no longer needed is dropped when it is half of all.
        mutating func next() -> Race<Void>? {
            guard first < waiting.count else { return nil }
            defer { first += 1 }
            return waiting[first]
        }

        mutating func tidy() {
            guard (first + gone) * 2 > waiting.count else { return }
            waiting = waiting[first...].filter { !$0.isOver }
            (first, gone) = (0, 0)
        }
    }

    private let state = Mutex(State())

    enum Answer {
        case entered
        /// Too many wait.
        case full
        /// It did not come to that in time, or the task was cancelled.
        case gone
    }

    /// Whether somebody is in it or waits.
    var isBusy: Bool { state.withLock { $0.isTaken } }

    /// Waits until it is one's turn, which ends with ``leave()``, or until `patience` ends.
    func enter(most waiters: Int, patience: @escaping @Sendable () async throws -> Void) async -> Answer {
        let place = Race<Void>()
        let answer: Answer? = state.withLock { state in
            guard state.isTaken else {
                state.isTaken = true
                return .entered
            }
            guard state.waiting.count - state.first - state.gone < waiters else { return .full }
            state.waiting.append(place)
            return nil
        }
        if let answer { return answer }
        if await place.value(within: patience) != nil { return .entered }
        state.withLock { state in
            state.gone += 1
            state.tidy()
        }
        return .gone
    }

    /// Whether nobody was in it: then it is one's turn.
    func enterNow() -> Bool {
        state.withLock { state in
            defer { state.isTaken = true }
            return !state.isTaken
        }
    }

    /// Lets the next one in.
    func leave() {
        state.withLock { state in
            while let next = state.next() {
                if next.finish(()) { return state.tidy() }
                // It has gone meanwhile.
                state.gone -= 1
            }
            state.tidy()
            state.isTaken = false
        }
    }
}

extension Race {
    /// What is first, the end of the wait and the cancellation of the task included, which are `nil`.
    func value(within patience: @escaping @Sendable () async throws -> Void) async -> Value? {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // Where it is cancelled, it is no longer needed.
                try? await patience()
                self.finish(nil)
            }
            defer { group.cancelAll() }
            return await withTaskCancellationHandler {
                await value()
            } onCancel: {
                finish(nil)
            }
        }
    }
}
