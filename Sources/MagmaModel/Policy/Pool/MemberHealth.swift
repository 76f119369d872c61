/// Whether a member of a pool serves, by what its calls came to: outlier detection as Envoy has it, with a single call as the
/// probe of one that was out.
struct MemberHealth {
    enum State { case serving, probing, out }

    private var consecutiveFailures = 0
    private var window: (start: Moment, calls: Int, failures: Int)?
    /// How many times it was put out of late, which makes the next time longer.
    private(set) var ejections = 0
    private(set) var outUntil: Moment?
    private var isBeingProbed = false
    /// Until when its provider asks to be left alone.
    private var restsUntil: Moment?

    /// What a call now would be for it.
    func state(at now: Moment) -> State {
        if let restsUntil, now < restsUntil { return .out }
        guard let outUntil else { return .serving }
        return now < outUntil || isBeingProbed ? .out : .probing
    }

    /// Whether it has been put out, and not come back.
    var isEjected: Bool { outUntil != nil }

    mutating func begin(at now: Moment) {
        if outUntil != nil { isBeingProbed = true }
    }

    /// A call ended without a word on the member: it was cancelled, or what was asked was wrong.
    mutating func ended() { isBeingProbed = false }

    mutating func succeeded(at now: Moment, _ rules: Pool.Ejection) {
        consecutiveFailures = 0
        restsUntil = nil
        isBeingProbed = false
        if outUntil != nil {
            outUntil = nil
            window = nil
        }
        count(isFailure: false, at: now, rules)
    }

    /// Returns whether it is to be put out, if the pool can do without it.
    mutating func failed(
        at now: Moment,
        retryAfter: Duration?,
        _ rules: Pool.Ejection
    ) -> Bool {
        consecutiveFailures += 1
        if let retryAfter { restsUntil = max(restsUntil ?? now, now.advanced(by: min(retryAfter, .seconds(60)))) }
        count(isFailure: true, at: now, rules)
        // A call that was under way when it was put out proves nothing new.
        guard outUntil == nil || isBeingProbed else { return false }
        if isBeingProbed { return true }
        if consecutiveFailures >= rules.consecutiveFailures { return true }
        guard let window, window.calls >= rules.minimumRequests else { return false }
        return Double(window.failures) >= rules.failureRate * Double(window.calls)
    }

    mutating func eject(at now: Moment, _ rules: Pool.Ejection) {
        ejections += 1
        outUntil = now.advanced(by: min(rules.baseTime * ejections, rules.maximumTime))
        isBeingProbed = false
        consecutiveFailures = 0
        window = nil
    }

    private mutating func count(isFailure: Bool, at now: Moment, _ rules: Pool.Ejection) {
        if let start = window?.start, now - start >= rules.interval {
            if outUntil == nil, ejections > 0 { ejections -= 1 }
            window = nil
        }
        let old = window ?? (now, 0, 0)
        window = (old.start, old.calls + 1, old.failures + (isFailure ? 1 : 0))
    }
}
