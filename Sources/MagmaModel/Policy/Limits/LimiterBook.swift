internal import Synchronization

/// The limiters of a dispatcher.
final class LimiterBook: Sendable {
    /// The most that are remembered: one with a key of its own for each user is a new one for each.
    private static let limit = 4096

    private let limiters = Mutex<[DeploymentHandle: Limiter]>([:])
    /// How often all have been forgotten.
    private let round = Atomic(0)
    private let store: any LimitStore
    private let timing: Timing

    init(_ store: (any LimitStore)?, _ timing: Timing) {
        self.store = store ?? MemoryLimitStore(timing)
        self.timing = timing
    }

    /// That of all handles that name the deployment alike.
    func limiter(of model: Model) -> Limiter {
        let deployment = DeploymentHandle(model)
        return limiters.withLock { limiters in
            if let found = limiters[deployment] { return found }
            // Those that are in use are held by their requests, and counted anew by the next ones.
            if limiters.count >= Self.limit {
                limiters.removeAll()
                round.add(1, ordering: .relaxed)
            }
            let limiter = Limiter(name: deployment.name, store: store, timing: timing)
            limiters[deployment] = limiter
            return limiter
        }
    }

    /// The same for calls of a handle, which keeps it at hand.
    func limiter(of model: Model, _ plan: CallPlan) -> Limiter {
        let round = round.load(ordering: .relaxed)
        if let kept = plan.limiter.withLock({ $0 }), kept.round == round { return kept.limiter }
        let limiter = limiter(of: model)
        plan.limiter.withLock { $0 = (round, limiter) }
        return limiter
    }

    /// Whether a request to the model would wait for others; `false` where it has no limits.
    func isBusy(_ model: Model) -> Bool {
        guard let limits = model.limits, case .single = model.route else { return false }
        return limiter(of: model).isBusy(limits)
    }
}

/// What holds the requests of one call back.
struct Limiting: Sendable {
    let limiter: Limiter
    let limits: Limits
    let tokens: Int

    /// `nil` where the handle has no limits.
    @inline(__always)
    init?(
        _ model: Model,
        _ resolved: CallResolver.Resolved,
        _ book: LimiterBook,
        isInHaste: Bool
    ) throws(ModelError) {
        guard let limits = model.limits else { return nil }
        try self.init(limits, model, resolved, book, isInHaste)
    }

    @inline(never)
    private init(
        _ limits: Limits,
        _ model: Model,
        _ resolved: CallResolver.Resolved,
        _ book: LimiterBook,
        _ isInHaste: Bool
    ) throws(ModelError) {
        var limits = limits
        if let problem = limits.problem {
            throw ModelError(.configuration, "The limits of \(model.id) are wrong: \(problem).")
        }
        if isInHaste { limits.maximumWait = .zero }
        self.limits = limits
        limiter = book.limiter(of: model, resolved.plan)
        let call = resolved.call
        tokens = TokenEstimate.input(of: call).addingUpTo(call.maxTokens ?? 0, most: 1 << 40)
    }
}
