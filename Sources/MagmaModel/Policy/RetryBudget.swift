internal import Synchronization

/// What the retries of each deployment may still spend, so that an outage is not multiplied.
///
/// The figures are those of the AWS SDKs' standard retry mode: a bucket of 500; a retry costs 5, and 10 after a timeout; a retry
/// that succeeds brings back what it cost, a first attempt that succeeds brings 1. What is full is not kept.
final class RetryBudget: Sendable {
    static let capacity = 500

    static func cost(after failure: ModelError.Code) -> Int { failure == .timeout ? 10 : 5 }

    /// What is missing from full.
    private let spent = Mutex<[DeploymentID: Int]>([:])
    /// Whether anything is missing anywhere: a success that finds nothing takes no lock.
    private let isTouched = Atomic(false)

    /// Whether there was enough; then it is gone.
    func spend(_ cost: Int, _ deployment: DeploymentID) -> Bool {
        spent.withLock { spent in
            let sum = spent[deployment, default: 0] + cost
            guard sum <= Self.capacity else { return false }
            spent[deployment] = sum
            isTouched.store(true, ordering: .relaxed)
            return true
        }
    }

    /// An attempt has succeeded. `cost` is what it had cost as a retry; `nil` for a first one.
    @inline(__always)
    func succeeded(_ cost: Int?, _ deployment: @autoclosure () -> DeploymentID) {
        guard isTouched.load(ordering: .relaxed) else { return }
        refund(cost ?? 1, deployment())
    }

    private func refund(_ amount: Int, _ deployment: DeploymentID) {
        spent.withLock { spent in
            guard let sum = spent[deployment] else { return }
            spent[deployment] = sum > amount ? sum - amount : nil
            if spent.isEmpty { isTouched.store(false, ordering: .relaxed) }
        }
    }
}

/// One model at one place: what fails, slows and limits together.
struct DeploymentID: Hashable, Sendable {
    /// Without the query.
    let url: String
    let model: ModelID

    init(_ request: PreparedRequest) {
        url = String(request.url.prefix { $0 != "?" })
        model = request.resolved.call.modelID
    }
}
