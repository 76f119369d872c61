import Testing

@testable import MagmaModel

struct MessagesRequestTests {
    private static let tool: JSON = [
        "type": "function", "function": ["name": "look", "parameters": ["type": "object"], "strict": true],
        "cache_control": ["type": "ephemeral"],
    ]

    @Test func writesAWholeBody() throws {
        let messages: [Message] = [
            .system("Be brief."),
            .user(.text("What is this?"), .image(Image(.base64("aGk=", mediaType: "image/png")))),
            .assistant(
                "I look.",
                toolCalls: [
                    ToolCall(id: "a", name: "look", arguments: #"{"x":1}"#), ToolCall(id: "b", name: "look"),
                ]),
            .user("And?"),
            .tool("one", callID: "a"),
            .tool("", callID: "b"),
        ]
        let options: JSON.Object = [
            "tools": [Self.tool, ["type": "web_search_20250305", "name": "web_search"]], "tool_choice": "required",
            "parallel_tool_calls": false, "stop": "END", "user": "u1", "some_new_key": [1],
        ]
        let body = try MessagesSupport.body(MessagesSupport.call(messages, options: options, streaming: true))
        let expected: JSON = [
            "model": "claude-sonnet-4-5",
            "system": [["type": "text", "text": "Be brief."]],
            "messages": [
                [
                    "role": "user",
                    "content": [
                        ["type": "text", "text": "What is this?"],
                        ["type": "image", "source": ["type": "base64", "media_type": "image/png", "data": "aGk="]],
                    ],
                ],
                [
                    "role": "assistant",
                    "content": [
                        ["type": "text", "text": "I look."],
                        ["type": "tool_use", "id": "a", "name": "look", "input": ["x": 1]],
                        ["type": "tool_use", "id": "b", "name": "look", "input": [:]],
                    ],
                ],
                [
                    "role": "user",
                    "content": [
                        ["type": "tool_result", "tool_use_id": "a", "content": [["type": "text", "text": "one"]]],
                        ["type": "tool_result", "tool_use_id": "b"],
                        ["type": "text", "text": "And?"],
                    ],
                ],
            ],
            "max_tokens": 64000,
            "stream": true,
            "tools": [
                [
                    "type": "custom", "name": "look", "input_schema": ["type": "object"], "strict": true,
                    "cache_control": ["type": "ephemeral"],
                ],
                ["type": "web_search_20250305", "name": "web_search"],
            ],
            "tool_choice": ["type": "any", "disable_parallel_tool_use": true],
            "stop_sequences": ["END"],
            "metadata": ["user_id": "u1"],
            "some_new_key": [1],
        ]
        #expect(body == expected)
    }

    @Test(arguments: [
        ("claude-sonnet-4-5", 21_333), ("claude-3-haiku-20240307", 4096), ("my-own", 4096), ("claude-opus-7", 21_333),
    ])
    func limitsWhatIsNotStreamed(model: String, limit: Int) throws {
        #expect(try MessagesSupport.body(MessagesSupport.call(model: model))["max_tokens"]?.intValue == limit)
    }

    @Test func callerLimitsHold() throws {
        var call = try MessagesSupport.call()
        call.settings.maxTokens = 7
        #expect(try MessagesSupport.body(call)["max_tokens"] == 7)
    }

    @Test func defaultTemperatureGivesWay() throws {
        var call = try MessagesSupport.call(model: "claude-opus-5-5")
        call.settings.temperature = 0.2
        #expect(try MessagesSupport.encode(call).body["temperature"] == nil)
        call.settings.temperatureIsExplicit = true
        #expect(MessagesSupport.refusal(call) == .unsupported)
        call.settings.dropUnsupported = true
        let dropped = try MessagesSupport.encode(call)
        #expect(dropped.body["temperature"] == nil && dropped.warnings.map(\.subject) == ["temperature"])

        var older = try MessagesSupport.call()
        older.settings.temperature = 0.2
        #expect(try MessagesSupport.body(older)["temperature"] == 0.2)
        older.settings.topP = 0.9
        let both = try MessagesSupport.body(older)
        #expect(both["temperature"] == nil && both["top_p"] == 0.9)
    }

    @Test(arguments: [
        "seed", "n", "logprobs", "presence_penalty", "logit_bias", "response_format", "web_search_options",
    ])
    func refusesWhatAnthropicLacks(name: String) throws {
        let options: JSON.Object = [name: name == "response_format" ? ["type": "json_object"] : 2]
        #expect(MessagesSupport.refusal(try MessagesSupport.call(options: options)) == .unsupported)
        let dropped = try MessagesSupport.encode(MessagesSupport.call(options: options, dropping: true))
        #expect(dropped.body[name] == nil && dropped.warnings.map(\.subject) == [name])
    }

    @Test func refusesAudioAndTextAsArguments() throws {
        let audio = try MessagesSupport.call([.user(.audio(Audio(base64: "aGk=", format: "wav")))])
        #expect(MessagesSupport.refusal(audio) == .unsupported)
        let cut = try MessagesSupport.call(
            [
                .user("Hi"), .assistant(toolCalls: [ToolCall(id: "a", name: "f", arguments: #"{"x":"#)]),
            ], options: ["tools": [Self.tool]])
        #expect(MessagesSupport.refusal(cut) == .invalidRequest)
    }

    @Test func foreignIDsBecomeAllowedOnesAndStayApart() throws {
        let messages: [Message] = [
            .user("Hi"),
            .assistant(toolCalls: ["x.1", "x/1", "x_1", ""].map { ToolCall(id: $0, name: "f") }),
            .tool("1", callID: "x.1"), .tool("2", callID: "x/1"), .tool("3", callID: "x_1"), .tool("4", callID: ""),
        ]
        let (body, warnings) = try MessagesSupport.encode(
            MessagesSupport.call(messages, options: ["tools": [Self.tool]]))
        func ids(_ message: Int, _ key: String) -> [String] {
            (body["messages"]?[message]?["content"]?.arrayValue ?? []).compactMap { $0[key]?.stringValue }
        }
        let calls = ids(1, "id")
        #expect(calls == ids(2, "tool_use_id"))
        #expect(Set(calls).count == 4 && calls[2] == "x_1")
        #expect(calls.joined().utf8.allSatisfy { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "/") })
        #expect(warnings.contains { $0.subject == "messages[1].tool_call_id" })
        #expect(MessagesSupport.refusal(try MessagesSupport.call([.tool("4", callID: "")])) == .invalidRequest)
    }

    @Test func callsComeWithTheToolsTheyAreOf() throws {
        let messages: [Message] = [
            .user("Hi"), .assistant(toolCalls: [ToolCall(id: "a", name: "f")]), .tool("1", callID: "a"),
        ]
        var call = try MessagesSupport.call(messages)
        #expect(MessagesSupport.refusal(call) == .invalidRequest)
        call.settings.extraBody = ["tools": [["name": "f", "input_schema": ["type": "object"]]]]
        #expect(MessagesSupport.refusal(call) == nil)
    }

    @Test func wordsAreContinuedByOlderModelsOnly() throws {
        let messages: [Message] = [.user("Hi"), .assistant("Hel")]
        let older = try MessagesSupport.body(MessagesSupport.call(messages))
        #expect(older["messages"]?[1]?["role"] == "assistant")
        for model in ["claude-opus-4-6", "claude-sonnet-5-5"] {
            #expect(MessagesSupport.refusal(try MessagesSupport.call(messages, model: model)) == .unsupported)
            let (body, warnings) = try MessagesSupport.encode(
                MessagesSupport.call(messages, model: model, dropping: true))
            #expect(body["messages"]?.arrayValue?.count == 1 && warnings.map(\.subject) == ["messages"])
            // A turn that the provider paused goes back as it was.
            let paused: JSON = ["type": "server_tool_use", "id": "s", "name": "web_search", "input": [:]]
            let turn = Message(role: .assistant, parts: [.opaque(OpaqueBlock(wire: .messages, value: paused))])
            #expect(MessagesSupport.refusal(try MessagesSupport.call([.user("Hi"), turn], model: model)) == nil)
        }
    }

    @Test func laterSystemMessagesStayInPlaceOrAreRefused() throws {
        let messages: [Message] = [.user("Hi"), .system("Be kind."), .user("So?")]
        #expect(MessagesSupport.refusal(try MessagesSupport.call(messages)) == .unsupported)
        let body = try MessagesSupport.body(MessagesSupport.call(messages, model: "claude-opus-4-8"))
        #expect(body["messages"]?.arrayValue?.map { $0["role"] } == ["user", "system", "user"])
        #expect(body["system"] == nil)
    }

    @Test func forcedToolsAreRefusedWhereTheModelCannotBeForced() throws {
        let options: JSON.Object = [
            "tools": [Self.tool], "tool_choice": ["type": "function", "function": ["name": "look"]],
        ]
        let body = try MessagesSupport.body(MessagesSupport.call(options: options))
        #expect(body["tool_choice"] == ["type": "tool", "name": "look"])
        #expect(
            MessagesSupport.refusal(try MessagesSupport.call(model: "claude-opus-5-5", options: options))
                == .unsupported)
        var thinking = options
        thinking["reasoning_effort"] = "low"
        #expect(MessagesSupport.refusal(try MessagesSupport.call(options: thinking)) == .unsupported)
    }

    @Test func thinkingWithoutSignatureAndEmptyTextAreLeftOutAloud() throws {
        let messages: [Message] = [
            .user("Hi"), Message(role: .assistant, parts: [.reasoning(Reasoning("Hm")), .text("Ho"), .text(" ")]),
        ]
        let (body, warnings) = try MessagesSupport.encode(MessagesSupport.call(messages))
        #expect(body["messages"]?[1]?["content"] == [["type": "text", "text": "Ho"]])
        #expect(warnings.map(\.subject) == ["messages[1].reasoning", "messages[1].content"])
    }

    @Test func filesAreDocumentsImagesOrTexts() throws {
        let types = ["application/pdf", "image/png", "text/plain"]
        let parts = types.map { Part.file(File(.base64("aGk=", mediaType: $0))) }
        let body = try MessagesSupport.body(MessagesSupport.call([Message(role: .user, parts: parts)]))
        let blocks = body["messages"]?[0]?["content"]
        #expect(blocks?.arrayValue?.map { $0["type"] } == ["document", "image", "document"])
        #expect(blocks?[2]?["source"] == ["type": "text", "media_type": "text/plain", "data": "hi"])
        let sheet = try MessagesSupport.call([.user(.file(File(.base64("aGk=", mediaType: "application/zip"))))])
        #expect(MessagesSupport.refusal(sheet) == .unsupported)
    }

    @Test(arguments: [
        ("", ""), ("aA==", "h"), ("aGk", "hi"), ("aGkh", "hi!"), ("+/8=", nil), ("a", nil), ("a=Gk", nil),
    ])
    func base64(text: String, expected: String?) {
        let bytes = [UInt8](base64: text)
        #expect(text == "+/8=" ? bytes == [0xFB, 0xFF] : bytes == expected.map { Array($0.utf8) })
    }

    @Test func extraBodyComesLast() throws {
        var call = try MessagesSupport.call()
        call.settings.extraBody = ["max_tokens": 3, "mine": true]
        let body = try MessagesSupport.body(call)
        #expect(body["max_tokens"] == 3 && body["mine"] == true)
    }
}
