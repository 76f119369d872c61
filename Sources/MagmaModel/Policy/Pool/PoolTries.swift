/// What a call of a pool has come to so far, and whether another member may be asked.
struct PoolTries {
    private(set) var attempts: [Attempt] = []
    private(set) var warnings: [Warning] = []
    private var count = 0
    private let retry: RetryPolicy
    private let total: Duration?
    private let deadline: Moment?
    /// What the last attempt took from the retry budget; `nil` for a first one.
    private(set) var price: Int?
    private let start: Moment
    private let timing: Timing

    init(_ limits: (Timeouts, RetryPolicy), deadline: Moment?, timing: Timing) {
        total = limits.0.total
        self.deadline = deadline
        retry = limits.1
        self.timing = timing
        start = timing.now()
    }

    /// The member for one attempt, in what is left of the time. A member that is made of others has retries of its own.
    func limited(_ member: Model) -> Model {
        var fields = member.fields
        if case .single = member.route, !member.id.isAlias {
            fields.retry = retry
            fields.retry?.count = 0
        }
        if count > 0, let total {
            fields.extra["timeout"] = nil
            fields.timeout = fields.timeout ?? Timeouts()
            fields.timeout?.total = max(.milliseconds(1), total - (timing.now() - start))
        }
        return Model(fields)
    }

    /// Notes a failure, and waits where that is called for. Throws it where no other attempt may follow.
    mutating func failed(
        _ error: ModelError,
        _ member: Model,
        hasOther: Bool,
        spend: (Int) -> Bool
    ) async throws(ModelError) {
        count += 1
        attempts += error.attempts
        let error = error.with(attempts)
        guard count <= retry.count, error.timeoutPhase != .total, error.mayLeadOn(from: member),
            PoolState.countedCodes.contains(error.code), hasOther || error.isRetryable
        else { throw error }
        var wait = Duration.zero
        if !hasOther {
            guard let delay = retry.delay(after: error, attempts: count, random: timing.random) else { throw error }
            wait = delay
        }
        if let total, timing.now().advanced(by: wait) >= start.advanced(by: total) { throw error }
        if let deadline, timing.now().advanced(by: wait) >= deadline { throw error }
        if retry.usesBudget {
            let cost = RetryBudget.cost(after: error.code)
            guard spend(cost) else {
                throw error.reworded("\(error.message) (Not sent again: the retry budget is spent.)")
            }
            price = cost
        }
        if wait > .zero {
            do {
                try await timing.sleep(wait)
            } catch {
                throw ModelError(.cancelled, "The task was cancelled while waiting to try again.").with(attempts)
            }
        }
        let next = hasOther ? "another member was asked" : "it was asked again after \(wait)"
        warnings.append(Warning("model", "\(member.id) failed (\(error.code)), \(next)."))
    }
}

extension RetryPolicy {
    /// How long to wait after so many failed attempts; `nil` where the server asks for longer than is waited.
    func delay(after error: ModelError, attempts: Int, random: () -> Double) -> Duration? {
        if let asked = error.retryAfter { return asked <= maximumRetryAfter ? asked : nil }
        var backoff = initialDelay
        for _ in 1..<max(1, attempts) where backoff < maximumDelay { backoff *= 2 }
        return min(backoff, maximumDelay) * (1 - 0.25 * random())
    }
}
