@testable import MagmaModel

/// A pool under load in virtual time: arrivals by chance, members with latencies of their own, some that fail, and what the
/// pool's runner does about it (another member at once, three attempts at most).
struct PoolSimulation {
    enum Kind { case healthy, slow, failing }

    var kinds: [Kind]
    var strategy: Pool.Strategy
    var seed: UInt64
    var ejection = Pool.Ejection()
    /// Requests a second.
    var rate = 20.0
    var seconds = 120.0
    /// How much slower the slow one is.
    var slowness = 10.0

    struct Outcome {
        /// Of each request that came after the first ten seconds and succeeded, in seconds, in order of size.
        var latencies: [Double] = []
        var failures = 0
        /// Attempts by member, before the pool has had ten seconds, and after.
        var early: [Int]
        var late: [Int]

        var p99: Double { latencies[latencies.count * 99 / 100] }
        func lateShare(_ members: Set<Int>) -> Double {
            Double(members.reduce(0) { $0 + late[$1] }) / Double(max(1, late.reduce(0, +)))
        }
    }

    private struct Request {
        var arrival: Double
        var visited: Set<Int> = []
        var count = 0
    }

    private enum Event {
        case arrives
        case ends(Request, member: Int, start: Double, succeeds: Bool)
    }

    func run() -> Outcome {
        var random = SeededRandom(seed)
        var choice = SeededRandom(seed &+ 1)
        let zero = Moment.now
        func instant(_ time: Double) -> Moment { zero.advanced(by: .seconds(time)) }
        var state = PoolState(
            kinds.indices.map { PoolState.Member(weight: 1, price: nil, hash: UInt64($0)) }, ejection)
        var outcome = Outcome(early: kinds.map { _ in 0 }, late: kinds.map { _ in 0 })
        var events: [(time: Double, order: Int, event: Event)] = [(0, 0, .arrives)]
        var order = 0
        func add(_ time: Double, _ event: Event) {
            order += 1
            events.append((time, order, event))
        }
        func send(_ request: Request, at time: Double) {
            var request = request
            request.count += 1
            let question = PoolState.Question(strategy: strategy, visited: request.visited)
            let member = state.begin(question, at: instant(time)) { choice.next() }
            request.visited.insert(member)
            if time < 10 { outcome.early[member] += 1 } else { outcome.late[member] += 1 }
            var latency = 0.5 + random.next()
            if kinds[member] == .slow { latency *= slowness }
            if kinds[member] == .failing { latency = 0.05 }
            add(time + latency, .ends(request, member: member, start: time, succeeds: kinds[member] != .failing))
        }
        while let next = events.indices.min(by: {
            (events[$0].time, events[$0].order) < (events[$1].time, events[$1].order)
        }) {
            let (time, _, event) = events.remove(at: next)
            switch event {
            case .arrives:
                send(Request(arrival: time), at: time)
                let pause = -Rendezvous.naturalLogarithm(max(1e-12, random.next())) / rate
                if time + pause < seconds { add(time + pause, .arrives) }
            case .ends(let request, let member, let start, let succeeds):
                if succeeds {
                    state.succeeded(member, after: .seconds(time - start), isStreaming: false, at: instant(time))
                    if request.arrival >= 10 { outcome.latencies.append(time - request.arrival) }
                } else {
                    state.failed(member, ModelError(.serverError, "no"), at: instant(time))
                }
                state.ended(member)
                guard !succeeds else { break }
                if request.count < 3 { send(request, at: time) } else { outcome.failures += 1 }
            }
        }
        outcome.latencies.sort()
        return outcome
    }
}
