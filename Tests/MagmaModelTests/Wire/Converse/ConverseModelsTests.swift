import Testing

@testable import MagmaModel

/// What differs from vendor to vendor.
@Suite struct ConverseModelsTests {
    typealias Support = ConverseSupport

    private func fields(_ model: String, _ options: JSON.Object) throws -> JSON? {
        try Support.body(Support.call(model: model, options: options))["additionalModelRequestFields"]
    }

    @Test func anEffortHasTheVendorsForm() throws {
        let effort: JSON.Object = ["reasoning_effort": "low"]
        #expect(try fields("openai.gpt-oss-120b-1:0", effort) == ["reasoning_effort": "low"])
        #expect(try fields("global.openai.gpt-5.6-sol", effort) == ["reasoning": ["effort": "low"]])
        #expect(try fields("qwen.qwen3-32b-v1:0", effort) == ["reasoning_config": "low"])
        #expect(
            try fields("us.amazon.nova-2-lite-v1:0", effort)
                == ["reasoningConfig": ["type": "enabled", "maxReasoningEffort": "low"]])
        #expect(try fields("vendor.of-tomorrow", effort) == ["reasoning_effort": "low"])
        for model in [Support.nova, Support.llama] {
            #expect(try Support.refusal(Support.call(model: model, options: effort)) == .unsupported)
        }
        #expect(
            try fields("us.anthropic.claude-sonnet-5-5", effort) == [
                "thinking": ["type": "adaptive", "display": "summarized"], "output_config": ["effort": "low"],
            ])
    }

    @Test func aBudgetRaisesTheLimit() throws {
        let body = try Support.body(Support.call(options: ["reasoning_effort": "high"]))
        #expect(body["inferenceConfig"] == ["maxTokens": 8192])
        #expect(
            body["additionalModelRequestFields"] == ["thinking": ["type": "enabled", "budget_tokens": 4096]])
        #expect(body["additionalModelResponseFieldPaths"] == ["/usage/output_tokens_details"])
    }

    @Test func topKHasTheVendorsPlace() throws {
        #expect(try fields(Support.nova, ["top_k": 9]) == ["inferenceConfig": ["topK": 9]])
        #expect(try fields("mistral.mistral-large-2402-v1:0", ["top_k": 9]) == ["top_k": 9])
        #expect(try Support.refusal(Support.call(model: Support.llama, options: ["top_k": 9])) == .unsupported)
    }

    @Test func aCachePointGoesOnlyWhereThereIsACache() throws {
        let hint = CacheHint(["type": "ephemeral", "ttl": "1h"])
        func sent(_ model: String) throws -> (JSON?, Int) {
            let message = Message(role: .user, parts: [.text("x")], cacheHint: hint)
            let sent = try Support.encode(Support.call([message], model: model))
            return (sent.body["messages"]?[0]?["content"]?[1]?["cachePoint"], sent.warnings.count)
        }
        #expect(try sent(Support.claude) == (["type": "default", "ttl": "1h"], 0))
        #expect(try sent(Support.nova) == (["type": "default"], 1))
        #expect(try sent(Support.llama) == (nil, 1))
    }

    @Test func namesOfAllFormsFindTheirRules() {
        func rules(_ model: String) -> ModelRules { .rules(provider: "bedrock", model: model) }
        let sonnet = rules("anthropic.claude-sonnet-4-5-20250929-v1:0")
        #expect(sonnet.maxOutput == 64_000 && sonnet.thinking == .budget && sonnet.speaksMessages)
        for name in [
            "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
            "us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0",
            "arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
            "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
        ] { #expect(rules(name) == sonnet) }
        #expect(rules("anthropic.claude-opus-4-6-v1").thinking == .adaptiveOrBudget)
        #expect(rules("anthropic.claude-v2:1").sampling == .accepted)
        #expect(rules("anthropic.claude-instant-v1").maxOutput == 4096)
        #expect(rules("us.anthropic.claude-opus-9").sampling == .refused)
        #expect(!rules("us.anthropic.claude-opus-4-7").converse.takesStrictTools)
        #expect(rules("arn:aws:bedrock:us-east-1:1:application-inference-profile/abc").sampling == .accepted)
        #expect(rules("us.meta.llama4-scout-17b-instruct-v1:0") == rules(Support.llama))
    }
}
