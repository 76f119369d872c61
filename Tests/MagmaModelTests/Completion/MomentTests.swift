import Testing

@testable import MagmaModel

@Suite struct MomentTests {
    @Test func oneInstantIsOneMoment() {
        let instant = ContinuousClock.now.advanced(by: .seconds(3))
        #expect(Moment(instant) == Moment(instant))
        #expect(Moment(instant).instant == instant)
        #expect(TransportTimeouts(deadline: instant) == TransportTimeouts(deadline: instant))
        #expect(TransportTimeouts(deadline: instant).deadline == instant)
    }

    @Test func itGoesByTheClock() async throws {
        let (start, before) = (Moment.now, ContinuousClock.now)
        try await Task.sleep(for: .milliseconds(20))
        let passed = Moment.now - start
        #expect(passed >= .milliseconds(20) && passed <= ContinuousClock.now - before)
        #expect(start.advanced(by: .seconds(2)) - start == .seconds(2))
        #expect(start < start.advanced(by: .nanoseconds(1)))
        #expect(start.advanced(by: .milliseconds(1500)).seconds(since: start) == 1.5)
    }

    @Test func whatIsTooFarAwayIsTheLastTime() {
        let far = Moment.now.advanced(by: .seconds(Int64.max))
        #expect(far == far.advanced(by: .seconds(1)))
        #expect(far > Moment.now && Moment.now.advanced(by: .seconds(Int64.min)) < Moment.now)
        #expect(Duration.seconds(Int64.max).nanoseconds == .max && Duration.seconds(Int64.min).nanoseconds == .min)
    }
}
