import Testing

@testable import MagmaModel

@Suite struct PoolStateTests {
    private let zero = Moment.now

    private func state(
        _ weights: [Double],
        prices: [Double?]? = nil,
        _ rules: Pool.Ejection = Pool.Ejection()
    ) -> PoolState {
        PoolState(
            weights.indices.map {
                PoolState.Member(weight: weights[$0], price: prices?[$0], hash: Rendezvous.hash("m\($0)"))
            }, rules)
    }

    private func at(_ seconds: Double) -> Moment { zero.advanced(by: .seconds(seconds)) }

    private func counts(
        _ state: inout PoolState,
        _ question: PoolState.Question,
        _ number: Int,
        keep: Bool = false
    ) -> [Int] {
        var random = SeededRandom(3)
        var counts = state.members.map { _ in 0 }
        for _ in 0..<number {
            let index = state.begin(question, at: zero) { random.next() }
            counts[index] += 1
            if !keep { state.ended(index) }
        }
        return counts
    }

    private let error = ModelError(.serverError, "no")

    @Test func turnsAreSpreadByWeight() {
        var state = state([3, 1])
        var order: [Int] = []
        for _ in 0..<8 { order.append(state.begin(.init(strategy: .roundRobin), at: zero) { 0 }) }
        #expect(order == [0, 0, 1, 0, 0, 0, 1, 0])
    }

    @Test func chanceFollowsTheWeights() {
        var state = state([3, 1])
        let counts = counts(&state, .init(strategy: .weightedRandom), 10_000)
        #expect((7300...7700).contains(counts[0]), "\(counts)")
    }

    @Test func theFewestCallsUnderWayFollowTheWeights() {
        var state = state([2, 1, 1])
        #expect(counts(&state, .init(strategy: .leastInFlight), 400, keep: true) == [200, 100, 100])
    }

    @Test func theCheapestIsAskedFirstAndTheUnknownLast() {
        var state = state([1, 1, 1], prices: [nil, 2, 1])
        var visited: Set<Int> = []
        var order: [Int] = []
        for _ in 0..<3 {
            let index = state.begin(.init(strategy: .cheapest, visited: visited), at: zero) { 0 }
            visited.insert(index)
            order.append(index)
        }
        #expect(order == [2, 1, 0])
    }

    @Test func latenciesOfStreamsAndAnswersAreApart() {
        var state = state([1, 1])
        state.succeeded(0, after: .seconds(1), isStreaming: true, at: zero)
        state.succeeded(1, after: .seconds(9), isStreaming: true, at: zero)
        state.succeeded(0, after: .seconds(9), isStreaming: false, at: zero)
        state.succeeded(1, after: .seconds(1), isStreaming: false, at: zero)
        #expect(counts(&state, .init(strategy: .leastLatency, isStreaming: true), 50) == [50, 0])
        #expect(counts(&state, .init(strategy: .leastLatency, isStreaming: false), 50) == [0, 50])
    }

    @Test func anAverageFollowsARiseAtOnceAndFadesSlowly() throws {
        var average = PeakEWMA()
        #expect(average.average(at: zero) == nil)
        average.observe(.seconds(1), at: zero)
        average.observe(.seconds(8), at: zero)
        #expect(average.average(at: zero) == 8)
        average.observe(.seconds(1), at: at(1))
        let fallen = try #require(average.average(at: at(1)))
        #expect(fallen > 7 && fallen < 8)
        let faded = try #require(average.average(at: at(181)))
        #expect(faded < fallen / 10)
    }

    @Test func fiveFailuresInARowEject() {
        var state = state([1, 1])
        for _ in 0..<4 { state.failed(0, error, at: zero) }
        state.succeeded(0, after: .seconds(1), isStreaming: false, at: zero)
        for _ in 0..<4 { state.failed(0, error, at: zero) }
        #expect(!state.members[0].health.isEjected)
        state.failed(0, error, at: zero)
        #expect(state.members[0].health.isEjected)
        #expect(counts(&state, .init(strategy: .roundRobin), 10) == [0, 10])
    }

    @Test func aRateOfFailuresEjects() {
        var state = state([1, 1])
        for _ in 0..<10 {
            state.succeeded(0, after: .seconds(1), isStreaming: false, at: at(1))
            state.failed(0, error, at: at(1))
        }
        #expect(state.members[0].health.isEjected)
    }

