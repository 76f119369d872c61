import Synchronization

/// What the last response of a deployment said of its limits.
final class LastRateLimits: Sendable {
    private let last = Mutex<RateLimits?>(nil)

    var value: RateLimits? { last.withLock { $0 } }

    /// What a response did not speak of stays as it was said before.
    func heard(_ said: RateLimits) {
        guard !said.isEmpty else { return }
        last.withLock { $0 = said.over($0) }
    }
}

/// The last limits of each deployment of a dispatcher.
final class RateLimitBook: Sendable {
    /// The most that are remembered: one with a key of its own for each user is a new one for each.
    private static let limit = 4096

    private let deployments = Mutex<[DeploymentHandle: LastRateLimits]>([:])

    /// The place of a deployment, the same for all handles that name it alike.
    func place(of model: Model) -> LastRateLimits {
        let deployment = DeploymentHandle(model)
        return deployments.withLock { deployments in
            if let found = deployments[deployment] { return found }
            if deployments.count >= Self.limit { deployments.removeAll() }
            let new = LastRateLimits()
            deployments[deployment] = new
            return new
        }
    }

    /// What was said last; `nil` where nothing was.
    func last(of model: Model) -> RateLimits? {
        deployments.withLock { $0[DeploymentHandle(model)] }?.value
    }
}

extension RateLimits {
    /// With what others say where this says nothing.
    func over(_ other: RateLimits?) -> RateLimits {
        RateLimits(
            requests: requests ?? other?.requests, tokens: tokens ?? other?.tokens,
            inputTokens: inputTokens ?? other?.inputTokens, outputTokens: outputTokens ?? other?.outputTokens)
    }
}
