import Foundation
import Testing

@testable import MagmaModel

@Suite struct LangfuseContentTests {
    private static let png = String(repeating: "iVBORw0K", count: 100)

    private func answered(_ model: Model, _ messages: [Message]) -> CallRecord {
        var answer = Generation(content: "ok")
        answer.attempts = [Attempt(model: model.id)]
        return .sample(CallEnd(answer), model: model, messages: messages)
    }

    @Test func bytesAreNotSent() throws {
        let messages: [Message] = [
            .user(
                .text("Look"), .image(Image(.base64(Self.png, mediaType: "image/png"), detail: "low")),
                .audio(Audio(base64: Self.png, format: "wav")),
                .file(File(.base64(Self.png, mediaType: "application/pdf"), name: "a.pdf")),
                .image(Image(.url("https://example.org/a.png"))),
                .opaque(
                    OpaqueBlock(
                        wire: .messages,
                        value: [
                            "type": "document",
                            "source": ["type": "base64", "media_type": "application/pdf", "data": .string(Self.png)],
                        ]))),
            Message(
                role: .tool,
                parts: [
                    .toolResult(
                        ToolResult(callID: "c", parts: [.image(Image(.base64(Self.png, mediaType: "image/png")))]))
                ]),
        ]
        let span = try #require(answered(Model("openai/gpt-4o"), messages).spans().first)
        let text = try #require(span["observation.input"]?.stringValue)
        #expect(!text.contains("iVBORw0K"))
        for word in [
            "<image/png, 600 bytes>", "<audio/wav, 600 bytes>", "<application/pdf, 600 bytes>", "a.pdf", "low",
            "https://example.org/a.png", "Look",
        ] { #expect(text.contains(word), "\(word) is not there") }
        #expect(text.split(separator: "<image/png, 600 bytes>", omittingEmptySubsequences: false).count == 3)
        #expect(text.split(separator: "<application/pdf, 600 bytes>", omittingEmptySubsequences: false).count == 3)
    }

    @Test func whatOpensAURLIsNotSent() throws {
        let signed = "https://example.org/a.png?X-Amz-Signature=abc123&width=3&sig=abc123"
        let messages: [Message] = [
            .user(
                .image(Image(.url(signed))), .file(File(.url("https://u:abc123@example.org/a.pdf"))),
                .opaque(OpaqueBlock(wire: .messages, value: ["source": ["type": "url", "url": .string(signed)]])))
        ]
        let span = try #require(answered(Model("openai/gpt-4o"), messages).spans().first)
        let text = try #require(span["observation.input"]?.stringValue)
        #expect(!text.contains("abc123"))
        #expect(text.split(separator: "width=3", omittingEmptySubsequences: false).count == 3)
    }

    @Test func toolsStandBesideTheMessages() throws {
        let tools: JSON = [["type": "function", "function": ["name": "f", "parameters": [:]]]]
        let model = Model("openai/gpt-4o", extra: ["tools": tools, "tool_choice": "auto"])
        var answer = Generation(content: "")
        answer.toolCalls = [ToolCall(id: "t1", name: "f", arguments: "{}")]
        answer.attempts = [Attempt(model: model.id)]
        let span = try #require(CallRecord.sample(CallEnd(answer), model: model).spans().first)
        #expect(span.observation("input") == ["messages": [["role": "user", "content": "hi"]], "tools": tools])
        #expect(
            span.observation("output") == [
                "role": "assistant", "content": nil,
                "tool_calls": [["id": "t1", "type": "function", "function": ["name": "f", "arguments": "{}"]]],
            ])
        #expect(span.observation("model.parameters") == ["tool_choice": "auto"])
    }

