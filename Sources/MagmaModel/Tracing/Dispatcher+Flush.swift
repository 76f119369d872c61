extension Dispatcher {
    /// Sends what is traced of the calls that have ended, and waits until it has arrived, and the journal's lines are written.
    ///
    /// `false` where not all of it has arrived within the time, or some was lost since this was last asked. Without tracing it
    /// returns at once. A server calls ``shutdown(timeout:)`` at its end; a script need not call anything, for what waits is sent at its
    /// exit, in 2 s at most.
    @discardableResult
    public func flush(timeout: Duration = .seconds(10)) async -> Bool {
        await each { await $0.flush(timeout: timeout) }
    }

    /// The same for the last time: what is not sent by then is dropped and counted, and so is what is traced of later calls. Calls
    /// go on as before.
    @discardableResult
    public func shutdown(timeout: Duration = .seconds(10)) async -> Bool {
        await each { await $0.shutdown(timeout: timeout) }
    }

    private func each(_ body: @escaping @Sendable (any CallSink) async -> Bool) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            for sink in telemetry.sinks { group.addTask { await body(sink) } }
            return await group.reduce(true) { $0 && $1 }
        }
    }
}
