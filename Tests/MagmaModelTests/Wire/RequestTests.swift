import Testing

@testable import MagmaModel

/// Whole request bodies, as they go out.
@Suite struct RequestTests {
    private func request(
        _ model: Model, _ messages: [Message], streaming: Bool = false
    ) throws(ModelError) -> (body: JSON, warnings: [String]) {
        let dispatcher = Dispatcher.fake(FakeTransport(), environment: [:])
        let request = try dispatcher.prepare(model.with(temperature: nil), messages, streaming: streaming)
        do throws(JSONError) {
            return (try JSON(parsing: request.body), request.warnings.map(\.subject))
        } catch {
            throw ModelError(.decoding, "\(error)")
        }
    }

    private static let weather: JSON = [
        "type": "function",
        "function": [
            "name": "get_weather", "parameters": ["type": "object", "properties": ["city": ["type": "string"]]],
        ],
    ]

    private static let toolTurn: [Message] = [
        .user("Weather?"),
        .assistant(
            "Let me see.", toolCalls: [ToolCall(id: "call:1", name: "get_weather", arguments: #"{"city":"Paris"}"#)]),
        .tool("21 degrees", callID: "call:1"),
    ]

    @Test func chatCompletionsCarriesAToolTurn() throws {
        let (body, warnings) = try request(
            Model("vllm/x", extra: ["tools": [Self.weather]]), Self.toolTurn, streaming: true)
        #expect(
            body == [
                "model": "x",
                "messages": [
                    ["role": "user", "content": "Weather?"],
                    [
                        "role": "assistant", "content": "Let me see.",
                        "tool_calls": [
                            [
                                "id": "call:1", "type": "function",
                                "function": ["name": "get_weather", "arguments": #"{"city":"Paris"}"#],
                            ]
                        ],
                    ],
                    ["role": "tool", "content": "21 degrees", "tool_call_id": "call:1"],
                ],
                "stream": true, "tools": [Self.weather], "stream_options": ["include_usage": true],
            ])
        #expect(warnings.isEmpty)
    }

    @Test func messagesCarriesAToolTurn() throws {
        let model = Model(
            "anthropic/claude-sonnet-4-5", maxTokens: 100, extra: ["tools": [Self.weather], "tool_choice": "required"])
        let (body, warnings) = try request(model, [.system("Be brief.")] + Self.toolTurn)
        #expect(
            body == [
                "model": "claude-sonnet-4-5", "max_tokens": 100,
                "system": [["type": "text", "text": "Be brief."]],
                "messages": [
                    ["role": "user", "content": [["type": "text", "text": "Weather?"]]],
                    [
                        "role": "assistant",
                        "content": [
                            ["type": "text", "text": "Let me see."],
                            ["type": "tool_use", "id": "call_1", "name": "get_weather", "input": ["city": "Paris"]],
                        ],
                    ],
                    [
                        "role": "user",
                        "content": [
                            [
                                "type": "tool_result", "tool_use_id": "call_1",
                                "content": [["type": "text", "text": "21 degrees"]],
                            ]
                        ],
                    ],
                ],
                "tools": [
                    [
                        "type": "custom", "name": "get_weather",
                        "input_schema": ["type": "object", "properties": ["city": ["type": "string"]]],
                    ]
                ],
                "tool_choice": ["type": "any"],
            ])
        #expect(warnings == ["messages[2].tool_call_id"])
    }

    @Test func ollamaCarriesAToolTurn() throws {
        let (body, _) = try request(
            Model("ollama/x", maxTokens: 9, extra: ["tools": [Self.weather], "seed": 1]), Self.toolTurn)
        #expect(body["options"] == ["num_predict": 9, "seed": 1])
        #expect(body["stream"] == false)
        #expect(body["messages"]?[1]?["tool_calls"]?[0]?["function"]?["arguments"] == ["city": "Paris"])
    }

    /// What is sent back is what came, byte for byte where the provider checks it.
    @Test func anAnswersThinkingGoesBackUnchanged() throws {
        let blocks: JSON = [
            ["type": "thinking", "thinking": "", "signature": "sig"], ["type": "redacted_thinking", "data": "xyz"],
            ["type": "text", "text": "Hm."],
            ["type": "server_tool_use", "id": "s1", "name": "web_search", "input": ["query": "q"]],
            ["type": "tool_use", "id": "t1", "name": "f", "input": ["a": 1]],
        ]
        let answer: JSON = ["id": "m", "model": "c", "content": blocks, "stop_reason": "tool_use"]
        var builder = GenerationBuilder(streaming: false)
        try answer.bytes().withBytes { (bytes) throws(ModelError) in
            try Messages().decode(bytes, dialect: Dialect(), into: &builder)
        }
        let generation = builder.build()
        let (body, warnings) = try request(
            Model("anthropic/claude-opus-5", extra: ["tools": [Self.weather]]),
            [.user("x"), generation.message, .tool("1", callID: "t1")])
        #expect(body["messages"]?[1]?["content"] == blocks)
        #expect(warnings.isEmpty)
    }

    @Test func nothingIsLostWithoutAWord() throws {
        let image = Message.user(.image(Image(.url("https://h/i.png"))))
        let audio = Message.user(.audio(Audio(base64: "AA", format: "wav")))
        let file = Message.user(.file(File(.base64("AA", mediaType: "application/pdf"))))
        let refused: [(Model, Message)] = [
            ("ollama/x", image), ("ollama/x", audio), ("ollama/x", file), ("anthropic/claude-opus-5", audio),
            ("deepseek/deepseek-chat", image), ("deepseek/deepseek-chat", audio), ("deepseek/deepseek-chat", file),
        ].map { (Model($0.0), $0.1) }
        for (model, message) in refused {
            let messages = [Message.user("x"), message]
            let error = #expect(throws: ModelError.self) { try request(model, messages) }
            #expect(error?.code == .unsupported, "\(model)")
            #expect(try request(model.with(dropUnsupported: true), messages).warnings.count == 1, "\(model)")
        }
        let parameters: [(Model, JSON.Object)] = [
            ("anthropic/claude-opus-5", ["response_format": ["type": "json_object"]]),
            ("anthropic/claude-opus-5", ["seed": 1]), ("anthropic/claude-opus-5", ["thinking": ["type": "disabled"]]),
            ("anthropic/claude-opus-5-5", ["thinking": ["type": "disabled"]]),
            ("ollama/x", ["tool_choice": "required"]),
            ("ollama/x", ["user": "u"]), ("perplexity/x", ["tools": [Self.weather]]),
            ("openai/x", ["thinking": ["type": "enabled"]]),
        ].map { (Model($0.0), $0.1) }
        for (model, extra) in parameters where !(model.id.name == "claude-opus-5" && extra["thinking"] != nil) {
            let error = #expect(throws: ModelError.self) { try request(model.with(extra: extra), [.user("x")]) }
            #expect(error?.code == .unsupported, "\(model) \(extra.map(\.key))")
        }
    }

    /// A member that has no field goes where unknown members go, and is named elsewhere.
    @Test func unknownMembersOfMessagesAreSentOrNamed() throws {
        let message: Message = ["role": "user", "content": "x", "partial": true, "annotations": []]
        let sent = try request(Model("moonshot/x"), [message])
        #expect(sent.body["messages"] == [["role": "user", "content": "x", "partial": true]] && sent.warnings.isEmpty)
        for id in ["anthropic/claude-sonnet-4-5", "ollama/x"] as [ModelID] {
            #expect(try request(Model(id), [message]).warnings == ["messages[0].partial"])
        }
    }

    @Test func anImagesDetailIsNamedWhereItIsLost() throws {
        let image = Image(.base64("AA", mediaType: "image/png"), detail: "low", cache: .ephemeral)
        let warnings = try request(Model("ollama/x"), [.user(.image(image))]).warnings
        #expect(warnings == ["messages[0].content", "messages[0].cache_control"])
    }

    @Test func severalTextsStaySeveral() throws {
        let message = Message.user(.text("a"), .text("b"))
        #expect(
            try request(Model("openai/x"), [message]).body["messages"]?[0]?["content"]
                == [["type": "text", "text": "a"], ["type": "text", "text": "b"]])
        #expect(try request(Model("sambanova/x"), [message]).body["messages"]?[0]?["content"] == "ab")
    }

    @Test(.computes) func hugePromptsAndLongHistoriesAreEncoded() throws {
        let history = (0..<100_000).map { Message.user("\($0)") }
        #expect(try request(Model("openai/x"), history).body["messages"]?.arrayValue?.count == 100_000)
        let text = String(repeating: "word ", count: 2 << 20)
        #expect(try request(Model("openai/x"), [.user(text)]).body["messages"]?[0]?["content"]?.stringValue == text)
    }
}