    @Test func noSecretIsSent() throws {
        let model = Model(
            "openai/gpt-4o", topP: 0.5, maxTokens: 0,
            extra: [
                "groq_api_key": .string(testKey), "api_base": .string("https://u:\(testKey)@h/v1?key=\(testKey)"),
                "extra_headers": ["x": .string(testKey)], "extra_body": ["a_token": .string(testKey), "b": 1],
                "seed": 7,
                "timeout": 5,
            ], apiKey: testKey, headers: ["authorization": testKey])
        let record = answered(model, [.user("hi")])
        let bytes = try LangfuseSpans.spans(of: record, .sample()).flatMap(\.encoded)
        #expect(String(decoding: bytes, as: UTF8.self).firstRange(of: testKey) == nil)
        let span = try #require(record.spans().first)
        #expect(
            span.observation("model.parameters") == [
                "top_p": 0.5, "max_tokens": 0, "extra_body": ["b": 1], "seed": 7,
            ])
        #expect(span["observation.metadata.api_base"] == "https://h/v1")
    }

    @Test func withoutContentNoWordIsSent() throws {
        let word = "confidential"
        var error = ModelError(.invalidRequest, "The prompt \"\(word)\" is bad.")
        error.partial = Generation(content: word)
        error.attempts = [Attempt(model: "openai/gpt-4o")]
        let model = Model("openai/gpt-4o", temperature: 1, extra: ["stop": [.string(word)], "seed": 1])
        let record = CallRecord.sample(CallEnd(error), model: model, messages: [.user(word)])
        let off = ["MAGMA_TRACE_CONTENT": "0"]
        let bytes = try LangfuseSpans.spans(of: record, .sample(off)).flatMap(\.encoded)
        #expect(!String(decoding: bytes, as: UTF8.self).contains(word))
        let span = try #require(record.spans(off).first)
        #expect(span["observation.input"] == nil)
        #expect(span["observation.output"] == nil)
        #expect(span["observation.status_message"]?.stringValue?.hasPrefix("invalid_request") == true)
        #expect(span.observation("model.parameters") == ["temperature": 1, "seed": 1])
        #expect(try record.spans().first?["observation.input"] != nil)
    }

    @Test func masksSeeWhatIsSentAndChangeIt() throws {
        var answer = Generation(content: "Ada lives here")
        answer.attempts = [Attempt(model: "a/b", failure: .rateLimited), Attempt(model: "c/d")]
        let scope = TraceScope(id: .random(), user: "ada", tags: ["t"])
        let record = CallRecord.sample(CallEnd(answer), context: .sample(scope: scope))
        let spans = try record.spans(masks: [
            { call in
                call.input = nil
                call.output = call.output.map { _ in "gone" }
                call.user = "someone"
                call.tags = []
                call.metadata["masked"] = true
                call.name = "masked"
            },
            { call in if call.user == "someone" { call.session = "second" } },
        ])
        #expect(spans.count == 3)
        for span in spans {
            #expect(span["observation.input"] == nil)
            #expect(span["user.id"] == "someone")
            #expect(span["session.id"] == "second")
            #expect(span["trace.tags"] == nil)
            #expect(span["observation.metadata.masked"] == true)
            #expect(span.name == "masked")
            #expect(!"\(span.attributes)".contains("Ada"))
        }
        #expect(spans[0]["observation.output"] == "gone")
    }

    @Test func aLongTextIsCut() throws {
        let long = String(repeating: "é", count: 600_000)
        var answer = Generation(content: String(repeating: "b", count: 700_000))
        answer.attempts = [Attempt(model: "openai/gpt-4o")]
        let span = try #require(CallRecord.sample(CallEnd(answer), messages: [.user(long)]).spans().first)
        let (input, output) = (span["observation.input"]?.stringValue, span["observation.output"]?.stringValue)
        #expect(try #require(input).utf8.count + #require(output).utf8.count <= LangfuseCap.limit)
        #expect(input?.hasSuffix("bytes>") == true)
        #expect(output?.utf8.count == 700_000 + #"{"role":"assistant","content":""}"#.utf8.count, "one was enough")
    }

    @Test func timesAreWrittenWithMicroseconds() {
        for (seconds, text) in [
            (0.5, "1970-01-01T00:00:00.500000Z"), (951_782_400, "2000-02-29T00:00:00.000000Z"),
            (1_735_689_599.25, "2024-12-31T23:59:59.250000Z"), (4_107_542_400, "2100-03-01T00:00:00.000000Z"),
        ] { #expect(Date(timeIntervalSince1970: seconds).microsecondText == text) }
    }
}
