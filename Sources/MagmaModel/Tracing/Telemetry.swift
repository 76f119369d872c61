internal import FoundationEssentials
import Synchronization

/// All that takes note of a dispatcher's calls.
struct Telemetry: Sendable {
    let sinks: [any CallSink]
    var date: @Sendable () -> Date = { Date() }

    /// Those that the environment and the application ask for.
    ///
    /// - Parameters:
    ///   - hasProvider: whether there is a provider of a prefix.
    ///   - isKnown: whether the registry has a model.
    static func sinks(
        _ environment: Environment,
        masks: TraceMasks = TraceMasks(),
        log: CallLog = CallLog(),
        hasProvider: @escaping @Sendable (String) -> Bool = { _ in false },
        isKnown: @escaping @Sendable (ModelID) -> Bool = { _ in false }
    ) -> [any CallSink] {
        let sinks: [(any CallSink)?] = [
            LangfuseSink(environment, masks),
            TracerSink.found(environment),
            MetricsSink.found(hasProvider: hasProvider, isKnown),
            LogSink(log.logger),
            JournalSink(environment),
        ]
        return sinks.compactMap { $0 }
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
    private enum State: UInt8, AtomicRepresentable {
        case unknown, nobody, somebody
    }

    private let state = Atomic(State.unknown)
    private let found = Mutex<Telemetry?>(nil)
    private let find: @Sendable () -> [any CallSink]

    init(_ find: @escaping @Sendable () -> [any CallSink]) { self.find = find }

    /// `nil`: nobody wants to know.
    var value: Telemetry? {
        switch state.load(ordering: .acquiring) {
        case .nobody: nil
        case .somebody: found.withLock { $0 }
        case .unknown: look()
        }
    }

    /// What has been found already.
    var sinks: [any CallSink] { found.withLock { $0?.sinks } ?? [] }

    @inline(never)
    private func look() -> Telemetry? {
        found.withLock { found in
            guard state.load(ordering: .acquiring) == .unknown else { return found }
            let sinks = find()
            if !sinks.isEmpty { found = Telemetry(sinks: sinks) }
            state.store(sinks.isEmpty ? .nobody : .somebody, ordering: .releasing)
            return found
        }
    }
}
