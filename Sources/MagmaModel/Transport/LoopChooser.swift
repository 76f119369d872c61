internal import NIOCore
internal import Synchronization

/// Gives each exchange the event loop with the fewest under way, the first one on ties: calls made one after another
/// stay on one loop with their kept-alive connection, and many at once spread over all.
final class LoopChooser: Sendable {
    private let timers: [LoopTimer]
    private let counts: Mutex<[Int]>

    init(_ group: any EventLoopGroup) {
        timers = group.makeIterator().map { LoopTimer($0) }
        counts = Mutex(Array(repeating: 0, count: timers.count))
    }

    /// Takes a place on a loop, which is that of the timer, to be given back with ``giveBack(_:)``.
    func take() -> (timer: LoopTimer, place: Int) {
        let place = counts.withLock { counts in
            var least = 0
            for index in 1..<max(1, counts.count) where counts[index] < counts[least] { least = index }
            counts[least] += 1
            return least
        }
        return (timers[place], place)
    }

    func giveBack(_ place: Int) { counts.withLock { $0[place] -= 1 } }
}
