import Testing

@testable import MagmaModel

/// What a provider's row or a model's rules refuse goes out neither aloud nor in silence.
@Suite struct RefusedParametersTests {
    private func request(_ model: Model) throws(ModelError) -> (body: JSON?, warnings: [String]) {
        let dispatcher = Dispatcher.fake(FakeTransport(), environment: [:])
        let request = try dispatcher.prepare(model.with(temperature: nil), [.user("x")], streaming: false)
        return (try? JSON(parsing: request.body), request.warnings.map(\.subject))
    }

    private static let function: JSON = ["type": "function", "function": ["name": "f"]]
    private static let refused: [(ModelID, String, JSON.Object)] = [
        ("groq/m", "n", ["n": 2]), ("groq/m", "logprobs", ["logprobs": true]), ("perplexity/m", "stop", ["stop": "a"]),
        ("deepinfra/m", "tool_choice", ["tools": [function], "tool_choice": "required"]),
        ("zai/m", "tool_choice", ["tools": [function], "tool_choice": function]),
        ("moonshot/m", "functions", ["functions": [["name": "f"]]]), ("minimax/m", "n", ["n": 2]),
        ("mistral/m", "verbosity", ["verbosity": "low"]), ("sambanova/m", "seed", ["seed": 1]),
        ("xai/grok-4", "stop", ["stop": "a"]), ("xai/grok-3-mini", "presence_penalty", ["presence_penalty": 1]),
        ("openai/gpt-4o", "reasoning_effort", ["reasoning_effort": "low"]), ("openai/o3", "stop", ["stop": "a"]),
        ("openai/gpt-5", "logprobs", ["logprobs": true]),
        ("openai/gpt-5.6", "logit_bias", ["logit_bias": ["1": 1]]),
        ("openai/gpt-5.1", "frequency_penalty", ["frequency_penalty": 1, "reasoning_effort": "low"]),
        ("fireworks_ai/m", "response_format", ["tools": [function], "response_format": ["type": "json_object"]]),
    ]

    @Test(arguments: refused)
    func areRefusedOrLeftOutAloud(id: ModelID, name: String, extra: JSON.Object) throws {
        let model = Model(id, extra: extra)
        let error = #expect(throws: ModelError.self) { try request(model) }
        #expect(error?.code == .unsupported && error?.message.hasPrefix(name) == true)
        let (body, warnings) = try request(model.with(dropUnsupported: true))
        #expect(body?[name] == nil && warnings == [name])
    }

    private static let taken: [(ModelID, JSON.Object)] = [
        ("groq/m", ["seed": 1]), ("deepinfra/m", ["tools": [function], "tool_choice": "none"]),
        ("zai/m", ["tools": [function], "tool_choice": "auto"]), ("xai/grok-3", ["stop": "a"]),
        ("xai/grok-4-fast-non-reasoning", ["stop": "a"]), ("openai/gpt-4o", ["stop": "a", "logprobs": true]),
        ("openai/gpt-5.1", ["logprobs": true]), ("openai/gpt-5", ["tools": [function]]),
        ("fireworks_ai/m", ["tools": [function]]),
    ]

    @Test(arguments: taken)
    func otherwiseTheyAreSent(id: ModelID, extra: JSON.Object) throws {
        let (body, warnings) = try request(Model(id, extra: extra))
        for (name, value) in extra { #expect(body?[name] == value, "\(name)") }
        #expect(warnings.isEmpty)
    }

    /// What says the same as nothing is no reason to refuse a call.
    @Test func emptyWordsPass() throws {
        #expect(try request(Model("groq/m", extra: ["n": 1, "logprobs": false])).body?.objectValue?.count == 2)
    }
}
