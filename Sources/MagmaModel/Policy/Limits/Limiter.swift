internal import Synchronization

/// Holds the requests to one deployment back until they may go, in the order in which they came.
///
/// Who has the turn waits for a place among those under way, then for what the provider's headers say, then for its share of
/// the minute; all others wait for the turn.
final class Limiter: Sendable {
    /// What the store knows the deployment by.
    let name: String
    private let store: any LimitStore
    /// Where the store is of this process: then a request that need not wait goes through without a suspension.
    private let buckets: DeploymentBuckets?
    private let timing: Timing
    private let turnstile = Turnstile()
    private let state: Mutex<LimiterState>

    init(name: String, store: any LimitStore, timing: Timing) {
        self.name = name
        self.store = store
        buckets = (store as? MemoryLimitStore)?.buckets(of: name)
        self.timing = timing
        state = Mutex(LimiterState())
    }

    /// Whether a request would wait for others.
    func isBusy(_ limits: Limits) -> Bool {
        let now = timing.now()
        return turnstile.isBusy || state.withLock { $0.isFull(limits) || $0.headers.wait(for: 0, at: now) > .zero }
    }

    /// For a request that need not wait; else `nil`, and nothing is taken.
    func permitNow(_ request: LimitRequest) -> LimitPermit? {
        guard let buckets, turnstile.enterNow() else { return nil }
        defer { turnstile.leave() }
        let now = timing.now()
        let limits = request.limits
        let hasPlace = state.withLock { state in
            guard !limits.heedsHeaders || state.headers.wait(for: request.tokens, at: now) <= .zero else {
                return false
            }
            return state.beginNow(limits)
        }
        guard hasPlace else { return nil }
        guard limits.isPerMinute else { return LimitPermit(self, request, taken: nil, at: now) }
        if buckets.take(request.tokens, (limits.requestsPerMinute, limits.tokensPerMinute), at: now) != nil {
            ended()
            return nil
        }
        return LimitPermit(self, request, taken: request.tokens, at: now)
    }

    /// Waits until a request may go. What it holds ends with the permit.
    ///
    /// Throws `.rateLimited` where that takes too long, `.timeout` where a deadline passes before, `.cancelled`.
    func permit(_ request: LimitRequest) async throws(ModelError) -> (LimitPermit, Warning?) {
        let start = timing.now()
        let latest = min(start.advanced(by: request.limits.maximumWait), request.deadline ?? .distant(from: start))
        let wait = LimitWait(request: request, start: start, latest: latest, timing: timing)
        if !turnstile.enterNow() {
            let answer = await turnstile.enter(most: request.limits.maximumWaiters) { try await wait.untilLatest() }
            switch answer {
            case .entered: break
            case .full: throw wait.full()
            case .gone: throw wait.over()
            }
        }
        defer { turnstile.leave() }
        try await place(wait)
        do throws(ModelError) {
            try await headers(wait)
            let (taken, warning) = try await share(wait)
            return (LimitPermit(self, request, taken: taken, at: timing.now()), warning)
        } catch {
            ended()
            throw error
        }
    }

    /// Takes a place among those under way.
    private func place(_ wait: LimitWait) async throws(ModelError) {
        while let freed = state.withLock({ $0.begin(wait.request.limits) }) {
            guard await freed.value(within: { try await wait.untilLatest() }) != nil else { throw wait.over() }
        }
    }

    /// Waits for what the headers say.
    private func headers(_ wait: LimitWait) async throws(ModelError) {
        guard wait.request.limits.heedsHeaders else { return }
        while true {
            let now = timing.now()
            let pause = state.withLock { $0.headers.wait(for: wait.request.tokens, at: now) }
            guard pause > .zero else { return }
            try await sleep(pause, wait)
        }
    }

    /// Takes its share of the minute.
    private func share(_ wait: LimitWait) async throws(ModelError) -> (Int?, Warning?) {
        guard wait.request.limits.isPerMinute else { return (nil, nil) }
        let need = need(wait.request.limits, wait.request.tokens)
        while true {
            switch try await ask(need, wait) {
            case .success(nil): return (need.tokens, nil)
            case .success(let pause?): try await sleep(pause, wait)
            case .failure(let error):
                // Its kind alone: its words may hold where the store is, and as whom it is asked.
                let kind = String(describing: type(of: error))
                return (nil, Warning("limits", "Not held to rpm and tpm, since the limit store failed: \(kind)"))
            }
        }
    }

    /// What the store says, which may be another machine's, and never say anything.
    private func ask(_ need: LimitNeed, _ wait: LimitWait) async throws(ModelError) -> Result<Duration?, any Error> {
        if let buckets {
            let limits = (need.requestsPerMinute, need.tokensPerMinute)
            return .success(buckets.take(need.tokens, limits, at: timing.now()))
        }
        let answer = Race<Result<Duration?, any Error>>()
        let asking = Task {
            do {
                answer.finish(.success(try await store.take(need)))
            } catch {
                answer.finish(.failure(error))
            }
        }
        defer { asking.cancel() }
        guard let said = await answer.value(within: { try await wait.untilLatest() }) else { throw wait.over() }
        return said
    }

    /// Waits so long, or until tokens are given back. What would take too long fails at once.
    private func sleep(_ pause: Duration, _ wait: LimitWait) async throws(ModelError) {
        try wait.check(pause)
        let given = Race<Void>()
        state.withLock { $0.short = given }
        _ = await given.value { [timing] in try await timing.sleep(pause) }
        state.withLock { $0.short = nil }
        guard !Task.isCancelled else { throw wait.over() }
    }

    func sent(_ tokens: Int) -> (requests: Int, tokens: Int) { state.withLock { $0.sent(tokens) } }

    /// What came of a request, for the requests after it.
    func learn(_ change: (inout LimiterState, Moment) -> Void) {
        let now = timing.now()
        state.withLock { change(&$0, now) }
    }

    /// A request is over, so that another has a place.
    func ended() {
        let waiting: Race<Void>? = state.withLock { state in
            state.inFlight -= 1
            return state.waiting.take()
        }
        waiting?.finish(())
    }

    private func need(_ limits: Limits, _ tokens: Int) -> LimitNeed {
        LimitNeed(
            deployment: name, requestsPerMinute: limits.requestsPerMinute, tokensPerMinute: limits.tokensPerMinute,
            tokens: tokens)
    }

    /// Corrects what a request took from the tokens of the minute by so many.
    func settle(_ limits: Limits, taken: Int, tokens: Int) {
        guard tokens != 0 else { return }
        if let buckets {
            buckets.settle(tokens: tokens)
            if tokens < 0 { gaveBack() }
        } else {
            let need = need(limits, taken)
            Task {
                // A correction that is lost makes the limit stricter or looser for a minute.
                try? await store.settle(need, tokens: tokens)
                if tokens < 0 { gaveBack() }
            }
        }
    }

    private func gaveBack() {
        let short: Race<Void>? = state.withLock { $0.short.take() }
        short?.finish(())
    }
}
