import Synchronization

/// The states of a dispatcher's pools.
final class PoolBook: Sendable {
    /// A pool's state, shared by all calls that go through it.
    final class Entry: Sendable {
        let key: PoolKey
        let state: Mutex<PoolState>

        init(_ key: PoolKey, _ state: PoolState) {
            self.key = key
            self.state = Mutex(state)
        }
    }

    /// The most pools that are remembered: a pool with keys of its own for each user is a new one for each.
    private static let limit = 1024

    private let entries = Mutex<(byKey: [PoolKey: (entry: Entry, used: UInt64)], clock: UInt64)>(([:], 0))

    func entry(_ key: PoolKey, make: () -> PoolState) -> Entry {
        entries.withLock { entries in
            entries.clock += 1
            if let found = entries.byKey[key]?.entry {
                entries.byKey[key]?.used = entries.clock
                return found
            }
            if entries.byKey.count >= Self.limit { Self.forgetHalf(&entries.byKey) }
            let entry = Entry(key, make())
            entries.byKey[key] = (entry, entries.clock)
            return entry
        }
    }

    /// Calls that are under way keep their entry.
    private static func forgetHalf(_ entries: inout [PoolKey: (entry: Entry, used: UInt64)]) {
        let middle = entries.values.map(\.used).sorted()[entries.count / 2]
        entries = entries.filter { $0.value.used > middle }
    }
}
