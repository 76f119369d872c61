internal import FoundationEssentials
import Synchronization

/// One call in the eyes of telemetry, from its start.
final class CallSighting: Sendable {
    private let telemetry: Telemetry
    private let context: TraceContext
    private let now: @Sendable () -> Moment
    private let start: Moment
    private let date: Date
    /// Nanoseconds from the start to the first piece that says something; 0: none has come.
    private let firstToken = Atomic<Int64>(0)

    init(_ telemetry: Telemetry, _ context: TraceContext, now: @escaping @Sendable () -> Moment) {
        self.telemetry = telemetry
        self.context = context
        self.now = now
        start = now()
        date = telemetry.date()
    }

    func began(_ call: HookCall) { telemetry.began(call) }

    func saw(_ delta: Generation.Delta) {
        guard firstToken.load(ordering: .relaxed) == 0, delta.saysSomething else { return }
        firstToken.store(max(1, (now() - start).nanoseconds), ordering: .relaxed)
    }

    func ended(_ call: HookCall, _ end: CallEnd) {
        let first = firstToken.load(ordering: .relaxed)
        telemetry.ended(
            CallRecord(
                call: call, context: context, start: date, duration: now() - start,
                timeToFirstToken: first == 0 ? nil : .nanoseconds(first), end: end))
    }
}
