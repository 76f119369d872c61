import Testing

@testable import MagmaModel

/// One slow and one failing member of five.
@Suite(.computes) struct PoolSimulationTests {
    private static let sick: [PoolSimulation.Kind] = [.healthy, .slow, .healthy, .failing, .healthy]

    @Test(arguments: [1, 2, 3] as [UInt64], [5.0, 20, 40])
    func leastLatencyAvoidsTheSlowAndTheFailing(seed: UInt64, rate: Double) {
        let healthy = PoolSimulation(
            kinds: Array(repeating: .healthy, count: 5), strategy: .leastLatency, seed: seed, rate: rate
        ).run()
        let sick = PoolSimulation(kinds: Self.sick, strategy: .leastLatency, seed: seed, rate: rate).run()
        #expect(sick.failures == 0 && healthy.failures == 0)
        #expect(sick.p99 <= 1.5 * healthy.p99, "\(sick.p99) s against \(healthy.p99) s")
        #expect(sick.lateShare([1, 3]) < 0.02, "\(sick.late)")
        // The healthy three share the rest.
        #expect([0, 2, 4].allSatisfy { sick.lateShare([$0]) > 0.2 }, "\(sick.late)")
    }

    /// The others do not look at latencies, but lose no call and leave the failing one out.
    @Test(arguments: Pool.Strategy.allCases)
    func everyStrategyLeavesOutTheFailing(strategy: Pool.Strategy) {
        let outcome = PoolSimulation(kinds: Self.sick, strategy: strategy, seed: 7).run()
        #expect(outcome.failures == 0)
        #expect(outcome.lateShare([3]) < 0.02, "\(strategy) \(outcome.late)")
    }

    /// Without ejection the failing one goes on being asked, which is what the test above would find.
    @Test func withoutEjectionTheFailingOneIsAskedOn() {
        let outcome = PoolSimulation(kinds: Self.sick, strategy: .roundRobin, seed: 7, ejection: .never).run()
        #expect(outcome.lateShare([3]) > 0.1)
    }

    @Test func whenAllFailAllAreStillAsked() {
        let outcome = PoolSimulation(
            kinds: Array(repeating: .failing, count: 5), strategy: .leastLatency, seed: 1,
            ejection: Pool.Ejection(maximumShare: 1), seconds: 60
        ).run()
        #expect(outcome.latencies.isEmpty && outcome.late.allSatisfy { $0 > 0 })
    }
}
