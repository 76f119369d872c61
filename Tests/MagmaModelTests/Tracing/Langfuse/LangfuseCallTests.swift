import MagmaTesting
import Testing

@testable import MagmaModel

/// Whole calls, through a dispatcher to a trace server.
@Suite(.timeLimit(.minutes(2))) struct LangfuseCallTests {
    private let model = Model("openai/gpt-4o")

    @Test func everyKindOfEndIsOneSpan() async throws {
        let server = try await TraceServer()
        let cut = ModelError(.connection, "cut")
        let transport = FakeTransport(
            .json(Answers.hello), .json(#"{"error":{"message":"no"}}"#, status: 400),
            .stream(Answers.chunk("a"), Answers.chunk("b"), Answers.end), .stream(Answers.chunk("half"), cut: cut),
            .stream(Answers.chunk("one"), Answers.chunk("two"), Answers.end))
        let dispatcher = Dispatcher.traced(server, transport)
        let model = model
        try await withDispatcher(dispatcher) {
            _ = try await model([.user("whole")])
            _ = await failure { () async throws(ModelError) in _ = try await model([.user("refused")]) }
            _ = try await model.stream([.user("streamed")]).collect()
            _ = await failure { () async throws(ModelError) in _ = try await model.stream([.user("cut")]).collect() }
            for try await _ in model.stream([.user("dropped")]) { break }
        }
        #expect(await dispatcher.flush())
        let spans = try server.spans
        #expect(spans.count == 5)
        func span(_ prompt: String) throws -> PostedSpan {
            try #require(spans.first { $0.observation("input")?[0]?["content"]?.stringValue == prompt })
        }
        let whole = try span("whole")
        #expect(whole.observation("output")?["content"] == "Hello")
        #expect(whole.observation("usage_details") == ["input": 3, "output": 1, "total": 4])
        #expect(whole["observation.completion_start_time"] == nil)
        #expect(whole["observation.metadata.stream"] == false)
        let refused = try span("refused")
        #expect(refused["observation.level"] == "ERROR")
        #expect(refused.observation("cost_details") == ["total": 0])
        let streamed = try span("streamed")
        #expect(streamed.observation("output")?["content"] == "ab")
        #expect(streamed["observation.completion_start_time"]?.stringValue?.hasSuffix("Z") == true)
        #expect(streamed["observation.metadata.finish_reason"] == "stop")
        let cutSpan = try span("cut")
        #expect(cutSpan["observation.level"] == "ERROR")
        #expect(cutSpan.observation("output")?["content"] == "half")
        #expect(cutSpan["observation.cost_details"] == nil)
        let dropped = try span("dropped")
        #expect(dropped["observation.level"] == "WARNING")
        #expect(dropped.observation("output")?["content"]?.stringValue?.hasPrefix("one") == true)
    }

    @Test func retriesAreWithinOneSpan() async throws {
        let server = try await TraceServer()
        let transport = FakeTransport(.json("{}", status: 503), .json("{}", status: 503), .json(Answers.hello))
        let dispatcher = Dispatcher.traced(server, transport)
        _ = try await withDispatcher(dispatcher) { try await model([.user("hi")]) }
        #expect(await dispatcher.flush())
        let spans = try server.spans
        #expect(spans.count == 1)
        #expect(spans.first?["observation.metadata.attempts"] == 3)
        #expect(spans.first?["observation.level"] == nil)
    }

    @Test func aFallbackIsATree() async throws {
        let server = try await TraceServer()
        let transport = FakeTransport(
            .json("{}", status: 400), .json(#"{"error":{"message":"x"}}"#, status: 404), .json(Answers.hello))
        let dispatcher = Dispatcher.traced(server, transport)
        let robust = Model("openai/gpt-4o", retry: RetryPolicy(count: 0))
            .fallback(to: [Model("openai/gpt-4o-mini"), Model("vllm/small")], on: [.invalidRequest, .notFound])
        _ = try await withDispatcher(dispatcher) { try await robust([.user("hi")]) }
        #expect(await dispatcher.flush())
        let spans = try server.spans
        #expect(spans.map { $0["observation.type"] } == ["span", "generation", "generation", "generation"])
        #expect(spans.dropFirst().allSatisfy { $0.parent == spans[0].id && $0.trace == spans[0].trace })
        #expect(spans.map { $0["observation.level"]?.stringValue ?? "" } == ["", "ERROR", "ERROR", ""])
        #expect(spans[3].observation("usage_details")?["total"] == 4)
        #expect(spans.compactMap { $0["observation.usage_details"] }.count == 1)
    }

    @Test func scopesGroupCalls() async throws {
        let server = try await TraceServer()
        let dispatcher = Dispatcher.traced(
            server, FakeTransport(.json(Answers.hello), .json(Answers.hello), .json(Answers.hello)))
        try await withDispatcher(dispatcher) {
            try await withTrace(name: "job", user: "u", session: "s", tags: ["t"], metadata: ["k": "v"]) {
                _ = try await model([.user("1")])
                try await withTrace(user: "w") { _ = try await model([.user("2")]) }
            }
            _ = try await model([.user("3")])
        }
        #expect(await dispatcher.flush())
        let spans = try server.spans
        #expect(Set(spans.map(\.trace)).count == 2)
        #expect(spans.map { $0["user.id"]?.stringValue } == ["u", "w", nil])
        #expect(spans.map { $0["trace.name"]?.stringValue } == ["job", "job", "chat gpt-4o"])
        #expect(spans.map { $0["trace.metadata.k"]?.stringValue } == ["v", "v", nil])
    }

    @Test func embeddingsAreTraced() async throws {
        let server = try await TraceServer()
        let transport = FakeTransport(
            .json(#"{"data":[{"index":0,"embedding":[1,2]}],"usage":{"prompt_tokens":2,"total_tokens":2}}"#))
        let dispatcher = Dispatcher.traced(server, transport)
        _ = try await withDispatcher(dispatcher) { try await Model("openai/text-embedding-3-small").embed(["a"]) }
        #expect(await dispatcher.flush())
        let span = try #require(try server.spans.first)
        #expect(span["observation.type"] == "embedding")
        #expect(span.observation("usage_details") == ["input": 2, "total": 2])
        #expect(span.observation("cost_details")?["total"]?.doubleValue ?? 0 > 0)
    }

    @Test func masksAreTheDispatchersAndCanBeTakenOut() async throws {
        let server = try await TraceServer()
        let dispatcher = Dispatcher.traced(server, FakeTransport(.json(Answers.hello), .json(Answers.hello)))
        try await withDispatcher(dispatcher) {
            let token = maskTraces { $0.input = "masked" }
            _ = try await model([.user("1")])
            token.remove()
            _ = try await model([.user("2")])
        }
        #expect(await dispatcher.flush())
        #expect(try server.spans.map { $0["observation.input"] } == ["masked", #"[{"role":"user","content":"2"}]"#])
    }

    @Test func nothingIsThereWithoutKeys() async throws {
        let server = try await TraceServer()
        for missing in ["LANGFUSE_PUBLIC_KEY", "LANGFUSE_SECRET_KEY"] {
            var environment = server.environment
            environment[missing] = nil
            let dispatcher = Dispatcher.fake(FakeTransport(.json(Answers.hello)), environment: environment)
            _ = try await withDispatcher(dispatcher) { try await model([.user("hi")]) }
            #expect(dispatcher.telemetry.value == nil)
            #expect(await dispatcher.flush())
        }
        #expect(server.connections == 0)
    }

    @Test func whatIsSampledOutIsNotSent() async throws {
        let server = try await TraceServer()
        let replies = [FakeTransport.Reply](repeating: .json(Answers.hello), count: 200)
        let dispatcher = Dispatcher.traced(server, FakeTransport(replies), ["LANGFUSE_SAMPLE_RATE": "0.5"])
        try await withDispatcher(dispatcher) { for _ in 0..<200 { _ = try await model([.user("hi")]) } }
        #expect(await dispatcher.flush())
        #expect((50...150).contains(try server.spans.count))
    }

    /// The server of traces never answers, and no call waits for it.
    @Test func aCallDoesNotWaitForItsTrace() async throws {
        let server = try await TraceServer(.stallBeforeHead)
        let replies = [FakeTransport.Reply](repeating: .json(Answers.hello), count: 3_000)
        let dispatcher = Dispatcher.traced(server, FakeTransport(replies))
        let start = ContinuousClock.now
        try await withDispatcher(dispatcher) { for _ in 0..<3_000 { _ = try await model([.user("hi")]) } }
        // The timeout of one request is 10 s.
        #expect(ContinuousClock.now - start < .seconds(8))
        let sink = try #require(dispatcher.telemetry.sinks.first as? LangfuseSink)
        #expect(sink.exporter.held.count == LangfuseExporter.maximumCount)
        #expect(sink.exporter.drops.counts[.queueFull] == 3_000 - LangfuseExporter.maximumCount)
        #expect(await dispatcher.shutdown(timeout: .milliseconds(10)) == false)
        #expect(await holds { sink.exporter.held.count == 0 })
    }

    @Test func nothingIsTracedAfterTheEnd() async throws {
        let server = try await TraceServer()
        let dispatcher = Dispatcher.traced(server, FakeTransport(.json(Answers.hello), .json(Answers.hello)))
        try await withDispatcher(dispatcher) {
            _ = try await model([.user("before")])
            #expect(await dispatcher.shutdown())
            _ = try await model([.user("after")])
        }
        #expect(await dispatcher.flush() == false, "a call was lost")
        #expect(await dispatcher.flush(), "what is lost is told once")
        #expect(try server.spans.count == 1)
        let sink = try #require(dispatcher.telemetry.sinks.first as? LangfuseSink)
        #expect(sink.exporter.drops.counts == [.shutdown: 1])
    }

    @Test func dispatchersOfOneEnvironmentShareAnExporter() async throws {
        let server = try await TraceServer()
        let (first, second) = (Dispatcher.traced(server, FakeTransport()), Dispatcher.traced(server, FakeTransport()))
        let sinks = [first, second].compactMap { $0.telemetry.value?.sinks.first as? LangfuseSink }
        #expect(sinks.count == 2)
        #expect(sinks[0].exporter === sinks[1].exporter)
        let other = Dispatcher.traced(server, FakeTransport(), ["LANGFUSE_RELEASE": "other"])
        let sink = try #require(other.telemetry.value?.sinks.first as? LangfuseSink)
        #expect(sink.exporter !== sinks[0].exporter, "the release stands on what all spans have in common")
    }

    /// A process that ends right after its call.
    @Test func theExitSendsWhatWaits() async throws {
        let server = try await TraceServer()
        let url = server.url
        await #expect(processExitsWith: .success) { [url = url as String] in
            let dispatcher = Dispatcher.fake(
                FakeTransport(.json(Answers.hello)),
                environment: [
                    "LANGFUSE_PUBLIC_KEY": testKey, "LANGFUSE_SECRET_KEY": testKey, "LANGFUSE_BASE_URL": url,
                    "LANGFUSE_FLUSH_INTERVAL": "600", "OPENAI_API_KEY": testKey,
                ])
            _ = try await withDispatcher(dispatcher) { try await Model("openai/gpt-4o")([.user("hi")]) }
        }
        #expect(try server.spans.count == 1)
    }
}
