import Synchronization

/// The stores of a dispatcher, by their ids, and the calls that several wait for.
final class ResponseCaches: Sendable {
    private let stores: [String: any ResponseStore]
    private let flights = Mutex<[String: SharedCall]>([:])

    init(_ stores: [String: any ResponseStore], _ timing: Timing) {
        let memory = MemoryResponseStore(maximumEntries: 10_000, maximumBytes: 64 << 20, now: timing.now)
        self.stores = [ResponseCaching.memory: memory].merging(stores) { $1 }
    }

    /// The store of an id. Throws `.configuration`, naming those that there are.
    func store(_ id: String) throws(ModelError) -> any ResponseStore {
        if let store = stores[id] { return store }
        let known = stores.keys.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
        throw ModelError(.configuration, "The dispatcher has no response store \"\(id)\"; it has \(known).")
    }

    /// What the work comes to, which is done once for all that ask for it at the same time.
    func shared(
        _ key: String,
        _ work: @escaping @Sendable () async -> Result<Generation, ModelError>
    ) async throws(ModelError) -> (answer: Generation, isOwn: Bool) {
        while true {
            let (call, isOwn) = flights.withLock { flights in
                if let call = flights[key] { return (call, false) }
                let call = SharedCall()
                flights[key] = call
                return (call, true)
            }
            if isOwn {
                call.start { [self] in
                    let outcome = await work()
                    flights.withLock { if $0[key] === call { $0[key] = nil } }
                    return outcome
                }
            }
            if let outcome = await call.outcome() { return (try outcome.get(), isOwn) }
            if Task.isCancelled {
                throw ModelError(.cancelled, "The task was cancelled while it waited for an answer.")
            }
            // All others had given up just before, so it was cancelled.
            flights.withLock { if $0[key] === call { $0[key] = nil } }
        }
    }
}
