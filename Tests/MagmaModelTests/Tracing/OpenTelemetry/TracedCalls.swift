import InMemoryTracing
import Instrumentation
import Tracing

@testable import MagmaModel

/// What an application's tracer is told of calls that a dispatcher of its own makes.
struct TracedCalls {
    var replies: [FakeTransport.Reply]
    var environment: [String: String] = [:]

    init(_ replies: FakeTransport.Reply..., environment: [String: String] = [:]) {
        self.replies = replies
        self.environment = environment
    }

    func spans(_ body: @Sendable () async throws -> Void) async throws -> [FinishedInMemorySpan] {
        let tracer = InMemoryTracer()
        let keys = ["OPENAI_API_KEY": testKey, "GROQ_API_KEY": testKey].merging(environment) { $1 }
        try await withTracer(tracer) {
            try await withDispatcher(.fake(FakeTransport(replies), environment: keys)) { try await body() }
        }
        return tracer.finishedSpans
    }
}

extension FinishedInMemorySpan {
    subscript(name: String) -> SpanAttribute? { attributes.get(name) }

    var seconds: Double { Double(endInstant.nanosecondsSinceEpoch - startInstant.nanosecondsSinceEpoch) / 1e9 }
}
