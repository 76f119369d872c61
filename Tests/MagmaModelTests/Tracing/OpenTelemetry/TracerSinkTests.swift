import Foundation
import InMemoryTracing
import MagmaTesting
import Testing
import Tracing

@testable import MagmaModel

@Suite struct TracerSinkTests {
    private static let answer =
        #"{"id":"c1","model":"gpt-4o-2024-08-06","choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}],"#
        + #""usage":{"prompt_tokens":30,"completion_tokens":9,"prompt_tokens_details":{"cached_tokens":20},"#
        + #""completion_tokens_details":{"reasoning_tokens":4}}}"#
    private static let plain = FakeTransport.Reply.json(answer, headers: ["x-request-id": "r-1"])
    private static let stream = FakeTransport.Reply.stream(Answers.chunk("Hel"), Answers.chunk("lo"), Answers.end)
    private let model = Model("openai/gpt-4o")

    @Test func aCallIsOneSpanWithTheNamesOfTheConventions() async throws {
        let model = Model(
            "openai/gpt-4o", temperature: 0.5, maxTokens: 64,
            extra: [
                "top_p": 0.9, "seed": 7, "stop": ["END", "."], "frequency_penalty": 0.25, "presence_penalty": 1, "n": 2,
                "response_format": ["type": "json_object"],
            ],
            baseURL: "https://me:\(testKey)@models.example.com:8443/v1?api_key=\(testKey)")
        let before = Date().timeIntervalSince1970
        let spans = try await TracedCalls(Self.plain).spans {
            try await withSpan("request") { _ in
                try await withTrace(session: "s-1") { _ = try await model([.user("Say hi")]) }
            }
        }
        try #require(spans.count == 2)
        let (span, outer) = (spans[0], spans[1])
        #expect(span.operationName == "chat gpt-4o")
        #expect(span.kind == .client)
        #expect(span.parentSpanID == outer.spanID && span.traceID == outer.traceID)
        #expect(span.status == nil && span.events.isEmpty)
        let start = Double(span.startInstant.nanosecondsSinceEpoch) / 1e9
        #expect(start >= before - 0.001 && start <= Date().timeIntervalSince1970)
        #expect(span.seconds > 0 && span.seconds <= outer.seconds + 0.001)
        let expected: SpanAttributes = [
            "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-4o",
            "gen_ai.conversation.id": "s-1", "gen_ai.output.type": "json",
            "server.address": "models.example.com", "server.port": 8443,
            "gen_ai.request.temperature": 0.5, "gen_ai.request.top_p": 0.9, "gen_ai.request.max_tokens": 64,
            "gen_ai.request.seed": 7, "gen_ai.request.stop_sequences": .stringArray(["END", "."]),
            "gen_ai.request.frequency_penalty": 0.25, "gen_ai.request.presence_penalty": 1.0,
            "gen_ai.request.choice.count": 2,
            "gen_ai.response.id": "c1", "gen_ai.response.model": "gpt-4o-2024-08-06",
            "gen_ai.response.finish_reasons": .stringArray(["stop"]),
            "gen_ai.usage.input_tokens": 30, "gen_ai.usage.output_tokens": 9,
            "gen_ai.usage.cache_read.input_tokens": 20, "gen_ai.usage.reasoning.output_tokens": 4,
            "magma.request_id": "r-1", "magma.cost": span["magma.cost"] ?? 0,
        ]
        #expect(span.attributes == expected)
        #expect(span["magma.cost"] != nil)
    }

    @Test func aStreamTellsWhenItsFirstPieceCame() async throws {
        let spans = try await TracedCalls(Self.stream).spans {
            _ = try await model.stream([.user("hi")]).collect()
        }
        let span = try #require(spans.first)
        #expect(spans.count == 1)
        #expect(span["gen_ai.request.stream"] == true)
        guard case .double(let first) = span["gen_ai.response.time_to_first_chunk"] else {
            Issue.record("no time to the first chunk")
            return
        }
        #expect(first > 0 && first <= span.seconds + 1e-6)
    }

    @Test func aDroppedStreamIsOneSpanToo() async throws {
        let tracer = InMemoryTracer()
        let model = model
        try await withTracer(tracer) {
            try await withDispatcher(.fake(FakeTransport(Self.stream))) {
                for try await _ in model.stream([.user("hi")]) { break }
            }
        }
        #expect(await holds { !tracer.finishedSpans.isEmpty })
        let span = try #require(tracer.finishedSpans.first)
        #expect(tracer.finishedSpans.count == 1)
        #expect(span["error.type"] == "cancelled")
        #expect(span["gen_ai.request.model"] == "gpt-4o")
    }

