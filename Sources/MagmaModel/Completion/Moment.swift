/// A point in time, to be told apart from others of the same process.
///
/// `ContinuousClock.Instant` has a layout that is known at run time only: what holds one is allocated and copied piece by piece in
/// each asynchronous function that it passes. This one is 64 bits; a time too far away is the last that there is.
struct Moment: Sendable, Hashable, Comparable {
    /// From the first use of the clock.
    private var nanoseconds: Int64

    private static let zero = ContinuousClock.now

    static var now: Moment { Moment(ContinuousClock.now) }

    init(_ instant: ContinuousClock.Instant) { nanoseconds = Self.zero.duration(to: instant).nanoseconds }

    /// The same time by the system's clock.
    var instant: ContinuousClock.Instant { Self.zero.advanced(by: .nanoseconds(nanoseconds)) }

    func advanced(by duration: Duration) -> Moment {
        var later = self
        let (sum, isTooFar) = nanoseconds.addingReportingOverflow(duration.nanoseconds)
        later.nanoseconds = isTooFar ? (duration < .zero ? .min : .max) : sum
        return later
    }

    func duration(to other: Moment) -> Duration {
        .nanoseconds(other.nanoseconds.subtractingReportingOverflow(nanoseconds).partialValue)
    }

    func seconds(since other: Moment) -> Double {
        Double(nanoseconds.subtractingReportingOverflow(other.nanoseconds).partialValue) * 1e-9
    }

    static func < (a: Moment, b: Moment) -> Bool { a.nanoseconds < b.nanoseconds }
    static func - (a: Moment, b: Moment) -> Duration { b.duration(to: a) }
    static func + (moment: Moment, duration: Duration) -> Moment { moment.advanced(by: duration) }
}

extension Duration {
    /// Whole nanoseconds, as far as 64 bits go: some 292 years.
    var nanoseconds: Int64 { Int64(clamping: attoseconds / 1_000_000_000) }
}
