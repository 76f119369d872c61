import Testing

@testable import MagmaModel

@Suite struct AdaptiveLimitTests {
    private let start = Moment.now

    private func at(_ seconds: Double) -> Moment { start.advanced(by: .seconds(seconds)) }

    @Test func aFullRoundAddsOne() {
        var limit = AdaptiveLimit(initial: 10, maximum: 100)
        for _ in 0..<10 { limit.succeeded(after: .seconds(1), isStreaming: false, inFlight: 10, at: start) }
        #expect(limit.count == 10 && limit.limit > 10.9)
        limit.succeeded(after: .seconds(1), isStreaming: false, inFlight: 10, at: start)
        #expect(limit.count == 11)
    }

    @Test func whatIsNotUsedDoesNotGrow() {
        var limit = AdaptiveLimit(initial: 10, maximum: 100)
        for _ in 0..<1_000 { limit.succeeded(after: .seconds(1), isStreaming: false, inFlight: 4, at: start) }
        #expect(limit.count == 10)
    }

    @Test func aBurstOfRefusalsCountsOnce() {
        var limit = AdaptiveLimit(initial: 100, maximum: 1_000)
        for _ in 0..<50 { limit.overloaded(sentAt: at(0), at: at(1)) }
        #expect(limit.count == 70)
        limit.overloaded(sentAt: at(2), at: at(3))
        #expect(limit.count == 49)
        for second in 4..<100 { limit.overloaded(sentAt: at(Double(second)), at: at(Double(second) + 0.5)) }
        #expect(limit.count == 1)
    }

    @Test func itStaysUnderItsMaximum() {
        var limit = AdaptiveLimit(initial: 20, maximum: 25)
        for _ in 0..<10_000 { limit.succeeded(after: .seconds(1), isStreaming: true, inFlight: 25, at: start) }
        #expect(limit.count == 25)
    }

    @Test func aSlowRoundTakesATenth() {
        var limit = AdaptiveLimit(initial: 40, maximum: 40)
        for _ in 0..<40 { limit.succeeded(after: .seconds(1), isStreaming: false, inFlight: 1, at: start) }
        for _ in 0..<40 { limit.succeeded(after: .seconds(1.9), isStreaming: false, inFlight: 1, at: start) }
        #expect(limit.count == 40)
        for _ in 0..<40 { limit.succeeded(after: .seconds(3), isStreaming: false, inFlight: 1, at: start) }
        #expect(limit.count == 36)
        // Streams are counted by themselves.
        for _ in 0..<40 { limit.succeeded(after: .seconds(9), isStreaming: true, inFlight: 1, at: start) }
        #expect(limit.count == 36)
    }

    /// Against a server that takes 30 at a time and refuses the rest, the limit comes near to that and stays there.
    @Test func itFindsWhatAServerTakes() {
        for initial in [1, 20, 400] {
            var limit = AdaptiveLimit(initial: initial, maximum: 1_000)
            var second = 0.0
            var refused = (early: 0, late: 0)
            for round in 0..<400 {
                let sent = limit.count
                for call in 0..<sent {
                    if call < 30 {
                        limit.succeeded(after: .seconds(1), isStreaming: false, inFlight: sent, at: at(second + 1))
                    } else {
                        limit.overloaded(sentAt: at(second), at: at(second + 1))
                        if round < 200 { refused.early += 1 } else { refused.late += 1 }
                    }
                }
                second += 2
            }
            #expect((20...31).contains(limit.count), "\(initial): \(limit.count)")
            #expect(refused.late < 200 * 30 / 50, "\(refused)")
        }
    }
}
