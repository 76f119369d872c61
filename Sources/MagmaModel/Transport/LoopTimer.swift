internal import NIOCore
internal import Synchronization

/// Keeps the time of all exchanges on an event loop. Nearly all of them end long before any limit passes, so they share
/// one timer: it fires no later than the first limit, and looks at each exchange then.
final class LoopTimer: Sendable {
    let loop: any EventLoop
    /// When the timer fires next. Written under the lock of the state only.
    private let due = Atomic(UInt64.max)
    private let state = Mutex(State())

    private struct State {
        /// With `nil` in the places that are free.
        var exchanges: [HTTPExchange?] = []
        var free: [Int] = []
        var timer: Scheduled<Void>?
    }

    init(_ loop: any EventLoop) { self.loop = loop }

    /// Watches an exchange until ``remove(_:)`` is called with the place that is returned.
    func add(_ exchange: HTTPExchange) -> Int {
        state.withLock { state in
            guard let place = state.free.popLast() else {
                state.exchanges.append(exchange)
                return state.exchanges.count - 1
            }
            state.exchanges[place] = exchange
            return place
        }
    }

    func remove(_ place: Int) {
        state.withLock { state in
            state.exchanges[place] = nil
            state.free.append(place)
        }
    }

    /// Sees to it that the timer fires no later than that.
    func arm(_ deadline: NIODeadline) {
        let wanted = deadline.uptimeNanoseconds
        guard wanted < due.load(ordering: .relaxed) else { return }
        let isSooner = state.withLock { _ in
            guard wanted < due.load(ordering: .relaxed) else { return false }
            due.store(wanted, ordering: .relaxed)
            return true
        }
        guard isSooner else { return }
        let timer = loop.scheduleTask(deadline: deadline) { self.tick(wanted) }
        let superfluous: Scheduled<Void>? = state.withLock { state in
            guard due.load(ordering: .relaxed) == wanted else { return timer }
            defer { state.timer = timer }
            return state.timer
        }
        superfluous?.cancel()
    }

    private func tick(_ fired: UInt64) {
        let exchanges: [HTTPExchange] = state.withLock { state in
            // A timer that a sooner one replaced has nothing to say.
            guard due.load(ordering: .relaxed) == fired else { return [] }
            // An exchange that comes to wait from here on sees this, or is seen by the loop below: its own lock orders them.
            due.store(.max, ordering: .relaxed)
            state.timer = nil
            return state.exchanges.compactMap(\.self)
        }
        for exchange in exchanges { exchange.checkTime() }
    }
}
