import Foundation
import MagmaTesting
import Metrics
import MetricsTestKit
import Testing

@testable import MagmaModel

@Suite struct MetricsSinkTests {
    private static func answer(_ input: Int, cached: Int = 0) -> FakeTransport.Reply {
        .json(
            #"{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":\#(input),"#
                + #""completion_tokens":9,"prompt_tokens_details":{"cached_tokens":\#(cached)}}}"#)
    }
    private static let model = [
        ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", "openai"), ("gen_ai.request.model", "gpt-4o"),
    ]
    private let model = Model("openai/gpt-4o")

    private func measured(_ replies: FakeTransport.Reply..., body: @Sendable () async throws -> Void) async throws
        -> TestMetrics
    {
        let metrics = TestMetrics()
        let transport = FakeTransport(replies)
        let keys = ["OPENAI_API_KEY": testKey, "GROQ_API_KEY": testKey]
        try await withMetricsFactory(metrics) {
            try await withDispatcher(.fake(transport, environment: keys)) { try await body() }
        }
        return metrics
    }

    private static func outcome(_ word: String) -> [(String, String)] { model + [("magma.outcome", word)] }

    @Test func aCallIsCountedWithItsTokensAndItsCost() async throws {
        let metrics = try await measured(Self.answer(4_000_000, cached: 2_000_000)) {
            let answer = try await model([.user("hi")])
            #expect(answer.cost.map { $0.total > 5 } == true)
        }
        #expect(try metrics.expectCounter("magma.calls", Self.outcome("ok")).totalValue == 1)
        let duration = try metrics.expectTimer("gen_ai.client.operation.duration", Self.outcome("ok"))
        #expect(duration.values.count == 1 && duration.values[0] > 0)
        #expect(duration.displayUnit == .seconds)
        let input = Self.model + [("gen_ai.token.type", "input")]
        let output = Self.model + [("gen_ai.token.type", "output")]
        #expect(try metrics.expectRecorder("gen_ai.client.token.usage", input).values == [4_000_000])
        #expect(try metrics.expectRecorder("gen_ai.client.token.usage", output).values == [9])
        #expect(try metrics.expectCounter("magma.tokens.cached", Self.model).totalValue == 2_000_000)
        // Two million at $2.50 and as many at $1.25: this factory keeps whole numbers.
        #expect(try metrics.expectCounter("magma.cost", Self.model).totalValue == 7)
        #expect(metrics.counters(label: "magma.retries").isEmpty)
        #expect(metrics.timers(label: "gen_ai.client.operation.time_to_first_chunk").isEmpty)
        #expect(metrics.timers(label: "magma.limiter.wait").isEmpty)
    }

    @Test func aStreamIsTimedToItsFirstPieceAndCountedWhileItIsRead() async throws {
        let metrics = TestMetrics()
        let stream = FakeTransport.Reply.stream(Answers.chunk("Hel"), Answers.chunk("lo"), Answers.end)
        try await withMetricsFactory(metrics) {
            try await withDispatcher(.fake(FakeTransport(stream))) {
                var pieces = 0
                for try await _ in model.stream([.user("hi")]) {
                    pieces += 1
                    let labels = [("gen_ai.operation.name", "chat")]
                    if pieces == 1 {
                        #expect(try metrics.expectMeter("magma.calls.in_flight", labels).lastValue == 1)
                    }
                }
            }
        }
        let inFlight = try metrics.expectMeter("magma.calls.in_flight", [("gen_ai.operation.name", "chat")])
        #expect(inFlight.lastValue == 0)
        let first = try metrics.expectTimer("gen_ai.client.operation.time_to_first_chunk", Self.model)
        #expect(first.values.count == 1 && first.values[0] > 0)
    }

    @Test func failuresAndRetriesAreCountedByTheirCodes() async throws {
        let busy = FakeTransport.Reply.json(#"{"error":{"message":"busy"}}"#, status: 503)
        let refusal = FakeTransport.Reply.json(#"{"error":{"message":"bad key"}}"#, status: 401)
        let metrics = try await measured(busy, busy, Self.answer(1), refusal) {
            _ = try await model([.user("hi")])
            await #expect(throws: ModelError.self) { try await model([.user("hi")]) }
        }
        #expect(metrics.counterTotal(label: "magma.retries") == 2)
        #expect(try metrics.expectCounter("magma.retries", Self.outcome("overloaded")).totalValue == 2)
        #expect(try metrics.expectCounter("magma.calls", Self.outcome("ok")).totalValue == 1)
        #expect(try metrics.expectCounter("magma.calls", Self.outcome("authentication")).totalValue == 1)
        #expect(metrics.counterTotal(label: "magma.calls") == 2)
        #expect(try metrics.expectMeter("magma.calls.in_flight", [("gen_ai.operation.name", "chat")]).lastValue == 0)
    }

    @Test func whatACacheAnswersUsesNothing() async throws {
        let metrics = try await measured(Self.answer(10)) {
            for _ in 0..<3 { _ = try await model.cached(in: "memory")([.user("hi")]) }
        }
        let input = Self.model + [("gen_ai.token.type", "input")]
        #expect(try metrics.expectRecorder("gen_ai.client.token.usage", input).values == [10])
        #expect(try metrics.expectCounter("magma.calls", Self.outcome("cached")).totalValue == 2)
    }

    @Test func embeddingsAreAnOperationOfTheirOwn() async throws {
        let reply = FakeTransport.Reply.json(
            #"{"data":[{"index":0,"embedding":[1,2]}],"usage":{"prompt_tokens":3,"total_tokens":3}}"#)
        let metrics = try await measured(reply) { _ = try await Model("openai/text-embedding-3-small").embed(["a"]) }
        #expect(
            metrics.counterTotal(label: "magma.calls", dimensions: [("gen_ai.operation.name", "embeddings")]) == 1)
    }

    @Test func howLongLimitsHeldAnAttemptIsTold() async throws {
        let time = VirtualTime()
        let metrics = TestMetrics()
        let transport = FakeTransport(Self.answer(1), Self.answer(1))
        let dispatcher = Dispatcher(
            transport: transport, environment: Environment(["OPENAI_API_KEY": testKey]), clock: time)
        let model = model.with(limits: Limits(requestsPerMinute: 1, maximumWait: .seconds(120)))
        await time.run {
            await withMetricsFactory(metrics) {
                await withDispatcher(dispatcher) {
                    for index in 0..<2 {
                        let attempt = try? await model([.user("hi")]).attempts.first
                        #expect(attempt?.limitWait == attempt?.wait)
                        #expect(attempt.map { $0.wait > .seconds(50) } == (index == 1))
                    }
                }
            }
        }
        let wait = try metrics.expectTimer("magma.limiter.wait", Self.model)
        #expect(wait.values.count == 1)
        #expect((50_000_000_000...61_000_000_000).contains(wait.values.first ?? 0))
    }

    @Test func withoutMetricsThereIsNothing() {
        #expect(MetricsSink.found { _ in true } == nil)
    }
}