    @Test func oneCallProbesAndAnotherFailureLastsLonger() {
        var state = state([1, 1])
        for _ in 0..<5 { state.failed(0, error, at: zero) }
        #expect(state.members[0].health.state(at: at(29)) == .out)
        #expect(state.members[0].health.state(at: at(30)) == .probing)
        let first = state.begin(.init(strategy: .leastInFlight, visited: [1]), at: at(30)) { 0 }
        #expect(first == 0 && state.members[0].health.state(at: at(30)) == .out)
        state.failed(0, error, at: at(31))
        #expect(state.members[0].health.state(at: at(90)) == .out)
        #expect(state.members[0].health.state(at: at(91)) == .probing)
        _ = state.begin(.init(strategy: .leastInFlight, visited: [1]), at: at(91)) { 0 }
        state.succeeded(0, after: .seconds(1), isStreaming: false, at: at(92))
        #expect(state.members[0].health.state(at: at(92)) == .serving && state.members[0].health.ejections == 2)
        state.succeeded(0, after: .seconds(1), isStreaming: false, at: at(103))
        #expect(state.members[0].health.ejections == 1)
    }

    @Test func aProbeThatIsGivenUpLeavesTheNextOne() {
        var state = state([1, 1])
        for _ in 0..<5 { state.failed(0, error, at: zero) }
        _ = state.begin(.init(strategy: .leastInFlight, visited: [1]), at: at(30)) { 0 }
        state.failed(0, ModelError(.cancelled, "no"), at: at(31))
        #expect(state.members[0].health.state(at: at(31)) == .probing)
    }

    @Test func noMoreThanTheShareAreOut() {
        var state = state([1, 1, 1, 1, 1])
        for member in 0..<5 { for _ in 0..<9 { state.failed(member, error, at: zero) } }
        #expect(state.members.map(\.health.isEjected) == [true, true, false, false, false])
        var single = self.state([1])
        for _ in 0..<9 { single.failed(0, error, at: zero) }
        #expect(!single.members[0].health.isEjected)
        var never = self.state([1, 1], .never)
        for _ in 0..<9 { never.failed(0, error, at: zero) }
        #expect(!never.members[0].health.isEjected)
    }

    @Test func retryAfterLeavesOutForThatLong() {
        var state = state([1, 1])
        var limited = ModelError(.rateLimited, "slow down")
        limited.retryAfter = .seconds(7)
        state.failed(0, limited, at: zero)
        #expect(counts(&state, .init(strategy: .roundRobin), 4) == [0, 4])
        #expect(state.members[0].health.state(at: at(8)) == .serving)
    }

    @Test func theCallersOwnMistakesCountForNothing() {
        var state = state([1, 1])
        for code in [.invalidRequest, .contextWindowExceeded, .unsupported, .cancelled] as [ModelError.Code] {
            for _ in 0..<9 { state.failed(0, ModelError(code, "no"), at: zero) }
        }
        #expect(!state.members[0].health.isEjected)
    }

    @Test func aKeyStaysAndOnlyTheKeysOfALostMemberMove() {
        var state = state([1, 1, 1, 1])
        func place(_ key: String, _ state: inout PoolState) -> Int {
            let index = state.begin(.init(strategy: .leastLatency, affinity: key), at: zero) { 0 }
            state.ended(index)
            return index
        }
        let keys = (0..<400).map { "session-\($0)" }
        let before = keys.map { place($0, &state) }
        #expect(before == keys.map { place($0, &state) })
        #expect((0..<4).allSatisfy { member in (60...140).contains(before.count { $0 == member }) }, "\(before)")
        for _ in 0..<5 { state.failed(2, error, at: zero) }
        let after = keys.map { place($0, &state) }
        #expect(zip(before, after).allSatisfy { $0 == $1 || $0 == 2 } && !after.contains(2))
    }

    @Test func affinityFollowsTheWeights() {
        var state = state([3, 1])
        var counts = [0, 0]
        for key in 0..<4000 {
            counts[state.begin(.init(strategy: .roundRobin, affinity: "k\(key)"), at: zero) { 0 }] += 1
        }
        #expect((2850...3150).contains(counts[0]), "\(counts)")
    }

    @Test(arguments: [1e-9, 0.1, 0.5, 0.999, 1, 2, 1000] as [Double])
    func logarithmsAreRight(number: Double) {
        // By the integral of 1/x, which e to the power of it undoes.
        let log = Rendezvous.naturalLogarithm(number)
        var power = 1.0
        let step = 1 + log / 1_048_576
        power = step
        for _ in 0..<20 { power *= power }
        #expect(abs(power - number) <= 1e-3 * number)
    }
}
