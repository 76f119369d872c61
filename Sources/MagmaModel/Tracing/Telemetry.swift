internal import FoundationEssentials
import Synchronization

/// All that takes note of a dispatcher's calls.
struct Telemetry: Sendable {
    let sinks: [any CallSink]
    var date: @Sendable () -> Date = { Date() }

    /// Those that the environment and the application ask for.
    static func sinks(_ environment: Environment, _ masks: TraceMasks) -> [any CallSink] {
        var sinks: [any CallSink] = []
        if let langfuse = LangfuseSink(environment, masks) { sinks.append(langfuse) }
        return sinks
    }

    func began(_ call: HookCall) {
        for sink in sinks { sink.began(call) }
    }

    func ended(_ record: CallRecord) {
        for sink in sinks { sink.ended(record) }
    }
}

/// Telemetry that is looked for when the first call is made: by then an application has set up its tracer, its metrics and its log.
final class LazyTelemetry: Sendable {
    private final class Found: Sendable {
        /// `nil`: nobody wants to know.
        let telemetry: Telemetry?
        init(_ telemetry: Telemetry?) { self.telemetry = telemetry }
    }

    private let found = AtomicLazyReference<Found>()
    private let find: @Sendable () -> [any CallSink]

    init(_ find: @escaping @Sendable () -> [any CallSink]) { self.find = find }

    var value: Telemetry? {
        if let found = found.load() { return found.telemetry }
        let sinks = find()
        return found.storeIfNil(Found(sinks.isEmpty ? nil : Telemetry(sinks: sinks))).telemetry
    }

    /// What has been found already.
    var sinks: [any CallSink] { found.load()?.telemetry?.sinks ?? [] }
}