    @Test func aFailureSaysWhyAndShowsNoKey() async throws {
        let refusal = FakeTransport.Reply.json(#"{"error":{"message":"bad key \#(testKey)"}}"#, status: 401)
        let spans = try await TracedCalls(refusal).spans {
            await #expect(throws: ModelError.self) { try await model([.user("hi")]) }
        }
        let span = try #require(spans.first)
        #expect(span["error.type"] == "authentication")
        #expect(span["http.response.status_code"] == 401)
        #expect(span["gen_ai.response.finish_reasons"] == nil)
        #expect(span.status?.code == .error)
        #expect(span.status?.message == "authentication", "a provider's words may quote the prompt")
    }

    @Test func retriesAreEventsOfTheOneSpan() async throws {
        let busy = FakeTransport.Reply.json(#"{"error":{"message":"busy"}}"#, status: 503)
        let spans = try await TracedCalls(busy, busy, Self.plain).spans { _ = try await model([.user("hi")]) }
        let span = try #require(spans.first)
        #expect(spans.count == 1)
        #expect(span["magma.attempts"] == 3)
        #expect(span.status == nil && span["error.type"] == nil)
        #expect(span.events.map(\.name) == ["magma.attempt.failed", "magma.attempt.failed"])
        #expect(span.events.map { $0.attributes.get("http.response.status_code") } == [503, 503])
        let times = span.events.map(\.nanosecondsSinceEpoch)
        #expect(times.allSatisfy { $0 >= span.startInstant.nanosecondsSinceEpoch })
        #expect(times.allSatisfy { $0 <= span.endInstant.nanosecondsSinceEpoch } && times[0] <= times[1])
    }

    @Test func aFallbackIsOneSpanOfTheModelThatAnswered() async throws {
        let gone = FakeTransport.Reply.json(#"{"error":{"message":"no such model"}}"#, status: 404)
        let second = Model("groq/llama-3.3-70b-versatile", temperature: 0.25, baseURL: "http://[::1]:9000/v1")
        let model = Model("openai/gpt-4o", temperature: 1).fallback(to: second, on: [.notFound])
        let spans = try await TracedCalls(gone, Self.plain).spans { _ = try await model([.user("hi")]) }
        let span = try #require(spans.first)
        #expect(spans.count == 1)
        #expect(span.operationName == "chat llama-3.3-70b-versatile")
        #expect(span["gen_ai.provider.name"] == "groq")
        #expect(span["gen_ai.request.temperature"] == 0.25)
        #expect(span["server.address"] == "::1" && span["server.port"] == 9000)
        #expect(span.events.count == 1)
        let event = try #require(span.events.first).attributes
        #expect(event.get("gen_ai.provider.name") == "openai" && event.get("gen_ai.request.model") == "gpt-4o")
        #expect(event.get("error.type") == "not_found")
    }

    @Test func embeddingsAreASpan() async throws {
        let reply = FakeTransport.Reply.json(
            #"{"data":[{"index":0,"embedding":[1,2]}],"usage":{"prompt_tokens":3,"total_tokens":3}}"#)
        let traced = TracedCalls(reply, environment: ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT": "true"])
        let spans = try await traced.spans {
            _ = try await Model("openai/text-embedding-3-small").embed(["a"], dimensions: 2)
        }
        let span = try #require(spans.first)
        #expect(span.operationName == "embeddings text-embedding-3-small")
        #expect(span["gen_ai.operation.name"] == "embeddings")
        #expect(span["gen_ai.usage.input_tokens"] == 3)
        #expect(span["gen_ai.embeddings.dimension.count"] == 2)
        #expect(span["gen_ai.input.messages"] == nil)
    }

    @Test func whatACacheAnswersIsNotCountedTwice() async throws {
        let spans = try await TracedCalls(Self.plain).spans {
            for _ in 0..<2 { _ = try await model.cached(in: "memory")([.user("hi")]) }
        }
        try #require(spans.count == 2)
        #expect(spans[0]["gen_ai.usage.input_tokens"] == 30 && spans[0]["magma.from_cache"] == nil)
        #expect(spans[1]["gen_ai.usage.input_tokens"] == nil && spans[1]["magma.from_cache"] == true)
        #expect(spans[1]["magma.cost"] == 0.0)
        #expect(spans[1]["gen_ai.request.model"] == "gpt-4o")
    }

    @Test func aTracerThatDoesNotRecordIsGivenNothing() async throws {
        let tracer = UnrecordingTracer()
        try await withTracer(tracer) {
            try await withDispatcher(.fake(FakeTransport(Self.plain))) { _ = try await model([.user("hi")]) }
        }
        #expect(tracer.log.lines == ["start chat gpt-4o", "end"])
    }

    @Test func withoutATracerThereIsNothing() async throws {
        #expect(TracerSink.found(Environment([:])) == nil)
        let dispatcher = Dispatcher.fake(FakeTransport(Self.plain))
        try await withDispatcher(dispatcher) { _ = try await model([.user("hi")]) }
        #expect(dispatcher.telemetry.sinks.isEmpty)
        #expect(dispatcher.observers == nil)
    }

    /// The client beneath makes spans of its own where it finds a tracer when it is made.
    @Test func theClientBeneathMakesNoSpansBesides() async throws {
        let server = try await ScriptedServer(replies: [.json(Self.answer)])
        defer { server.stop() }
        let model = Model("vllm/m", baseURL: server.url)
        let tracer = InMemoryTracer()
        try await withTracer(tracer) {
            let dispatcher = Dispatcher(transport: HTTPTransport(), environment: Environment([:]))
            try await withDispatcher(dispatcher) { _ = try await model([.user("hi")]) }
        }
        #expect(tracer.finishedSpans.map(\.operationName) == ["chat m"])
        #expect(tracer.activeSpans.isEmpty)
        #expect(server.requests.map { $0.headers["traceparent"] } == [nil])
    }
}
