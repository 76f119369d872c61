import Testing

@testable import MagmaModel

/// What each flag of a provider's row does to a request.
@Suite struct ChatCompletionsRequestTests {
    private func request(
        _ model: Model, _ messages: [Message] = [.user("x")], streaming: Bool = false, keepsTemperature: Bool = false
    ) throws -> (body: JSON, warnings: [String]) {
        let dispatcher = Dispatcher.fake(FakeTransport(), environment: [:])
        let request = try dispatcher.prepare(
            keepsTemperature ? model : model.with(temperature: nil), messages, streaming: streaming)
        return (try JSON(parsing: request.body), request.warnings.map(\.subject))
    }

    private static let user: JSON = ["role": "user", "content": "x"]
    private static let call = ToolCall(id: "call0000c", name: "f", arguments: "{}")

    @Test func theOutputLimitGoesUnderOneName() throws {
        for (id, name) in [("openai/m", "max_completion_tokens"), ("vllm/m", "max_tokens")] as [(ModelID, String)] {
            let expected: JSON.Object = [
                "model": "m", "messages": .array([Self.user]), name: 9,
            ]
            #expect(try request(Model(id, maxTokens: 9)).body == .object(expected))
            for other in ["max_tokens", "max_completion_tokens"] {
                let body = try request(Model(id, maxTokens: 9, extra: ["extra_body": [other: 7]])).body
                #expect(body == .object(["model": "m", "messages": .array([Self.user]), other: 7]))
            }
        }
    }

    @Test func streamsAskForUsageWhereItIsTaken() throws {
        #expect(try request(Model("vllm/m"), streaming: true).body["stream_options"] == ["include_usage": true])
        #expect(try request(Model("mistral/m"), streaming: true).body["stream_options"] == nil)
        let own = Model("vllm/m", extra: ["stream_options": ["include_usage": false]])
        #expect(try request(own, streaming: true).body["stream_options"] == ["include_usage": false])
        #expect(try request(own).warnings == ["stream_options"])
    }

