import Synchronization

/// One call that waits for a token which others may wait for too. It is resumed once, by whoever comes first.
final class TokenWaiter<Token: Sendable>: Sendable {
    typealias Outcome = Result<Token, ModelError>

    private enum State {
        case idle
        case waiting(CheckedContinuation<Outcome, Never>)
        case done(Outcome)
    }

    private let state = Mutex<State>(.idle)

    func resume(_ outcome: Outcome) {
        let waiting: CheckedContinuation<Outcome, Never>? = state.withLock { state in
            switch state {
            case .idle:
                state = .done(outcome)
                return nil
            case .waiting(let continuation):
                state = .done(outcome)
                return continuation
            case .done: return nil
            }
        }
        waiting?.resume(returning: outcome)
    }

    /// Waits, at most to the deadline. A cancelled call stops waiting; the token is fetched all the same.
    func wait(until deadline: Moment?) async throws(ModelError) -> Token {
        let timer = deadline.map { deadline in
            Task.detached { [self] in
                guard (try? await Task.sleep(until: deadline.instant, clock: .continuous)) != nil else { return }
                resume(.failure(Self.late))
            }
        }
        defer { timer?.cancel() }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Outcome, Never>) in
                let early: Outcome? = state.withLock { state in
                    if case .done(let outcome) = state { return outcome }
                    state = .waiting(continuation)
                    return nil
                }
                if let early { continuation.resume(returning: early) }
            }
        } onCancel: {
            resume(.failure(ModelError(.cancelled, "The task was cancelled while it waited for credentials.")))
        }
        return try outcome.get()
    }

    private static var late: ModelError {
        var error = ModelError(.timeout, "The total timeout passed before there were credentials. Nothing was sent.")
        error.timeoutPhase = .total
        return error
    }
}
