extension Dispatcher {
    /// Waits until what was noted of the calls that have ended is where it belongs: the journal, for one. `false` where it is not
    /// by then. Where nobody takes note it returns at once.
    @discardableResult
    public func flush(timeout: Duration = .seconds(10)) async -> Bool {
        var isComplete = true
        for sink in telemetry.sinks where await !sink.flush(timeout: timeout) { isComplete = false }
        return isComplete
    }
}
