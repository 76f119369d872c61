import Instrumentation
import Tracing

/// A tracer that samples everything out, and takes note of what it is told all the same.
struct UnrecordingTracer: Tracer {
    let log = Log()

    struct Span: Tracing.Span {
        let log: Log
        let context: InstrumentationContext
        var isRecording: Bool { false }

        var operationName: String {
            get { "" }
            nonmutating set { log.add("name") }
        }
        var attributes: SpanAttributes {
            get { [:] }
            nonmutating set { log.add("attributes") }
        }

        func setStatus(_ status: SpanStatus) { log.add("status") }
        func addEvent(_ event: SpanEvent) { log.add("event") }
        func addLink(_ link: SpanLink) { log.add("link") }
        func recordError<Instant: TracerInstant>(
            _ error: any Error,
            attributes: SpanAttributes,
            at instant: @autoclosure () -> Instant
        ) {
            log.add("error")
        }
        func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) { log.add("end") }
    }

    func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> InstrumentationContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> Span {
        log.add("start \(operationName)")
        return Span(log: log, context: context())
    }

    func forceFlush() {}

    func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {}

    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout InstrumentationContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {}
}