    @Test func parametersTakeTheProvidersNames() throws {
        let model = Model("mistral/m", extra: ["seed": 1, "tool_choice": "required", "safe_prompt": true])
        #expect(
            try request(model).body == [
                "model": "m", "messages": [Self.user], "random_seed": 1, "tool_choice": "any", "safe_prompt": true,
            ])
    }

    @Test(
        arguments: [
            ("openai", "developer", []), ("vllm", "system", ["messages[0].role"]),
        ] as [(String, String, [String])])
    func developerIsSystemElsewhere(_ provider: String, _ role: String, _ warnings: [String]) throws {
        let sent = try request(Model(parsing: "\(provider)/m"), [Message(role: .developer, parts: [.text("a")])])
        #expect(sent.body["messages"] == [["role": .string(role), "content": "a"]])
        #expect(sent.warnings == warnings)
    }

    @Test func thinkingTakesTheProvidersForm() throws {
        let on: JSON = ["type": "enabled", "budget_tokens": 2048]
        let rows: [(Model, JSON, String, JSON)] = [
            ("vllm/m", on, "thinking_token_budget", 2048),
            ("vllm/m", ["type": "disabled"], "chat_template_kwargs", ["enable_thinking": false]),
            ("openrouter/m", on, "reasoning", ["max_tokens": 2048]),
            ("openrouter/m", ["type": "disabled"], "reasoning", ["enabled": false]),
            ("openrouter/m", ["type": "adaptive"], "reasoning", ["enabled": true]),
            ("dashscope/m", ["type": "disabled"], "enable_thinking", false), ("databricks/m", on, "thinking", on),
            ("deepseek/m", ["type": "disabled"], "thinking", ["type": "disabled"]),
        ].map { (Model($0.0), $0.1, $0.2, $0.3) }
        for (model, thinking, name, value) in rows {
            let handle = model.with(extra: ["thinking": thinking], baseURL: "http://h/v1")
            let (body, warnings) = try request(handle)
            #expect(body == .object(["model": "m", "messages": .array([Self.user]), name: value]), "\(model)")
            #expect(warnings.isEmpty)
        }
        for (id, thinking) in [("groq/m", on), ("vllm/m", ["type": "adaptive"])] as [(ModelID, JSON)] {
            let model = Model(id, extra: ["thinking": thinking])
            let error = #expect(throws: ModelError.self) { try request(model) }
            #expect(error?.code == .unsupported)
            let (body, warnings) = try request(model.with(dropUnsupported: true))
            #expect(body == ["model": "m", "messages": [Self.user]])
            #expect(warnings == ["thinking"])
        }
    }

    @Test func aSwitchHasNoBudget() throws {
        let model = Model(
            "zai/m", extra: ["thinking": ["type": "adaptive", "budget_tokens": 9, "clear_thinking": false]])
        let (body, warnings) = try request(model)
        #expect(body["thinking"] == ["type": "enabled", "clear_thinking": false])
        #expect(warnings == ["thinking.budget_tokens", "thinking.type"])
        let qwen = Model("dashscope/m", extra: ["thinking": ["type": "enabled", "budget_tokens": 9]])
        let asked = try request(qwen).body
        #expect(asked["enable_thinking"] == true && asked["thinking_budget"] == 9 && asked["thinking"] == nil)
    }

    @Test(
        arguments: [
            ("none", nil), ("minimal", "low"), ("low", "low"), ("medium", "high"), ("high", "high"), ("xhigh", "max"),
        ] as [(String, JSON?)])
    func effortsOfThree(said: String, sent: JSON?) throws {
        let body = try request(Model("deepseek/m", extra: ["reasoning_effort": .string(said)])).body
        #expect(body["reasoning_effort"] == sent)
        #expect(body["thinking"] == (sent == nil ? ["type": "disabled"] : nil))
    }

    /// Reasoning goes back where it is taken, and is named where it is not; it never becomes text.
    @Test func reasoningGoesBackWhereItIsTaken() throws {
        let plain = Part.reasoning(Reasoning("hm", field: "reasoning_content"))
        let signed = Part.reasoning(Reasoning("hm", signature: "s"))
        let detailed = Part.reasoning(Reasoning("hm", field: "reasoning", details: [["type": "reasoning.text"]]))
        let rows: [(Model, Part, JSON.Object, [String])] = [
            ("vllm/m", plain, ["reasoning_content": "hm"], []),
            ("mistral/m", plain, [:], ["messages[0].reasoning"]),
            ("vllm/m", .reasoning(Reasoning("hm")), [:], ["messages[0].reasoning"]),
            ("deepseek/m", .reasoning(Reasoning("hm")), ["reasoning_content": "hm"], []),
            ("deepseek/m", signed, ["reasoning_content": ""], ["messages[0].thinking"]),
            (
                "litellm_proxy/m", signed,
                ["thinking_blocks": [["type": "thinking", "thinking": "hm", "signature": "s"]]], []
            ),
            ("openai/m", signed, [:], ["messages[0].thinking"]),
            ("openrouter/m", detailed, ["reasoning": "hm", "reasoning_details": [["type": "reasoning.text"]]], []),
            ("groq/m", detailed, ["reasoning": "hm"], ["messages[0].reasoning_details"]),
        ].map { (Model($0.0), $0.1, $0.2, $0.3) }
        for (model, part, members, subjects) in rows {
            let message = Message(role: .assistant, parts: [part, .toolCall(Self.call)])
            let (body, warnings) = try request(model, [message])
            var expected: JSON.Object = ["role": "assistant", "tool_calls": .array([Self.call.json])]
            expected.merge(members)
            #expect(body["messages"] == .array([.object(expected)]), "\(model) \(part)")
            #expect(warnings == subjects, "\(model) \(part)")
        }
    }

    /// What one gateway's upstream encrypted is noise to another, also when the history was kept as JSON meanwhile.
    @Test(arguments: [false, true]) func detailsGoBackToWhoSentThem(throughJSON: Bool) async throws {
        let answer = FakeTransport.Reply.json(
            #"{"choices":[{"message":{"content":"4","reasoning":"hm","reasoning_details":[{"type":"reasoning.encrypted","data":"d"}]},"finish_reason":"stop"}]}"#
        )
        let variables = ["OPENROUTER_API_KEY": testKey, "AI_GATEWAY_API_KEY": testKey]
        let transport = FakeTransport(answer, answer, answer)
        try await withDispatcher(.fake(transport, environment: variables)) {
            var message = try await Model("openrouter/m")([.user("2+2?")]).message
            if throughJSON { message = try Message(json: JSON(parsing: message.json.serialized())) }
            let history = [.user("2+2?"), message, .user("sure?")]
            let same = try await Model("openrouter/m")(history)
            #expect(same.warnings.isEmpty)
            let other = try await Model("vercel_ai_gateway/m")(history)
            #expect(other.warnings.map(\.subject) == ["messages[1].reasoning_details"])
        }
        let sent = try transport.requests.map { try JSON(parsing: $0.body)["messages"]?[1] }
        #expect(sent[1]?["reasoning_details"]?[0]?["data"] == "d")
        #expect(sent[2]?["reasoning_details"] == nil && sent[2]?["provider_specific_fields"] == nil)
        #expect(sent[1]?["provider_specific_fields"] == nil)
    }

    @Test func cacheHintsStandOnParts() throws {
        let hinted: JSON = ["type": "text", "text": "x", "cache_control": ["type": "ephemeral"]]
        let message = try Message(json: ["role": "user", "content": "x", "cache_control": ["type": "ephemeral"]])
        #expect(
            try request(Model("openrouter/m"), [message]).body["messages"] == [["role": "user", "content": [hinted]]])
        let (body, warnings) = try request(Model("groq/m"), [message])
        #expect(body["messages"] == [Self.user])
        #expect(warnings == ["messages[0].cache_control"])
    }

    @Test func onlyTheDefaultTemperatureIsLeftOut() throws {
        #expect(try request(Model("vllm/m"), keepsTemperature: true).body["temperature"] == 0)
        #expect(try request(Model("moonshot/m"), keepsTemperature: true).body["temperature"] == nil)
        let said = Model("moonshot/m", temperature: 0.5)
        #expect(try request(said, keepsTemperature: true).body["temperature"] == 0.5)
    }

    @Test func namesOnMessagesAreLeftOutWithAWord() throws {
        let (body, warnings) = try request(Model("groq/m"), [["role": "user", "content": "x", "name": "ann"]])
        #expect(body["messages"] == [Self.user])
        #expect(warnings == ["messages[0].name"])
    }

    @Test func resultsMayKeepTheirNames() throws {
        let result: Message = ["role": "tool", "content": "y", "tool_call_id": "c", "name": "f"]
        #expect(try request(Model("mistral/m"), [result]).body["messages"]?[0]?["name"] == "f")
        #expect(try request(Model("groq/m"), [result]).warnings == ["messages[0].name"])
    }

    @Test func wordsToBeContinuedSaySo() throws {
        let turns: [Message] = [.assistant("a"), .user("x"), .assistant("Hel")]
        let messages = try request(Model("mistral/m"), turns).body["messages"]
        #expect(messages?[0] == ["role": "assistant", "content": "a"])
        #expect(messages?[2] == ["role": "assistant", "content": "Hel", "prefix": true])
        #expect(try request(Model("vllm/m"), turns).body["messages"]?[2]?["prefix"] == nil)
    }

    /// Results hold text only, and nothing may stand between two of them.
    @Test func imagesFollowTheResults() throws {
        let image = Part.image(Image(.url("https://h/i.png")))
        let json: JSON = ["type": "image_url", "image_url": ["url": "https://h/i.png"]]
        let results = ["c", "d"].map { Message(role: .tool, parts: [.text("see"), image], toolCallID: $0) }
        let (body, warnings) = try request(Model("openai/m"), results + [.user("x")])
        func result(_ id: JSON) -> JSON { ["role": "tool", "content": "see", "tool_call_id": id] }
        #expect(
            body["messages"] == [result("c"), result("d"), ["role": "user", "content": [json, json]], Self.user])
        #expect(warnings == ["messages[0].content", "messages[1].content"])
        let kept = try request(Model("litellm_proxy/m"), [results[0]]).body["messages"]
        #expect(kept?[0]?["content"] == [["type": "text", "text": "see"], json])
    }

    @Test func resultsAreOneTextWhereTheyMustBe() throws {
        let texts: [Part] = [.text("a"), .text("b")]
        let messages = [Message(role: .user, parts: texts), Message(role: .tool, parts: texts, toolCallID: "c")]
        let body = try request(Model("deepinfra/m"), messages).body["messages"]
        #expect(body?[0]?["content"]?.arrayValue?.count == 2)
        #expect(body?[1]?["content"] == "ab")
    }

    @Test(arguments: [
        ("together/deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-R1:together"), ("org/name", "org/name"),
        ("org/name:fastest", "org/name:fastest"),
    ])
    func whoRunsAModelStandsBehindIt(name: String, sent: String) throws {
        #expect(try request(Model(parsing: "huggingface/\(name)")).body["model"]?.stringValue == sent)
    }

    /// What OpenAI's own service takes, other servers behind its prefix need not.
    @Test func anotherHostIsACompatibleServer() throws {
        let model = Model("openai/m", maxTokens: 9, baseURL: "http://llm.local:8000/v1")
        let (body, warnings) = try request(model, [Message(role: .developer, parts: [.text("a")])])
        #expect(body == ["model": "m", "messages": [["role": "system", "content": "a"]], "max_tokens": 9])
        #expect(warnings == ["messages[0].role"])
    }

    @Test func aCallWithoutArgumentsSaysSo() throws {
        let empty = Message(role: .assistant, parts: [.toolCall(ToolCall(id: Self.call.id, name: "f"))])
        #expect(
            try request(Model("vllm/m"), [empty]).body["messages"] == [
                ["role": "assistant", "tool_calls": .array([Self.call.json])]
            ])
    }
}
