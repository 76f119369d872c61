import Testing

@testable import MagmaModel

@Suite struct OllamaChatRequestTests {
    private func encode(
        _ messages: [Message] = [.user("Hi")],
        _ options: JSON.Object = [:],
        streaming: Bool = false,
        drop: Bool = false,
        extraBody: JSON.Object = [:]
    ) throws -> (body: JSON, warned: [String]) {
        let call = Call(
            row: try ProviderCatalog.builtIn.row("ollama"),
            modelName: "qwen3:8b",
            messages: messages,
            isStreaming: streaming,
            temperature: 0.5,
            temperatureIsExplicit: true,
            topP: 0.9,
            maxTokens: 7,
            options: options,
            extraBody: extraBody,
            dropUnsupported: drop,
            rules: .rules(provider: "ollama", model: "qwen3:8b"),
            modelID: try ModelID(parsing: "ollama/qwen3:8b")
        )
        var notes = RequestNotes(call: call)
        let request = try OllamaChat().encode(call, notes: &notes)
        return (try JSON(parsing: request.body), notes.warnings.map(\.subject))
    }

    @Test func theWholeRequest() throws {
        let body = try encode(
            [.system("Be brief"), .user("Hi")],
            ["stop": "END", "seed": 3, "num_ctx": 8192, "keep_alive": "5m", "reasoning_effort": "low", "min_p": nil]
        ).body
        #expect(
            body == [
                "model": "qwen3:8b",
                "messages": [["role": "system", "content": "Be brief"], ["role": "user", "content": "Hi"]],
                "stream": false, "think": "low", "keep_alive": "5m",
                "options": [
                    "temperature": 0.5, "top_p": 0.9, "num_predict": 7, "stop": ["END"], "seed": 3, "num_ctx": 8192,
                ],
            ]
        )
    }

    @Test func streamingIsSaid() throws {
        #expect(try encode(streaming: true).body["stream"] == true)
    }

    @Test func toolCallsGoBackAsObjects() throws {
        let messages: [Message] = [
            .user("Weather?"),
            [
                "role": "assistant",
                "tool_calls": [
                    ["id": "c1", "type": "function", "function": ["name": "get", "arguments": #"{"city":"Oslo"}"#]]
                ],
            ],
            ["role": "tool", "tool_call_id": "c1", "content": "rain"],
        ]
        let sent = try encode(messages).body["messages"]
        #expect(
            sent?[1]?["tool_calls"]
                == [["function": ["name": "get", "arguments": ["city": "Oslo"]], "id": "c1"]]
        )
        #expect(sent?[2] == ["role": "tool", "content": "rain", "tool_call_id": "c1"])
    }

    @Test func imagesAreBareBase64() throws {
        let message: Message = [
            "role": "user",
            "content": [
                ["type": "text", "text": "What?"],
                ["type": "image_url", "image_url": ["url": "data:image/png;base64,AAAA"]],
            ],
        ]
        let sent = try encode([message]).body["messages"]?[0]
        #expect(sent == ["role": "user", "content": "What?", "images": ["AAAA"]])
    }

    @Test func aRemoteImageIsRefusedOrNamed() throws {
        let message: Message = [
            "role": "user", "content": [["type": "image_url", "image_url": ["url": "https://h/a.png"]]],
        ]
        let error = #expect(throws: ModelError.self) { try encode([message]) }
        #expect(error?.code == .unsupported)
        #expect(try encode([message], drop: true).warned == ["messages[0].content"])
    }

    @Test(
        arguments: [
            ("tool_choice", "required"), ("n", 2), ("logit_bias", ["1": 2]), ("user", "u"), ("prompt_cache_key", "k"),
            ("response_format", ["type": "grammar"]), ("reasoning_effort", 3), ("thinking", "much"),
            ("parallel_tool_calls", false),
        ] as [(String, JSON)])
    func whatOllamaCannotDoIsRefusedOrNamed(name: String, value: JSON) throws {
        var options: JSON.Object = [:]
        options[name] = value
        let refused = options
        let error = #expect(throws: ModelError.self) { try encode([.user("Hi")], refused) }
        #expect(error?.code == .unsupported)
        let (body, warned) = try encode([.user("Hi")], refused, drop: true)
        #expect(warned == [name])
        #expect(body[name] == nil && body["options"]?[name] == nil)
    }

    @Test func choosingNoToolSendsNone() throws {
        let tools: JSON = [["type": "function", "function": ["name": "get"]]]
        #expect(try encode([.user("Hi")], ["tools": tools, "tool_choice": "none"]).body["tools"] == nil)
        #expect(try encode([.user("Hi")], ["tools": tools, "tool_choice": "auto"]).body["tools"] == tools)
    }

    @Test(
        arguments: [
            (["type": "json_object"], "json"),
            (["type": "json_schema", "json_schema": ["name": "n", "schema": ["type": "object"]]], ["type": "object"]),
            (["type": "text"], nil),
        ] as [(JSON, JSON?)])
    func formats(format: JSON, sent: JSON?) throws {
        #expect(try encode([.user("Hi")], ["response_format": format]).body["format"] == sent)
    }

    @Test(
        arguments: [
            (["reasoning_effort": "none"], false), (["reasoning_effort": "minimal"], "low"),
            (["reasoning_effort": "xhigh"], "max"), (["thinking": ["type": "enabled"]], true),
            (["thinking": ["type": "disabled"]], false), (["thinking": ["type": "adaptive"]], true),
            (["reasoning_effort": "high", "thinking": ["type": "enabled"]], "high"), (["think": "medium"], "medium"),
            ([:], nil),
        ] as [(JSON.Object, JSON?)])
    func thinking(options: JSON.Object, sent: JSON?) throws {
        #expect(try encode([.user("Hi")], options).body["think"] == sent)
    }

    @Test func aThinkingBudgetIsNamed() throws {
        #expect(
            try encode([.user("Hi")], ["thinking": ["type": "enabled", "budget_tokens": 9]]).warned
                == ["thinking.budget_tokens"]
        )
    }

    @Test func theUsersBodyHasTheLastWord() throws {
        #expect(try encode(extraBody: ["truncate": false]).body["truncate"] == false)
    }
}
