extension Model {
    /// The failures that a fallback answers unless told otherwise. A rate limit counts once the retries are used up.
    public static let defaultFallbackCodes: Set<ModelError.Code> = [
        .overloaded, .serverError, .timeout, .connection, .rateLimited, .quotaExceeded, .contextWindowExceeded,
    ]

    /// A model that asks `others` in turn where this one fails. Still a ``Model``.
    ///
    /// A parameter that a later model refuses is left out with a warning. After a 2xx head nothing is asked again, but
    /// for an error that the provider itself sends before the first delta, or where the handle's ``RetryPolicy/afterHead`` is
    /// set. What was tried, and what is known of its cost, is in `attempts`.
    public func fallback(to others: Model..., on codes: Set<ModelError.Code> = defaultFallbackCodes) -> Model {
        fallback(to: others, on: codes)
    }

    /// A model that asks `others` in turn where this one fails, as ``fallback(to:on:)-(Model...,_)`` does.
    public func fallback(to others: [Model], on codes: Set<ModelError.Code> = defaultFallbackCodes) -> Model {
        if case .fallback(let first, let earlier, _) = route {
            return routed(.fallback(first, earlier + others, on: codes))
        }
        return routed(.fallback(route, others, on: codes))
    }

    /// A model that is one of several: each call goes to the one that the strategy chooses, and to others where that one
    /// fails for a reason of its own. Still a ``Model``; its id is `pool/name`.
    ///
    /// What has been learnt of the members (latencies, failures, calls in flight) is kept by the dispatcher for all handles
    /// that name the pool and its members alike. Calls throw `.configuration` where there are no members.
    ///
    /// - Parameters:
    ///   - name: what the pool is called in its id and in messages; made of the members' ids where it is left out.
    ///   - ejection: when a member that fails is left out, and for how long.
    public static func pool(
        _ members: [Model],
        strategy: Pool.Strategy = .leastLatency,
        name: String? = nil,
        ejection: Pool.Ejection = Pool.Ejection()
    ) -> Model {
        pool(members.map { $0.weighted(1) }, strategy: strategy, name: name, ejection: ejection)
    }

    /// A pool of members of unequal weight, see ``weighted(_:)``.
    public static func pool(
        _ members: [Pool.Member],
        strategy: Pool.Strategy = .leastLatency,
        name: String? = nil,
        ejection: Pool.Ejection = Pool.Ejection()
    ) -> Model {
        let pool = Pool(members, strategy: strategy, ejection: ejection)
        return Model(Fields(id: ModelID(pool: name ?? pool.derivedName), route: .pool(pool)))
    }

    /// The model as a member of a pool that gets this share of the calls, against 1 of others. Calls throw `.configuration`
    /// for a weight that is not above 0.
    public func weighted(_ weight: Double) -> Pool.Member { Pool.Member(self, weight: weight) }

    /// A model that sends a second request where nothing has come of the first for that long: a stream's first delta, or a
    /// whole answer. What comes first counts, the other is cancelled. In a pool the second goes to another member.
    ///
    /// The loser is in `attempts` too, and may have been paid for. Calls throw `.configuration` for a delay that is not
    /// above 0.
    public func hedged(after delay: Duration) -> Model { routed(.hedged(route, after: delay)) }

    /// A model that answers from a cache where the same has been asked before, see ``ResponseCaching``. Said of a handle that does
    /// so already, it changes the rules.
    ///
    /// - Parameters:
    ///   - store: the id of a store that the dispatcher has; `"memory"` is always there.
    ///   - ttl: how long an answer may be given again.
    ///   - exceptions: what is kept although as a rule it is not.
    public func cached(
        in store: String = ResponseCaching.memory,
        ttl: Duration = .seconds(3600),
        including exceptions: Set<ResponseCaching.Exception> = []
    ) -> Model {
        let caching = ResponseCaching(in: store, ttl: ttl, including: exceptions)
        if case .cached(let inner, _) = route { return routed(.cached(inner, caching)) }
        return routed(.cached(route, caching))
    }

    /// The same handle, whose pool sends all calls with the same key to the same member as long as that one serves, so that
    /// prompt caches stay warm. `nil` takes it back. See also ``withAffinity(_:_:)``.
    public func with(affinity key: String?) -> Model {
        routed(
            route.mapPools { pool in
                var pool = pool
                pool.affinity = key
                return pool
            })
    }
}

extension Model {
    /// The handle with what it leaves unset as the pool around it says.
    func inheriting(_ outer: Model) -> Model {
        guard !outer.saysNothing else { return self }
        var fields = fields
        fields.temperature = temperature.or(outer.temperature)
        fields.topP = topP.or(outer.topP)
        fields.maxTokens = maxTokens.or(outer.maxTokens)
        if !outer.extra.isEmpty {
            var extra = outer.sharedExtra
            extra.merge(fields.extra)
            fields.extra = extra
        }
        for (name, value) in outer.headers where !Redaction.isSecretHeader(name) && fields.headers[name] == nil {
            fields.headers[name] = value
        }
        fields.timeout = timeout ?? outer.timeout
        fields.retry = retry ?? outer.retry
        fields.dropUnsupported = dropUnsupported ?? outer.dropUnsupported
        fields.override = override ?? outer.override
        fields.limits = boxedLimits ?? outer.boxedLimits
        return Model(fields)
    }

    private var saysNothing: Bool {
        temperature == .unset && topP == .unset && maxTokens == .unset && extra.isEmpty && headers.isEmpty
            && timeout == nil && retry == nil && dropUnsupported == nil && override == nil && boxedLimits == nil
    }
}
