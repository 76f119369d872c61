import Foundation
import Testing

@testable import MagmaModel

@Suite struct CodingTests {
    private func again<Value: Codable>(_ value: Value) throws -> Value {
        try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
    }

    @Test(arguments: [
        Model("openai/x"),
        Model("openai/x", temperature: nil, topP: 0, maxTokens: 3, extra: ["seed": 1, "stop": ["a"]]),
        Model("openai/x", baseURL: "http://h/v1", headers: ["x-a": "b"], dropUnsupported: false),
        Model("openai/x", apiKey: "env:KEY", timeout: Timeouts(total: .seconds(1.5))),
        Model("openai/x", timeout: Timeouts(), retry: .never),
        Model("openai/x", timeout: Timeouts(connect: .seconds(1), head: .seconds(2), idle: .milliseconds(500))),
        Model(
            "openai/x",
            retry: RetryPolicy(
                count: 1, initialDelay: .milliseconds(10), maximumDelay: .seconds(1), maximumRetryAfter: .zero,
                afterHead: true)),
        Model("openai/x").fallback(to: Model("groq/y").fallback(to: Model("ollama/z")), on: [.timeout]),
        Model("openai/x").fallback(),
    ])
    func aHandleComesBackEqual(model: Model) throws {
        #expect(try again(model) == model)
        #expect(try again(model.route) == model.route)
        #expect(try again(model).hashValue == model.hashValue)
    }

    @Test(arguments: [
        #"{"model":"a/b","timeout":-1}"#, #"{"model":"a/b","timeout":1e300}"#, #"{"model":"a/b","timeout":{"x":1}}"#,
        #"{"model":"a/b","retries":{"count":-1}}"#, #"{"model":"a/b","fallback_on":["no"],"fallback":[]}"#,
        #"{"model":"a/b","seed":1}"#, #"{"model":"b"}"#, "3",
    ])
    func whatIsNoHandleIsRefused(text: String) {
        #expect(throws: (any Error).self) { try JSONDecoder().decode(Model.self, from: Data(text.utf8)) }
    }

    @Test func secretsWithinParametersAreLeftOut() throws {
        let model = Model(
            "openai/x",
            extra: [
                "extra_headers": ["Authorization": "Bearer canary", "x-a": "b"], "api_base": "http://u:canary@h/v1",
                "extra_body": ["session_token": "canary", "top_k": 1], "user_password": "canary",
            ],
            apiKey: testKey, baseURL: "http://u:canary@h/v1?api_key=canary&v=1",
            headers: ["Cookie": "canary", "x-b": "c"]
        ).fallback(to: Model("groq/y", extra: ["groq_api_key": "canary"]))
        let encoded = String(decoding: try JSONEncoder().encode(model), as: UTF8.self)
        #expect(!encoded.contains("canary") && !encoded.contains("***"), "\(encoded)")
        #expect(!model.description.contains("canary"), "\(model)")
        let read = try JSONDecoder().decode(Model.self, from: Data(encoded.utf8))
        #expect(read.baseURL == "http://h/v1?v=1" && read.headers == ["x-b": "c"])
        #expect(read.extra["extra_headers"] == ["x-a": "b"] && read.extra["extra_body"] == ["top_k": 1])
    }

    @Test(arguments: [
        "openai/x?api_base=https://u:p@h/v1", "openai/x?api_base=https://h/v1?key=k",
        #"openai/x?extra_headers={"Authorization":"k"}"#, #"openai/x?extra_body={"api_key":"k"}"#,
        "openai/x?session_token=k",
    ])
    func aSecretInATextIsRefused(text: String) {
        let error = #expect(throws: ModelError.self) { try Model(parsing: text) }
        #expect(error?.message.contains("secret") == true)
    }

    @Test func secretsAreComparedAndNotHashed() {
        let a = Model("a/b", extra: ["my_token": "1"], headers: ["x-api-key": "1"])
        let b = Model("a/b", extra: ["my_token": "2"], headers: ["x-api-key": "2"])
        #expect(a != b && a.hashValue == b.hashValue)
    }

    @Test func idsCodesAndMessagesAreCodable() throws {
        #expect(try again(ModelID("openrouter/meta-llama/llama-3")).name == "meta-llama/llama-3")
        #expect(try again(ModelError.Code.contextWindowExceeded) == .contextWindowExceeded)
        let message = Message.assistant("x", toolCalls: [ToolCall(id: "c", name: "f", arguments: "{}")])
        #expect(try again([message]) == [message])
        #expect(throws: (any Error).self) { try JSONDecoder().decode(ModelID.self, from: Data(#""gpt-4o""#.utf8)) }
    }

    @Test func anAnswerKeepsWhatTheNextTurnNeeds() throws {
        var answer = Generation(id: "c1", model: "m", content: "Hello")
        answer.reasoning = "hm"
        answer.created = 1_700_000_000
        answer.finishReason = FinishReason(.stop, raw: "end_turn")
        answer.usage = Usage(input: 5, output: 3, cachedInput: 2, cacheWrite: 1, reasoning: 1)
        answer.warnings = [Warning("temperature", "Not sent: the model refuses it.")]
        answer.toolCalls = [ToolCall(id: "t", name: "f", arguments: "{}", extra: ["extra_content": ["a": 1]])]
        answer.message = Message(
            role: .assistant,
            parts: [
                .reasoning(Reasoning("hm", signature: "sig")), .reasoning(Reasoning("", redacted: "zzz")),
                .text("Hello"), .toolCall(answer.toolCalls[0]),
            ],
            extra: ["annotations": [["type": "url_citation"]]])
        let read = try again(answer)
        #expect(read.message == answer.message)
        #expect(
            read.content == "Hello" && read.reasoning == "hm" && read.created == 1_700_000_000
                && read.toolCalls == answer.toolCalls)
        #expect(read.finishReason == FinishReason(.toolCalls, raw: "end_turn"))
        #expect(read.usage?.input == 5 && read.usage?.cachedInput == 2 && read.usage?.reasoning == 1)
        #expect(read.warnings == answer.warnings)
        #expect(answer.json["object"] == "chat.completion" && answer.json["usage"]?["total_tokens"] == 8)
    }
}
