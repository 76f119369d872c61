import Foundation
import Testing

@testable import MagmaModel

@Suite struct UserRegistryTests {
    private func registry(_ text: String) throws -> Registry {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("registry-\(UUID().uuidString).json")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try UserRegistry.registry(Environment(["MAGMA_MODEL_REGISTRY": file.path]))
    }

    @Test func ownFactsGoBeforeTheBuiltInOnes() throws {
        let registry = try registry(
            #"""
            {"as_of": "2027-01", "models": [
              {"id": "openai/gpt-4o", "prices": {"input": "2", "output": 8.5}, "refuses": ["vision"]},
              {"id": "mine/model", "limits": {"context": 10, "output": 5},
               "tiers": [{"above": 7, "prices": {"input": 3}}], "rate_limits": {"rpm": 60}}
            ]}
            """#)
        let known = try #require(registry.capabilities("openai/gpt-4o"))
        #expect(known.prices?.standard.output == Decimal(string: "8.5") && known.asOf == "2027-01")
        #expect(known.maxOutput == 16_384 && known.supports(.vision) == .unsupported)
        let mine = try #require(registry.capabilities("mine/model"))
        #expect(mine.contextWindow == 10 && mine.rateLimits?.requests?.limit == 60 && mine.prices?.tiers.count == 1)
        #expect(registry.ids.contains("mine/model") && registry.ids.contains("anthropic/claude-sonnet-4-5"))
    }

    @Test func theExampleOfTheDocumentationIsRead() throws {
        let page = try SourceFiles.text("docs/registry.md")
        let start = try #require(page.range(of: "```json\n"))
        let example = try #require(page[start.upperBound...].components(separatedBy: "```").first)
        let model = try #require(try registry(example).capabilities("mine/large"))
        #expect(model.prices?.tiers.first?.above == 128_000 && model.supports(.samplingParameters) == .unsupported)
    }

    @Test func liteLLMsMapIsRead() throws {
        let registry = try registry(
            #"""
            {"sample_spec": {"litellm_provider": "one of …", "max_input_tokens": "the most"},
             "new-model": {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1000, "max_output_tokens": 10,
               "input_cost_per_token": 1.5e-06, "output_cost_per_token": 6e-06, "cache_read_input_token_cost": 1.5e-07,
               "input_cost_per_token_above_200k_tokens": 3e-06, "input_cost_per_token_priority": 2e-06,
               "input_cost_per_token_above_200k_tokens_priority": 4e-06, "input_cost_per_token_batches": 7.5e-07,
               "cache_creation_input_token_cost_above_1hr": 4e-06, "output_cost_per_image": 0.04,
               "regional_processing_uplift_multiplier_eu": 1.1, "supports_vision": true, "supports_audio_input": false},
             "groq/other": {"litellm_provider": "groq", "rpm": 30, "tiered_pricing": [
               {"range": [0, 32000], "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06},
               {"range": [32000, 128000], "input_cost_per_token": 2e-06, "output_cost_per_token": 4e-06}],
               "off_peak_pricing": {"input_cost_per_token": 5e-07, "hours_utc": "16:30-00:30"}},
             "gemini-new": {"litellm_provider": "vertex_ai-language-models", "input_cost_per_token": 1e-06}}
            """#)
        let model = try #require(registry.capabilities("openai/new-model"))
        #expect(model.supports(.vision) == .supported && model.supports(.audioInput) == .unsupported)
        #expect(model.maxInputTokens == 1000 && model.prices?.factors == ["eu": Decimal(string: "1.1")!])
        func input(_ prices: Prices?, _ tokens: Int, _ service: String?, at seconds: Double = 0) -> String {
            "\(prices?.rates(promptTokens: tokens, service: service, at: seconds).input ?? -1)"
        }
        #expect(input(model.prices, 10, nil) == "1.5" && input(model.prices, 200_001, nil) == "3")
        #expect(input(model.prices, 10, "priority") == "2" && input(model.prices, 200_001, "priority") == "4")
        #expect(input(model.prices, 10, "batch") == "0.75")
        #expect(model.prices?.standard.cacheWriteOneHour == 4)
        let other = registry.capabilities("groq/other")
        #expect(input(other?.prices, 32_001, nil, at: 43_200) == "2" && input(other?.prices, 1, nil, at: 0) == "0.5")
        #expect(input(other?.prices, 1, nil, at: 1_800) == "1" && other?.rateLimits?.requests?.limit == 30)
        #expect(registry.capabilities("vertex_ai/gemini-new")?.prices?.standard.input == 1)
    }

    @Test func theListOfModelsDevIsRead() throws {
        let registry = try registry(
            #"""
            {"google": {"id": "google", "name": "Google", "models": {"gemini-new": {"id": "gemini-new", "reasoning": true,
               "tool_call": true, "temperature": false, "last_updated": "2026-11-01",
               "modalities": {"input": ["text", "image"], "output": ["text"]},
               "cost": {"input": 1.25, "output": 10, "cache_read": 0.125, "context_over_200k": {"input": 2.5, "output": 15}},
               "limit": {"context": 1048576, "output": 65536}}}}}
            """#)
        let model = try #require(registry.capabilities("gemini/gemini-new"))
        #expect(model.contextWindow == 1_048_576 && model.maxOutput == 65_536 && model.asOf == "2026-11-01")
        #expect(model.supports(.vision) == .supported && model.supports(.pdfInput) == .unsupported)
        #expect(model.supports(.samplingParameters) == .unsupported && model.supports(.reasoning) == .supported)
        let long = model.prices?.rates(promptTokens: 200_001, service: nil, at: 0)
        #expect(long?.input == Decimal(string: "2.5") && long?.cacheRead == Decimal(string: "0.125"))
    }

    @Test(arguments: [
        ("{\n \"models\": [\n", ":3:"), (#"{"models": [{"id": "x"}]}"#, "models[0]"),
        (#"{"models": [{"id": "a/b", "limits": {"input": "many"}}]}"#, "models[0] (a/b): \"limits.input\""),
        (#"{"gpt": {"litellm_provider": "openai", "input_cost_per_token": "free"}}"#, "gpt: \"input_cost_per_token\""),
        (#"{"p": {"models": {"m": {"cost": {"input": -1}}}}}"#, "p.models[\"m\"]: \"cost.input\""),
        (#"{"something": 1}"#, "no registry"), ("[]", "no registry"),
    ])
    func aBrokenFileIsNamedWithThePlace(_ text: String, _ place: String) throws {
        let error = #expect(throws: ModelError.self) { try registry(text) }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains(place) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("registry-") == true)
    }

    @Test func aBrokenFileFailsEachCall() async throws {
        let environment = ["OPENAI_API_KEY": testKey, "MAGMA_MODEL_REGISTRY": "/nonexistent/models.json"]
        let dispatcher = Dispatcher.fake(FakeTransport(.json(Answers.hello)), environment: environment)
        let error = await #expect(throws: ModelError.self) {
            try await withDispatcher(dispatcher) { try await Model("openai/gpt-4o")([.user("hi")]) }
        }
        #expect(error?.code == .configuration && error?.message.contains("/nonexistent/models.json") == true)
    }
}
