import Synchronization

/// Which members of pools one call has been to, so that a second try, of a retry or a hedge, goes elsewhere.
final class RouteTrail: Sendable {
    private let visited = Mutex<[PoolKey: Set<Int>]>([:])

    func visited(in pool: PoolKey) -> Set<Int> { visited.withLock { $0[pool] ?? [] } }

    func visit(_ member: Int, of pool: PoolKey) {
        visited.withLock { _ = $0[pool, default: []].insert(member) }
    }

    /// It has not been asked after all.
    func unvisit(_ member: Int, of pool: PoolKey) {
        visited.withLock { _ = $0[pool]?.remove(member) }
    }
}
