import Synchronization

/// Counts the requests and tokens of this process.
public final class MemoryLimitStore: LimitStore {
    /// The most deployments of which the buckets are kept while they are full.
    private static let limit = 4096

    private let buckets = Mutex<[String: DeploymentBuckets]>([:])
    private let now: @Sendable () -> Moment

    /// Empty, by the system's clock.
    public convenience init() { self.init(.system) }

    init(_ timing: Timing) { now = timing.now }

    /// Takes all that the request needs, or tells how long until there is enough.
    public func take(_ need: LimitNeed) -> Duration? {
        let limits = (need.requestsPerMinute, need.tokensPerMinute)
        return buckets(of: need.deployment).take(need.tokens, limits, at: now())
    }

    /// Takes so many more tokens, or gives them back.
    public func settle(_ need: LimitNeed, tokens: Int) { buckets(of: need.deployment).settle(tokens: tokens) }

    func buckets(of deployment: String) -> DeploymentBuckets {
        buckets.withLock { buckets in
            if let found = buckets[deployment] { return found }
            if buckets.count >= Self.limit {
                let now = now()
                buckets = buckets.filter { !$0.value.isFull(at: now) }
            }
            let new = DeploymentBuckets()
            buckets[deployment] = new
            return new
        }
    }
}

/// The buckets of one deployment.
final class DeploymentBuckets: Sendable {
    private struct State {
        var requests: TokenBucket?
        var tokens: TokenBucket?
    }

    private let state = Mutex(State())

    /// Takes all that the request needs, or tells how long until there is enough.
    func take(
        _ amount: Int,
        _ limits: (requests: Int?, tokens: Int?),
        at now: Moment
    ) -> Duration? {
        state.withLock { state in
            var wait = Duration.zero
            if let limit = limits.requests { wait = state.requests.wait(for: 1, of: limit, at: now) }
            if let limit = limits.tokens {
                wait = max(wait, state.tokens.wait(for: amount, of: limit, at: now))
            }
            guard wait <= .zero else { return wait }
            if limits.requests != nil { state.requests?.take(1) }
            if limits.tokens != nil { state.tokens?.take(amount) }
            return nil
        }
    }

    func settle(tokens: Int) { state.withLock { $0.tokens?.take(tokens) } }

    func isFull(at now: Moment) -> Bool {
        state.withLock { state in [state.requests, state.tokens].allSatisfy { $0?.isFull(at: now) ?? true } }
    }
}

extension TokenBucket? {
    /// How long until it holds so much; full where it is new.
    fileprivate mutating func wait(for amount: Int, of perMinute: Int, at now: Moment) -> Duration {
        guard self != nil else {
            self = TokenBucket(perMinute, at: now)
            return .zero
        }
        return self?.wait(for: amount, of: perMinute, at: now) ?? .zero
    }
}

/// Holds a minute's worth and fills evenly.
struct TokenBucket {
    /// Below 0 where more was taken than it held, by an hour's worth at most.
    private(set) var level: Double
    private var capacity: Double
    private var filled: Moment

    init(_ perMinute: Int, at now: Moment) {
        capacity = Double(perMinute)
        level = capacity
        filled = now
    }

    mutating func take(_ amount: Int) { level = max(level - Double(amount), -60 * capacity) }

    func isFull(at now: Moment) -> Bool { level + gain(until: now) >= capacity }

    /// How long until there is so much in it, or it is full.
    mutating func wait(for amount: Int, of perMinute: Int, at now: Moment) -> Duration {
        if now > filled {
            level += gain(until: now)
            filled = now
        }
        capacity = Double(perMinute)
        level = min(level, capacity)
        let missing = min(Double(amount), capacity) - level
        // What rounding leaves open is no reason to wait.
        guard missing > 1e-6 else { return .zero }
        return .seconds(missing / capacity * 60)
    }

    private func gain(until now: Moment) -> Double { now.seconds(since: filled) * capacity / 60 }
}
