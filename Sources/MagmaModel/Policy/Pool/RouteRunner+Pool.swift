import FoundationEssentials
import Synchronization

extension RouteRunner {
    /// Asks a member, and where that one fails for a reason of its own, others: as often as the retry policy allows, each once
    /// and without a wait before the first is asked again.
    func runPool(
        _ pool: Pool,
        of handle: Model,
        _ input: CallInput
    ) async throws(ModelError) -> sending OpenedCall {
        try Self.check(pool, of: handle)
        let key = PoolKey(pool, of: handle)
        let dispatcher = dispatcher
        let entry = dispatcher.pools.entry(key) { dispatcher.poolState(pool, of: handle) }
        var tries = PoolTries(
            try dispatcher.poolLimits(pool, of: handle), deadline: deadline, timing: dispatcher.timing)
        let affinity = pool.affinity ?? Affinity.key ?? handle.extra["prompt_cache_key"]?.stringValue
        let members = pool.members.map { $0.model.inheriting(handle) }
        let isLimited = members.contains { $0.limits != nil }
        /// Those that had no room for it.
        var full: Set<Int> = []
        while true {
            var question = PoolState.Question(
                strategy: pool.strategy, visited: trail?.visited(in: key) ?? [], affinity: affinity,
                isStreaming: input.isStreaming)
            if isLimited {
                question.full = full.union(members.indices.filter { dispatcher.limiters.isBusy(members[$0]) })
            }
            let (index, hasRoom) = begin(question, in: entry)
            trail?.visit(index, of: key)
            let member = members[index]
            let lease = PoolLease(entry, index, dispatcher.timing, isStreaming: input.isStreaming)
            do throws(ModelError) {
                var runner = self
                // It waits for room only where no other has any.
                runner.isInHaste = isInHaste || (isLimited && hasRoom)
                let opened = try await runner.run(tries.limited(member), input)
                lease.opened(price: tries.price)
                opened.watchers.append(lease)
                opened.attempts = tries.attempts + opened.attempts
                opened.warnings = tries.warnings + opened.warnings
                return opened
            } catch {
                if error.isOfLimits, hasRoom {
                    full.insert(index)
                    trail?.unvisit(index, of: key)
                    continue
                }
                lease.failed(error)
                // Waiting for room was enough of waiting.
                if error.isOfLimits { throw error.with(tries.attempts + error.attempts) }
                let visited = trail?.visited(in: key) ?? []
                let now = dispatcher.timing.now()
                let hasOther = entry.state.withLock { $0.hasOther(than: visited, at: now) }
                try await tries.failed(error, member, hasOther: hasOther) { cost in
                    entry.state.withLock { $0.spend(cost) }
                }
            }
        }
    }

    /// The member, and whether another one may have room.
    private func begin(_ question: PoolState.Question, in entry: PoolBook.Entry) -> (Int, Bool) {
        let (now, random) = (dispatcher.timing.now(), dispatcher.timing.random)
        return entry.state.withLock { state in
            let index = state.begin(question, at: now, random: random)
            return (index, state.hasRoom(besides: index, question, at: now))
        }
    }

    private static func check(_ pool: Pool, of handle: Model) throws(ModelError) {
        if let problem = pool.problem { throw ModelError(.configuration, "The pool \(handle.id) \(problem).") }
        guard handle.apiKey != nil || handle.baseURL != nil, handle.ownProvider == nil else { return }
        throw ModelError(
            .configuration,
            "A key or base URL was given to \(handle.id), whose members are of several providers; give it to the members."
        )
    }
}

extension Dispatcher {
    fileprivate func poolState(_ pool: Pool, of handle: Model) -> PoolState {
        let members = pool.members.map { member in
            let place = member.model.endpointExtra.members.map { "\($0.key)=\($0.value.serialized())" }
            let text = ([member.model.id.description, member.model.baseURL ?? ""] + place.sorted()).joined(
                separator: " ")
            return PoolState.Member(
                weight: member.weight, price: pool.strategy == .cheapest ? price(of: member.model) : nil,
                hash: Rendezvous.hash(text))
        }
        return PoolState(members, pool.ejection)
    }

    /// US dollars for three million tokens read and one written.
    private func price(of model: Model) -> Double? {
        guard let leaf = try? expanded(model).firstLeaf, let rates = capabilities(of: leaf).prices?.standard,
            let input = rates.input, let output = rates.output
        else { return nil }
        return Double("\(input * 3 + output)")
    }

    /// What holds for a call of the pool as a whole: what its handle says, else the first member.
    fileprivate func poolLimits(_ pool: Pool, of handle: Model) throws(ModelError) -> (Timeouts, RetryPolicy) {
        guard let first = pool.members.first?.model else { return (Timeouts(), RetryPolicy()) }
        return try resolver.get().limits(of: first.inheriting(handle))
    }
}
