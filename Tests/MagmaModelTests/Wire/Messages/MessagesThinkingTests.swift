import Testing

@testable import MagmaModel

struct MessagesThinkingTests {
    private static let adaptive: JSON = ["type": "adaptive", "display": "summarized"]
    private static let forms: [(String, String, JSON, String?)] = [
        ("claude-sonnet-4-5", "high", ["type": "enabled", "budget_tokens": 4096], nil),
        ("claude-opus-4-6", "medium", adaptive, "medium"),
        ("claude-opus-5-5", "minimal", adaptive, "low"),
        ("claude-opus-4-7", "none", ["type": "disabled"], nil),
    ]

    @Test(arguments: forms)
    func effortTakesTheModelsForm(model: String, effort: String, thinking: JSON, word: String?) throws {
        let options: JSON.Object = ["reasoning_effort": .string(effort)]
        let body = try MessagesSupport.body(MessagesSupport.call(model: model, options: options))
        #expect(body["thinking"] == thinking)
        #expect(body["output_config"]?["effort"]?.stringValue == word)
        #expect(body["reasoning_effort"] == nil)
    }

    private static let refused: [(String, JSON.Object)] = [
        ("claude-opus-5-5", ["reasoning_effort": "none"]),
        ("claude-opus-5-5", ["thinking": ["type": "disabled"]]),
        ("claude-sonnet-5-5", ["thinking": ["type": "enabled", "budget_tokens": 2048]]),
        ("claude-haiku-4-5", ["thinking": ["type": "adaptive"]]),
        ("claude-opus-4-6", ["reasoning_effort": "xhigh"]),
    ]

    @Test(arguments: refused)
    func refusesWhatTheModelCannot(model: String, options: JSON.Object) throws {
        #expect(MessagesSupport.refusal(try MessagesSupport.call(model: model, options: options)) == .unsupported)
    }

    @Test func budgetsFitTheLimit() throws {
        var call = try MessagesSupport.call(options: ["reasoning_effort": "high"])
        call.settings.maxTokens = 3000
        let (body, warnings) = try MessagesSupport.encode(call)
        #expect(body["thinking"]?["budget_tokens"] == 2999 && warnings.count == 1)
        call.settings.maxTokens = 1000
        #expect(MessagesSupport.refusal(call) == .unsupported)
    }

    @Test func outputConfigKeepsWhatTheCallerSaid() throws {
        let options: JSON.Object = [
            "reasoning_effort": "low", "output_config": ["task_budget": 9],
            "response_format": ["type": "json_schema", "json_schema": ["name": "n", "schema": ["type": "object"]]],
        ]
        let body = try MessagesSupport.body(MessagesSupport.call(model: "claude-opus-5", options: options))
        let expected: JSON = [
            "task_budget": 9, "effort": "low",
            "format": ["type": "json_schema", "schema": ["type": "object", "additionalProperties": false]],
        ]
        #expect(body["output_config"] == expected)
    }

    @Test func schemasAreNarrowedAloud() throws {
        let schema: JSON = [
            "type": "object",
            "properties": ["maximum": ["type": "integer", "maximum": 5], "b": ["oneOf": [["type": "null"]]]],
        ]
        let options: JSON.Object = ["response_format": ["type": "json_schema", "json_schema": ["schema": schema]]]
        let (body, warnings) = try MessagesSupport.encode(MessagesSupport.call(options: options))
        let expected: JSON = [
            "type": "object",
            "properties": ["maximum": ["type": "integer"], "b": ["anyOf": [["type": "null"]]]],
            "additionalProperties": false,
        ]
        #expect(body["output_config"]?["format"]?["schema"] == expected)
        #expect(warnings.count == 1 && warnings[0].message.contains("maximum"))
    }
}

struct ModelTableTests {
    @Test func familiesFollowTheirNewest() {
        func rules(_ model: String) -> ModelRules { .rules(provider: "anthropic", model: model) }
        #expect(rules("claude-opus-9-1") == rules("claude-opus-5-5"))
        #expect(rules("claude-sonnet-latest") == rules("claude-sonnet-5-5"))
        #expect(rules("claude-something").sampling == .refused)
        #expect(rules("claude-opus-4-20250514").maxOutput == 32_000)
        #expect(rules("claude-sonnet-4-5-20250929").maxOutput == 64_000)
        #expect(rules("claude-3-5-haiku-latest").maxOutput == 8192)
        #expect(rules("claude-2.1").sampling == .accepted)
        #expect(!rules("claude-opus-4-7").takesLaterSystem && rules("claude-opus-4-8").takesLaterSystem)
        #expect(rules("somebodys-claude") == .unknown)
    }

    @Test func gatewaysTakeTheModelsSamplingOnly() {
        let reasoner = ModelRules.rules(provider: "openrouter", model: "openai/gpt-5")
        #expect(reasoner == ModelRules(sampling: .refused))
        #expect(ModelRules.rules(provider: "openrouter", model: "anthropic/claude-sonnet-4.5").sampling == .accepted)
        #expect(ModelRules.rules(provider: "groq", model: "openai/gpt-oss-120b") == .unknown)
        #expect(ModelRules.rules(provider: "azure", model: "o4-mini").wantsMaxCompletionTokens)
        #expect(ModelRules.rules(provider: "mistral", model: "gpt-5") == .unknown)
    }
}
