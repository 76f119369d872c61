/// A request that is to be held to limits.
struct LimitRequest: Sendable {
    let limits: Limits
    /// What it is reckoned to need, read and written.
    let tokens: Int
    let isStreaming: Bool
    /// When the call has to be over.
    let deadline: Moment?
    /// Which phase passes with it.
    let phase: ModelError.TimeoutPhase
}

/// The wait of a request for its limits, and how it ends badly.
struct LimitWait: Sendable {
    let request: LimitRequest
    let start: Moment
    /// When it is given up.
    let latest: Moment
    let timing: Timing

    func untilLatest() async throws { try await timing.sleep(latest - timing.now()) }

    /// Throws where a wait would be too long.
    func check(_ pause: Duration) throws(ModelError) {
        guard timing.now().advanced(by: pause) <= latest else { throw tooLong(pause) }
    }

    /// The wait has ended without a turn.
    func over() -> ModelError { Task.isCancelled ? cancelled : tooLong(nil) }

    func full() -> ModelError {
        limited("\(request.limits.maximumWaiters) requests wait already (maximum_waiters); nothing was sent.", nil)
    }

    private var cancelled: ModelError { ModelError(.cancelled, "The task was cancelled while waiting for its limits.") }

    private func tooLong(_ pause: Duration?) -> ModelError {
        if let deadline = request.deadline, deadline <= latest {
            var error = ModelError(.timeout, "The time would pass while waiting for the limits; nothing was sent.")
            error.timeoutPhase = request.phase
            error.isRetryable = false
            return error
        }
        return limited(
            "The limits leave no room within \(request.limits.maximumWait) (maximum_wait); nothing was sent.", pause)
    }

    private func limited(_ message: String, _ retryAfter: Duration?) -> ModelError {
        var error = ModelError(.rateLimited, message)
        error.retryAfter = retryAfter
        return error
    }
}

extension Moment {
    /// Later than anything that is waited for.
    static func distant(from now: Self) -> Self { now.advanced(by: .seconds(1 << 32)) }
}
