import Foundation
import Testing

@testable import MagmaModel

@Suite struct CostTests {
    private func answer(
        _ id: String,
        _ body: String,
        extra: JSON.Object = [:],
        capabilities: Capabilities? = nil,
        baseURL: String? = nil
    ) async throws -> Generation {
        let environment = [
            "OPENAI_API_KEY": testKey, "ANTHROPIC_API_KEY": testKey, "OPENROUTER_API_KEY": testKey,
            "XAI_API_KEY": testKey,
        ]
        let model = Model(
            try ModelID(parsing: id), extra: extra, baseURL: baseURL, capabilities: capabilities)
        return try await withDispatcher(.fake(FakeTransport(.json(body)), environment: environment)) {
            try await model([.user("hi")])
        }
    }

    private func chat(_ usage: String, model: String = "m", more: String = "") -> String {
        #"{"id":"c","model":"\#(model)","choices":[{"message":{"content":"a"},"finish_reason":"stop"}],"usage":\#(usage)\#(more)}"#
    }

    @Test func thePartsDoNotOverlapAndSumUp() async throws {
        let body = #"""
            {"id":"m","model":"claude-sonnet-4-5","content":[{"type":"text","text":"a"}],"stop_reason":"end_turn",
             "usage":{"input_tokens":12,"cache_read_input_tokens":5,"cache_creation_input_tokens":4,"output_tokens":9,
                      "cache_creation":{"ephemeral_5m_input_tokens":3,"ephemeral_1h_input_tokens":1}}}
            """#
        let cost = try #require(try await answer("anthropic/claude-sonnet-4-5", body).cost)
        #expect("\(cost.total)" == "0.00018975")
        let parts = [cost.input, cost.cachedInput, cost.cacheWrite, cost.output, cost.reasoning, cost.audio]
        #expect(parts.compactMap { $0 }.reduce(0, +) == cost.total && !parts.contains(nil))
        #expect("\(cost.cacheWrite ?? 0)" == "0.00001725" && cost.source == .registry && !cost.isPartial)
    }

    @Test func whatIsNotKnownHasAReasonAndIsNotZero() async throws {
        let unknown = try await answer("openai/nobody-knows", chat(#"{"prompt_tokens":3,"completion_tokens":1}"#))
        #expect(unknown.cost == nil && unknown.costUnavailable == "No price is known for openai/nobody-knows.")
        let silent = try await answer("openai/gpt-4o", chat("null"))
        #expect(silent.cost == nil && silent.costUnavailable?.contains("no usage") == true)
        let half = try await answer(
            "openai/nobody-knows", chat(#"{"prompt_tokens":3,"completion_tokens":1}"#),
            capabilities: Capabilities(prices: Prices(standard: .init(input: 1))))
        #expect(half.costUnavailable == "No price is known for output of openai/nobody-knows.")
    }

    @Test func theModelThatWasServedCounts() async throws {
        let body = chat(#"{"prompt_tokens":1000000,"completion_tokens":0}"#, model: "gpt-4o-mini")
        #expect("\(try await answer("openai/gpt-4o", body).cost?.total ?? 0)" == "0.15")
    }

    @Test(arguments: [
        ("priority", #","service_tier":"default""#, "0.25"), ("auto", #","service_tier":"priority""#, "0.5"),
        ("flex", "", "0.125"), ("flex", #","service_tier":null"#, "0.125"),
    ])
    func theTierThatWasServedCounts(_ asked: String, _ said: String, _ total: String) async throws {
        let body = chat(#"{"prompt_tokens":100000,"completion_tokens":0}"#, more: said)
        let answer = try await answer("openai/gpt-5.4", body, extra: ["service_tier": .string(asked)])
        #expect("\(answer.cost?.total ?? 0)" == total)
    }

    @Test func theTierIsReadInResponsesToo() async throws {
        let body =
            #"{"id":"r","object":"response","status":"completed","model":"gpt-5.4","service_tier":"flex","output":[{"type":"message","content":[{"type":"output_text","text":"a"}]}],"usage":{"input_tokens":100000,"output_tokens":0}}"#
        let answer = try await answer("openai/responses/gpt-5.4", body)
        #expect(
            answer.serviceTier == "flex" && "\(answer.cost?.total ?? 0)" == "0.125", "\(answer.costUnavailable ?? "")")
    }

    @Test func aRegionOfTheProvidersOwnCostsMore() async throws {
        let body = chat(#"{"prompt_tokens":100000,"completion_tokens":0}"#)
        let there = try await answer("openai/gpt-5.4", body, baseURL: "https://eu.api.openai.com/v1")
        #expect("\(there.cost?.total ?? 0)" == "0.275")
        let elsewhere = try await answer("openai/gpt-5.4", body, baseURL: "https://eu.example.com/v1")
        #expect("\(elsewhere.cost?.total ?? 0)" == "0.25")
    }

    @Test(arguments: [
        ("openrouter/some/model", #"{"prompt_tokens":3,"completion_tokens":1,"cost":0.0000688}"#, "0.0000688"),
        ("openrouter/a/b:free", #"{"prompt_tokens":3,"completion_tokens":1,"cost":0}"#, "0"),
        (
            "openrouter/a/b",
            #"{"prompt_tokens":3,"completion_tokens":1,"cost":0.01,"is_byok":true,"cost_details":{"upstream_inference_cost":0.2}}"#,
            "0.21"
        ),
        ("xai/nobody-knows", #"{"prompt_tokens":3,"completion_tokens":1,"cost_in_usd_ticks":7909000}"#, "0.0007909"),
        ("openai/gpt-4o", #"{"prompt_tokens":3,"completion_tokens":1,"cost":{"total_cost":0.00504}}"#, "0.00504"),
        // 0 for what has a price is no price.
        ("openai/gpt-4o", #"{"prompt_tokens":1000,"completion_tokens":0,"cost_in_usd_ticks":0}"#, "0.0025"),
    ])
    func whatTheProviderSaysGoesBeforeTheRegistry(_ id: String, _ usage: String, _ total: String) async throws {
        let cost = try #require(try await answer(id, chat(usage)).cost)
        #expect("\(cost.total)" == total)
    }

    @Test func theHandlesOwnPricesGoFirst() async throws {
        let body = chat(#"{"prompt_tokens":1000000,"completion_tokens":1000000,"cost":5}"#)
        let said = Capabilities(prices: Prices(input: 1, output: 2))
        let cost = try #require(try await answer("openrouter/a/b", body, capabilities: said).cost)
        #expect(cost.total == 3 && cost.source == .override)
    }

    @Test func aCutStreamCostsWhatIsKnown() async throws {
        let start =
            #"data: {"type":"message_start","message":{"id":"m","model":"claude-sonnet-4-5","content":[],"usage":{"input_tokens":1000000,"output_tokens":1}}}"#
        let delta = #"data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"Hel"}}"#
        let transport = FakeTransport(.stream(start + "\n\n", delta + "\n\n"))
        let dispatcher = Dispatcher.fake(transport, environment: ["ANTHROPIC_API_KEY": testKey])
        let stream = GenerationStream(
            model: Model("anthropic/claude-sonnet-4-5"), messages: [.user("hi")], dispatcher: dispatcher)
        let error = await #expect(throws: ModelError.self) { try await stream.collect() }
        let cost = try #require(error?.partial?.cost)
        #expect(error?.code == .incompleteStream && "\(cost.total)" == "3.000015" && cost.isPartial)
    }

    @Test func aCostSurvivesItsJSON() async throws {
        let body = chat(#"{"prompt_tokens":3,"completion_tokens":1}"#)
        let answer = try await answer("openai/gpt-4o", body)
        #expect(answer.json["usage"]?["cost"] == 0.0000175)
        let copy = try JSONDecoder().decode(Generation.self, from: JSONEncoder().encode(answer))
        #expect("\(copy.cost?.total ?? 0)" == "0.0000175")
    }

    @Test func offPeakPricesHoldInTheirHours() throws {
        let prices = try #require(Registry.bundled.capabilities("deepseek/deepseek-v4-pro")?.prices)
        func input(_ seconds: Double) -> String {
            "\(prices.rates(promptTokens: 1, service: nil, at: seconds).input ?? 0)"
        }
        let monday: Double = 1_795_392_000  // 2026-11-23, midnight
        #expect(input(monday) == "0.66" && input(monday + 3_599) == "0.66" && input(monday + 3_600) == "1.32")
        #expect(input(monday + 4 * 3_600) == "0.66" && input(monday + 6 * 3_600) == "1.32")
        #expect(input(monday + 10 * 3_600) == "0.66" && input(monday - 20 * 3_600) == "0.66")
    }

    @Test(arguments: [(199_999, "1.25"), (200_000, "2.5")])
    func aTierMayBeginAtItsBound(_ tokens: Int, _ price: String) throws {
        let prices = try #require(Registry.bundled.capabilities("xai/grok-4.20")?.prices)
        #expect("\(prices.rates(promptTokens: tokens, service: nil, at: 0).input ?? 0)" == price)
    }

    @Test(arguments: [
        (
            #"{"prompt_tokens":100,"completion_tokens":0,"prompt_tokens_details":{"cached_tokens":60,"audio_tokens":80}}"#,
            0, 40, 60
        ),
        (
            #"{"prompt_tokens":100,"completion_tokens":0,"prompt_tokens_details":{"audio_tokens":30,"text_tokens":100}}"#,
            70, 30, 0
        ),
        (
            #"{"prompt_tokens":100,"completion_tokens":0,"prompt_tokens_details":{"cached_tokens":50,"audio_tokens":40,"cached_tokens_details":{"audio_tokens":20}}}"#,
            30, 20, 30
        ),
    ])
    func countsThatOverlapAreCountedOnce(_ text: String, _ plain: Int, _ audio: Int, _ cached: Int) throws {
        let raw = try JSON(parsing: text)
        let details = raw["prompt_tokens_details"]
        let usage = Usage(input: 100, output: 0, cachedInput: details?["cached_tokens"]?.intValue, raw: raw)
        let counts = TokenCounts(usage)
        #expect(counts.text == plain && counts.audio == audio && counts.cached == cached)
    }
}
