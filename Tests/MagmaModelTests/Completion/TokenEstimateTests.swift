import MagmaTesting
import Testing

@testable import MagmaModel

@Suite struct TokenEstimateTests {
    private let model = Model("openai/gpt-4o")

    private func tokens(_ text: String) -> Int { TokenEstimate.hundredths(of: text) }

    /// Against what GPT-4o's tokenizer makes of them, in tokens; a third either way.
    @Test(arguments: [
        ("The quick brown fox jumps over the lazy dog.", 10),
        ("Please answer the following question in one short sentence, without any preamble.", 15),
        (#"{"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}"#, 23),
        ("for (index, value) in values.enumerated() { sum += value * weights[index] }", 19),
    ])
    func proseAndCodeAreCloseToATokenizer(_ text: String, _ count: Int) {
        let estimate = Double(tokens(text)) / 100
        #expect(abs(estimate - Double(count)) < Double(count) / 3, "\(estimate) for \(count): \(text)")
    }

    @Test func scriptsDiffer() {
        // A character each: in four bytes a token they would be three quarters and a half of one.
        #expect(tokens("你好世界") == 4 * 90)
        #expect(tokens("привет") == 6 * 47)
        #expect(tokens("😀") == 200)
        // A word with its space is a token and some; a run of spaces is next to nothing.
        #expect(tokens("a") == 60 && tokens("cat") == 88 && tokens("cat a") == 148)
        #expect(tokens(String(repeating: " ", count: 50)) <= 100)
        #expect(tokens("") == 0)
    }

    @Test func messagesToolsAndMediaCount() {
        let bare = model.estimateTokens([.user("hi")])
        #expect(bare == 9)
        #expect(model.estimateTokens([.user("hi"), .assistant("hi")]) > bare + 3)
        let tool: JSON = [
            "type": "function",
            "function": ["name": "weather", "parameters": ["type": "object", "properties": [:]]],
        ]
        let one = model.with(extra: ["tools": [tool]]).estimateTokens([.user("hi")])
        let two = model.with(extra: ["tools": [tool, tool]]).estimateTokens([.user("hi")])
        #expect(one > bare + 60 && two > one + 8 && two - one < one - bare)
        let schema = model.with(extra: ["response_format": ["type": "json_schema", "json_schema": ["name": "answer"]]])
        #expect(schema.estimateTokens([.user("hi")]) > bare)
        let image = Message(role: .user, parts: [.image(Image(.base64("AAAA", mediaType: "image/png")))])
        #expect(model.estimateTokens([image]) == 758)
        // However large, its bytes are not text.
        let large = String(repeating: "A", count: 100_000)
        let same = Message(role: .user, parts: [.image(Image(.base64(large, mediaType: "image/png")))])
        #expect(model.estimateTokens([same]) == 758)
        #expect(model.with(extra: ["tools": []]).estimateTokens([.user("hi")]) == bare)
    }

    private static let base64 = JSON.string(String(repeating: "iVBORw0KGgo", count: 10_000))

    /// A picture that a model made, as its protocol keeps it in the history, is no text.
    @Test(
        arguments: [
            (
                "gemini/gemini-2.5-flash-image", .generateContent,
                ["inlineData": ["mimeType": "image/png", "data": base64]], 750
            ),
            (
                "gemini/gemini-2.5-flash", .generateContent, ["inlineData": ["mimeType": "audio/wav", "data": base64]],
                1_000
            ),
            ("openai/responses/gpt-5", .responses, ["type": "image_generation_call", "result": base64], 750),
            (
                "gemini/interactions/gemini-2.5-flash", .interactions,
                ["type": "image", "mime_type": "image/png", "data": base64], 750
            ),
            (
                "bedrock/amazon.nova-lite-v1:0", .converse, ["image": ["format": "png", "source": ["bytes": base64]]],
                750
            ),
            (
                "vllm/x", .chatCompletions,
                [
                    "type": "video_url",
                    "video_url": ["url": .string("data:video/mp4;base64," + (base64.stringValue ?? ""))],
                ], 4_000
            ),
            ("openai/responses/gpt-5", .responses, ["type": "compaction", "encrypted_content": base64], 0),
            (
                "gemini/gemini-2.5-flash", .generateContent,
                ["type": "text", "text": "hi", "thoughtSignature": base64], 0
            ),
        ] as [(String, WireProtocolID, JSON, Int)])
    func blocksCountNoBase64(_ id: String, _ wire: WireProtocolID, _ value: JSON, _ flat: Int) throws {
        let said = Message(role: .assistant, parts: [.opaque(OpaqueBlock(wire: wire, value: value))])
        let tokens = try Model(parsing: id).estimateTokens([said])
        #expect(tokens >= flat + 8 && tokens < flat + 60, "\(tokens)")
    }

    /// A name alone makes no picture of a text.
    @Test func textInBlocksCounts() {
        let text = JSON.string(String(repeating: "Some words. ", count: 1_000))
        let value: JSON = ["type": "document", "source": ["media_type": "text/plain", "data": text]]
        let said = Message(role: .user, parts: [.opaque(OpaqueBlock(wire: .messages, value: value))])
        #expect(Model("anthropic/claude-sonnet-4-5").estimateTokens([said]) > 2_000)
    }

    /// What another protocol's model made is not sent; its words are.
    @Test func blocksOfOtherProtocolsStayBehind() throws {
        func tokens(_ id: String, _ value: JSON, _ role: Role = .assistant) throws -> Int {
            try Model(parsing: id).estimateTokens([
                Message(role: role, parts: [.opaque(OpaqueBlock(wire: .messages, value: value))])
            ])
        }
        let words = JSON.string(String(repeating: "word ", count: 1_000))
        let result: JSON = ["type": "mcp_tool_result", "content": [["type": "text", "text": words]]]
        #expect(try tokens("anthropic/claude-sonnet-4-5", result) > 1_000)
        #expect(try tokens("openai/gpt-4o", result) == 8)
        #expect(try tokens("openai/gpt-4o", ["type": "text", "text": words, "citations": [words]]) < 1_500)
        #expect(try tokens("openai/gpt-4o", ["type": "text", "text": words, "citations": [words]]) > 900)
        // Of somebody who is not known it is not known either.
        #expect(try tokens("nobody/x", result) > 1_000)
        // A user's is refused, or taken as it is.
        #expect(try tokens("openai/gpt-4o", result, .user) > 1_000)
    }

    @Test func protocolsDiffer() {
        let claude = Model("anthropic/claude-sonnet-4-5", extra: ["tools": [["name": "a"]]])
        #expect(claude.estimateTokens([.user("hi")]) > 380)
        // Somebody who is not known, and a route, are reckoned as the usual.
        #expect(Model("nobody/x").estimateTokens([.user("hi")]) == 9)
        #expect(Model("openai/gpt-4o").fallback(to: claude).estimateTokens([.user("hi")]) == 9)
    }

    /// Hooks see what the handle says.
    @Test func itIsOneNumberEverywhere() async throws {
        let dispatcher = Dispatcher.fake(FakeTransport(.json(Answers.hello)))
        let model = Model("openai/gpt-4o", extra: ["tools": [["type": "function", "function": ["name": "weather"]]]])
        let seen = Log()
        try await withDispatcher(dispatcher) {
            registerHook(.beforeAttempt) { attempt in seen.add("\(attempt.estimatedInputTokens)") }
            _ = try await model([.user("Is it warm?")])
            #expect(seen.lines == ["\(model.estimateTokens([.user("Is it warm?")]))"])
        }
    }
}
