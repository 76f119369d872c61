import Synchronization

/// A call whose answer several wait for. It is of nobody's task: who gives up takes nothing from the others, and when all have
/// given up it is cancelled.
final class SharedCall: Sendable {
    typealias Outcome = Result<Generation, ModelError>
    private typealias Continuation = CheckedContinuation<Outcome?, Never>

    private struct State {
        var waiters: [UInt64: Continuation] = [:]
        var gone: Set<UInt64> = []
        var next: UInt64 = 0
        /// How many have come and neither got the outcome nor given up.
        var interested = 0
        var isAbandoned = false
        var outcome: Outcome?
        var task: Task<Void, Never>?
    }

    private let state = Mutex(State())

    func start(_ work: @escaping @Sendable () async -> Outcome) {
        let task = Task { finish(await work()) }
        let isAbandoned = state.withLock { state in
            if state.outcome == nil { state.task = task }
            return state.isAbandoned
        }
        if isAbandoned { task.cancel() }
    }

    /// What it comes to; `nil` for one that gives up, or comes when all others have.
    func outcome() async -> Outcome? {
        let id: UInt64? = state.withLock { state in
            guard !state.isAbandoned else { return nil }
            state.next += 1
            state.interested += 1
            return state.next
        }
        guard let id else { return nil }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: Continuation) in
                let early: Outcome?? = state.withLock { state in
                    if let outcome = state.outcome { return .some(outcome) }
                    if state.gone.remove(id) != nil { return .some(nil) }
                    state.waiters[id] = continuation
                    return nil
                }
                if let early { continuation.resume(returning: early) }
            }
        } onCancel: {
            giveUp(id)
        }
    }

    private func giveUp(_ id: UInt64) {
        let (waiter, task): (Continuation?, Task<Void, Never>?) = state.withLock { state in
            guard state.outcome == nil else { return (nil, nil) }
            let waiter = state.waiters.removeValue(forKey: id)
            if waiter == nil { state.gone.insert(id) }
            state.interested -= 1
            state.isAbandoned = state.interested == 0
            return (waiter, state.isAbandoned ? state.task : nil)
        }
        task?.cancel()
        waiter?.resume(returning: nil)
    }

    private func finish(_ outcome: Outcome) {
        let waiters = state.withLock { state in
            state.outcome = outcome
            state.task = nil
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume(returning: outcome) }
    }
}
