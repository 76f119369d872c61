import Testing

@testable import MagmaModel

@Suite struct CohereChatRequestTests {
    static func request(
        _ messages: [Message] = [.user("Hi")],
        _ extra: JSON.Object = [:],
        drop: Bool? = nil,
        model: String = "cohere/command-a-03-2025"
    ) throws -> (body: JSON, url: String, warned: [String]) {
        let dispatcher = Dispatcher.fake(FakeTransport(), environment: ["CO_API_KEY": testKey])
        let handle = try Model(parsing: model).with(temperature: nil, extra: extra, dropUnsupported: drop)
        let request = try dispatcher.prepare(handle, messages, streaming: false)
        #expect(request.headers["authorization"] == "Bearer \(testKey)")
        return (try JSON(parsing: request.body), request.url, request.warnings.map(\.subject))
    }

    private static func tool(_ name: String, strict: Bool? = nil) -> JSON {
        var function: JSON.Object = ["name": .string(name), "parameters": ["type": "object"]]
        if let strict { function["strict"] = .bool(strict) }
        return ["type": "function", "function": .object(function)]
    }

    @Test func theWholeRequest() throws {
        let (body, url, warned) = try Self.request(
            [.system("Be brief"), .user("Hi")],
            [
                "top_p": 0.5, "top_k": 3, "stop": "END", "seed": 3, "max_completion_tokens": 9, "logprobs": true,
                "frequency_penalty": 0.5, "documents": ["a"], "safety_mode": "STRICT", "n": 1,
            ]
        )
        #expect(url == "https://api.cohere.com/v2/chat")
        #expect(warned.isEmpty)
        #expect(
            body == [
                "model": "command-a-03-2025",
                "messages": [["role": "system", "content": "Be brief"], ["role": "user", "content": "Hi"]],
                "p": 0.5, "k": 3, "stop_sequences": ["END"], "seed": 3, "max_tokens": 9, "logprobs": true,
                "frequency_penalty": 0.5, "documents": ["a"], "safety_mode": "STRICT",
            ]
        )
    }

    @Test func versionOneIsAskedByVersionTwo() throws {
        let (body, url, _) = try Self.request(model: "cohere_chat/v1/command-r-plus-08-2024")
        #expect(url == "https://api.cohere.com/v2/chat")
        #expect(body["model"] == "command-r-plus-08-2024")
    }

    @Test(arguments: [("auto", JSON?.none), ("none", "NONE"), ("required", "REQUIRED")])
    func choices(word: String, sent: JSON?) throws {
        let body = try Self.request(extra("tool_choice", .string(word))).body
        #expect(body["tool_choice"] == sent)
        #expect(body["tools"]?.arrayValue?.count == 2)
    }

    @Test func aNamedToolIsTheOnlyOne() throws {
        let choice: JSON = ["type": "function", "function": ["name": "g"]]
        let (body, _, warned) = try Self.request(extra("tool_choice", choice))
        #expect(body["tools"] == [Self.tool("g")] && body["tool_choice"] == "REQUIRED")
        #expect(warned == ["tool_choice"])
        let unknown: JSON = ["type": "function", "function": ["name": "h"]]
        #expect(throws: ModelError.self) { try Self.request(extra("tool_choice", unknown)) }
    }

    private func extra(_ name: String, _ value: JSON) -> ([Message], JSON.Object) {
        var extra: JSON.Object = ["tools": [Self.tool("f"), Self.tool("g")]]
        extra[name] = value
        return ([.user("Hi")], extra)
    }

    private static func request(_ call: ([Message], JSON.Object)) throws -> (body: JSON, url: String, warned: [String])
    {
        try request(call.0, call.1)
    }

    @Test func strictIsOneSwitch() throws {
        let all = try Self.request(extra("tools", [Self.tool("f", strict: true)]))
        #expect(all.body["strict_tools"] == true && all.body["tools"] == [Self.tool("f")] && all.warned.isEmpty)
        let some = try Self.request(extra("tools", [Self.tool("f", strict: true), Self.tool("g")]))
        #expect(some.body["strict_tools"] == true && some.warned == ["tools"])
    }

    @Test func theSchemaLiesWithinJSONObject() throws {
        let schema: JSON = ["type": "object", "properties": [:]]
        let format: JSON = ["type": "json_schema", "json_schema": ["name": "s", "schema": schema]]
        let body = try Self.request([.user("Hi")], ["response_format": format]).body
        #expect(body["response_format"] == ["type": "json_object", "json_schema": schema])
        #expect(throws: ModelError.self) { try Self.request(extra("response_format", format)) }
    }

    @Test(
        arguments: [
            (["thinking": ["type": "enabled", "budget_tokens": 500]], ["type": "enabled", "token_budget": 500], 0),
            (["thinking": ["type": "disabled"]], ["type": "disabled"], 0),
            (["thinking": ["type": "adaptive"]], ["type": "enabled"], 0),
            (["reasoning_effort": "none"], ["type": "disabled"], 0),
            (["reasoning_effort": "high"], ["type": "enabled"], 1),
        ] as [(JSON.Object, JSON, Int)])
    func thinking(extra: JSON.Object, sent: JSON, warnings: Int) throws {
        let (body, _, warned) = try Self.request([.user("Hi")], extra)
        #expect(body["thinking"] == sent && warned.count == warnings)
    }

    @Test(
        arguments: [
            ["frequency_penalty": -0.5], ["presence_penalty": 1.5], ["n": 2], ["user": "ann"], ["logit_bias": ["1": 1]],
            ["parallel_tool_calls": false], ["top_logprobs": 2], ["metadata": ["a": "b"]], ["verbosity": "low"],
        ] as [JSON.Object])
    func whatItHasNotIsRefusedOrDropped(extra: JSON.Object) throws {
        let error = #expect(throws: ModelError.self) { try Self.request([.user("Hi")], extra) }
        #expect(error?.code == .unsupported)
        let (body, _, warned) = try Self.request([.user("Hi")], extra, drop: true)
        #expect(warned == extra.keys && body[extra.keys[0]] == nil)
    }

    @Test(arguments: ["http://h", "http://h/", "http://h/v1", "http://h/v2", "http://h/v2/", "http://h/v2/chat"])
    func spellingsOfTheAddress(base: String) throws {
        #expect(try Self.request([.user("Hi")], ["api_base": .string(base)]).url == "http://h/v2/chat")
    }
}
