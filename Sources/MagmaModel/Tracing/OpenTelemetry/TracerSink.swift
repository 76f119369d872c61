internal import FoundationEssentials
internal import Instrumentation
internal import Tracing

/// One span for each call, of the application's own tracer, made when the call is over.
struct TracerSink: CallSink {
    private let tracer: any Tracer
    /// Whether what was said is told too.
    private let capturesContent: Bool

    init(_ tracer: any Tracer, capturesContent: Bool) {
        self.tracer = tracer
        self.capturesContent = capturesContent
    }

    /// `nil` where the application has set up no tracer.
    static func found(_ environment: Environment) -> TracerSink? {
        let tracer = InstrumentationSystem.tracer
        guard !(tracer is NoOpTracer) else { return nil }
        let said = environment["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"]?.lowercased()
        return TracerSink(tracer, capturesContent: ["true", "span_only", "span_and_event"].contains(said ?? ""))
    }

    func ended(_ record: CallRecord) {
        let (start, end) = (record.startTime, record.time(record.duration))
        let span = tracer.startSpan(
            "\(record.operation) \(record.target.name)", context: record.context.ambient ?? .topLevel, ofKind: .client,
            at: start)
        if span.isRecording {
            span.updateAttributes { attributes in
                attributes.setRequest(record)
                attributes.setEnd(record)
                if capturesContent { attributes.setContent(record) }
            }
            for event in record.failures { span.addEvent(event) }
            if let error = record.end.error {
                // A provider's words may quote what was said.
                let message = capturesContent ? error.message : error.code.rawValue
                span.setStatus(SpanStatus(code: .error, message: message))
            }
        }
        span.end(at: end)
    }
}

extension CallRecord {
    fileprivate typealias Time = DefaultTracerClock.Timestamp

    fileprivate var startTime: Time { time(.zero) }

    /// So long after the start. A clock that stands before 1970 is taken to stand there.
    fileprivate func time(_ offset: Duration) -> Time {
        let nanoseconds = start.timeIntervalSince1970 * 1e9
        let zero = nanoseconds > 0 && nanoseconds < 1.8e19 ? UInt64(nanoseconds) : 0
        return Time(nanosecondsSinceEpoch: zero &+ UInt64(max(0, offset.nanoseconds)))
    }

    /// An event for each attempt that failed, where there were several. When is reckoned from how long each took.
    fileprivate var failures: [SpanEvent] {
        guard end.attempts.count > 1 else { return [] }
        var passed = Duration.zero
        var events: [SpanEvent] = []
        for attempt in end.attempts {
            passed = min(duration, passed + attempt.wait + attempt.duration)
            guard let code = attempt.failure else { continue }
            events.append(
                SpanEvent(
                    name: GenAI.Own.attemptFailed, at: time(passed),
                    attributes: SpanAttributes(failed: attempt, code)))
        }
        return events
    }
}
