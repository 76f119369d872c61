/// An average of latencies that follows a rise at once and a fall slowly, and fades while nothing is observed, so that who was
/// slow once is asked again in time. As Finagle and Linkerd have it, but for the fading, which is slower than the fall: to find
/// out whether a slow member has recovered costs somebody a slow answer.
struct PeakEWMA {
    private var value = 0.0
    private var stamp: Moment?
    /// After how long smaller values have replaced an old one but for about a third.
    private static let fall = Duration.seconds(10)
    /// After how long a value without others has faded to about a third.
    private static let fading = Duration.seconds(60)

    /// In seconds and not faded; `nil` where nothing has been observed.
    var last: Double? { stamp == nil ? nil : value }

    /// In seconds; `nil` where nothing has been observed.
    func average(at now: Moment) -> Double? {
        stamp.map { value * Self.weight(now - $0, Self.fading) }
    }

    mutating func observe(_ latency: Duration, at now: Moment) {
        let seconds = latency / .seconds(1)
        if let stamp, seconds <= value {
            let weight = Self.weight(now - stamp, Self.fall)
            value = value * weight + seconds * (1 - weight)
        } else {
            value = seconds
        }
        stamp = now
    }

    /// Nearly e to the power of -elapsed/decay, without the C library.
    private static func weight(_ elapsed: Duration, _ decay: Duration) -> Double {
        let step = 1 + max(0, elapsed / decay) / 16
        let square = step * step
        let fourth = square * square
        let eighth = fourth * fourth
        return 1 / (eighth * eighth)
    }
}
