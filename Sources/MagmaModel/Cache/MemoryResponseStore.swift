import Synchronization

/// Answers in memory, of which those that were not asked for longest go first.
public final class MemoryResponseStore: ResponseStore {
    fileprivate struct Entry {
        let answer: Generation
        let size: Int
        let end: Moment
        var previous: String?
        var next: String?
    }

    /// A list through the entries by when they were last asked for.
    fileprivate struct State {
        var entries: [String: Entry] = [:]
        var newest: String?
        var oldest: String?
        var size = 0
    }

    private let state = Mutex(State())
    private let maximumEntries: Int
    private let maximumBytes: Int
    private let now: @Sendable () -> Moment

    /// An empty store.
    ///
    /// - Parameters:
    ///   - maximumEntries: the most answers that are kept.
    ///   - maximumBytes: the most that their texts and bodies may come to; a longer answer is not kept.
    public convenience init(maximumEntries: Int = 10_000, maximumBytes: Int = 64 << 20) {
        self.init(maximumEntries: maximumEntries, maximumBytes: maximumBytes, now: { .now })
    }

    init(maximumEntries: Int, maximumBytes: Int, now: @escaping @Sendable () -> Moment) {
        self.maximumEntries = maximumEntries
        self.maximumBytes = maximumBytes
        self.now = now
    }

    /// How many answers there are.
    public var count: Int { state.withLock { $0.entries.count } }

    /// Forgets all answers.
    public func removeAll() { state.withLock { $0 = State() } }

    /// The answer of a key that was kept and is not too old.
    public func answer(for key: String) async -> Generation? {
        let now = now()
        return state.withLock { state -> Generation? in
            guard let entry = state.entries[key] else { return nil }
            state.remove(key)
            guard now < entry.end else { return nil }
            state.insert(key, entry)
            return entry.answer
        }
    }

    /// Keeps an answer for so long, and lets go of others where it is too much.
    public func keep(_ answer: Generation, for key: String, ttl: Duration) async {
        let entry = Entry(answer: answer, size: answer.roughSize, end: now().advanced(by: ttl))
        guard entry.size <= maximumBytes, maximumEntries > 0 else { return }
        state.withLock { state in
            state.remove(key)
            state.insert(key, entry)
            while state.entries.count > maximumEntries || state.size > maximumBytes, let oldest = state.oldest {
                state.remove(oldest)
            }
        }
    }
}

extension MemoryResponseStore.State {
    fileprivate mutating func insert(_ key: String, _ entry: MemoryResponseStore.Entry) {
        var entry = entry
        (entry.previous, entry.next) = (newest, nil)
        if let newest { entries[newest]?.next = key }
        newest = key
        oldest = oldest ?? key
        size += entry.size
        entries[key] = entry
    }

    fileprivate mutating func remove(_ key: String) {
        guard let entry = entries.removeValue(forKey: key) else { return }
        if let previous = entry.previous { entries[previous]?.next = entry.next } else { oldest = entry.next }
        if let next = entry.next { entries[next]?.previous = entry.previous } else { newest = entry.previous }
        size -= entry.size
    }
}

extension Generation {
    /// About how many bytes it takes in memory.
    var roughSize: Int {
        let texts = content.utf8.count * 2 + (reasoning?.utf8.count ?? 0) * 2
        let calls = toolCalls.reduce(0) { $0 + 256 + $1.arguments.utf8.count * 2 }
        let rest = message.extra.isEmpty ? 0 : JSON.object(message.extra).bytes().count
        return 2048 + texts + calls + rest + (rawResponse?.bytes.count ?? 0)
    }
}
