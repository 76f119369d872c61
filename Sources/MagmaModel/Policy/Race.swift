import Synchronization

/// The first of several to finish counts.
final class Race<Value: Sendable>: Sendable {
    private enum State {
        case running
        case waiting(CheckedContinuation<Value?, Never>)
        case finished(Value?)
        case over
    }

    private let state = Mutex(State.running)

    /// Whether something was first already.
    var isOver: Bool {
        state.withLock { state in
            switch state {
            case .running, .waiting: false
            case .finished, .over: true
            }
        }
    }

    /// Whether it was the first.
    @discardableResult
    func finish(_ value: Value?) -> Bool {
        let (isFirst, waiter): (Bool, CheckedContinuation<Value?, Never>?) = state.withLock { state in
            switch state {
            case .running:
                state = .finished(value)
                return (true, nil)
            case .waiting(let continuation):
                state = .over
                return (true, continuation)
            case .finished, .over: return (false, nil)
            }
        }
        waiter?.resume(returning: value)
        return isFirst
    }

    /// What was first; `nil` too where that is what it finished with. Asked for once.
    func value() async -> Value? {
        await withCheckedContinuation { continuation in
            let value: Value?? = state.withLock { state in
                if case .finished(let value) = state {
                    state = .over
                    return .some(value)
                }
                state = .waiting(continuation)
                return nil
            }
            if let value { continuation.resume(returning: value) }
        }
    }
}
