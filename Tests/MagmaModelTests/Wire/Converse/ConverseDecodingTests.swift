import Testing

@testable import MagmaModel

@Suite struct ConverseDecodingTests {
    typealias Support = ConverseSupport

    /// Every kind of block, as an assistant's turn may hold them.
    private static let blocks: JSON = [
        ["reasoningContent": ["reasoningText": ["text": "Hm.", "signature": "c2ln"]]],
        ["reasoningContent": ["redactedContent": "ZGF0YQ=="]],
        ["text": "I search."],
        ["toolUse": ["toolUseId": "s_1", "name": "grounding", "type": "server_tool_use", "input": ["query": "q"]]],
        ["toolResult": ["toolUseId": "s_1", "type": "grounding_result", "content": [["text": "found"]]]],
        ["citationsContent": ["content": [["text": "So it is."]], "citations": [["title": "t"], ["title": "u"]]]],
        ["blockOfTomorrow": ["x": [1, 2]]],
        ["toolUse": ["toolUseId": "t_1", "name": "look", "input": ["y": 2.5]]],
        ["toolUse": ["toolUseId": "t_2", "name": "look", "input": [:]]],
    ]

    private func encodedAgain(_ message: Message, model: String = Support.claude) throws -> JSON? {
        let messages: [Message] = [
            .user("Hi"), message, .tool("done", callID: "t_1"), .tool("done", callID: "t_2"),
        ]
        let tools: JSON = [["toolSpec": ["name": "look", "inputSchema": ["json": ["type": "object"]]]]]
        let call = try Support.call(messages, model: model, options: ["tools": tools])
        return try Support.body(call)["messages"]?[1]?["content"]
    }

    @Test func aTurnGoesBackAsItCame() throws {
        let generation = try Support.decode(blocks: Self.blocks)
        #expect(generation.content == "I search.So it is." && generation.reasoning == "Hm.")
        #expect(generation.toolCalls.map(\.id) == ["t_1", "t_2"])
        #expect(generation.toolCalls.map(\.arguments) == [#"{"y":2.5}"#, ""])
        let usage = try #require(generation.usage)
        #expect(usage.input == 6 && usage.cachedInput == 2 && usage.cacheWrite == 1 && usage.reasoning == 2)
        #expect(try encodedAgain(generation.message) == Self.blocks)
        // Also when the history was stored as JSON in between, but for a block that nobody knows.
        let known = Self.blocks.arrayValue?.filter { $0["blockOfTomorrow"] == nil } ?? []
        #expect(try encodedAgain(Message(json: generation.message.json)) == .array(known))
    }

    @Test func aStreamedTurnGoesBackAsItCame() throws {
        var messages = [Support.begin]
        for (index, block) in (Self.blocks.arrayValue ?? []).enumerated() {
            messages += Self.events(block, at: index) + [Support.stop(at: index)]
        }
        let generation = try Support.stream(messages + [Support.end, Support.metadata])
        #expect(generation.content == "I search.So it is." && generation.reasoning == "Hm.")
        #expect(generation.finishReason == FinishReason(.toolCalls, raw: "end_turn"))
        #expect(generation.usage?.input == 5 && generation.usage?.output == 6)
        #expect(try encodedAgain(generation.message) == Self.blocks)
    }

    /// A block in pieces, as streams bring it.
    private static func events(_ block: JSON, at index: Int) -> [[UInt8]] {
        func delta(_ delta: JSON) -> [UInt8] { Support.delta(delta, at: index) }
        if let text = block["text"]?.stringValue { return text.map { delta(["text": .string(String($0))]) } }
        if let text = block["reasoningContent"]?["reasoningText"] {
            return [
                delta(["reasoningContent": ["text": text["text"] ?? ""]]),
                delta(["reasoningContent": ["signature": text["signature"] ?? ""]]),
            ]
        }
        if let reasoning = block["reasoningContent"] { return [delta(["reasoningContent": reasoning])] }
        if var use = block["toolUse"]?.objectValue {
            let input = use.removeValue(forKey: "input")?.serialized() ?? ""
            let half = input.index(input.startIndex, offsetBy: 1)
            let pieces = input == "{}" ? [""] : [String(input[..<half]), String(input[half...])]
            return [Support.start(["toolUse": .object(use)], at: index)]
                + pieces.map { delta(["toolUse": ["input": .string($0)]]) }
        }
        if var result = block["toolResult"]?.objectValue {
            result["content"] = nil
            return [
                Support.start(["toolResult": .object(result)], at: index), delta(["toolResult": [["text": "fo"]]]),
                delta(["toolResult": [["text": "und"]]]),
            ]
        }
        if let cited = block["citationsContent"] {
            return (cited["citations"]?.arrayValue ?? []).map { delta(["citation": $0]) }
                + [delta(["text": cited["content"]?[0]?["text"] ?? ""])]
        }
        return [delta(block)]
    }

    /// Thinking that nobody signed goes back to those models that gave it.
    @Test func unsignedThinkingGoesBackToItsOwn() throws {
        let blocks: JSON = [["reasoningContent": ["reasoningText": ["text": "Hm."]]], ["text": "Yes."]]
        let message = try Support.decode(blocks: blocks).message
        let model = "openai.gpt-oss-120b-1:0"
        #expect(try encodedAgain(message, model: model) == blocks)
        #expect(try encodedAgain(Message(json: message.json), model: model) == blocks)
        let call = try Support.call([.user("Hi"), message, .user("Go on")])
        let claude = try Support.encode(call)
        #expect(claude.body["messages"]?[1]?["content"] == [["text": "Yes."]])
        #expect(claude.warnings.contains { $0.subject == "messages[1].reasoning" })
    }

    /// Another protocol gets the words of what only Converse has.
    @Test func citedTextIsNotLostElsewhere() throws {
        let message = try Support.decode(blocks: [["citationsContent": ["content": [["text": "So."]]]]]).message
        let call = try MessagesSupport.call([.user("Hi"), message, .user("Go on")], model: "claude-sonnet-4-5")
        let sent = try MessagesSupport.encode(call)
        #expect(sent.body["messages"]?[1]?["content"] == [["type": "text", "text": "So."]])
        #expect(!sent.warnings.isEmpty)
    }

    @Test func whatIsUnknownIsPassedOver() throws {
        let generation = try Support.stream([
            EventStreamBytes.event("eventOfTomorrow", ["x": 1]), Support.begin, Support.delta(["text": "a"]),
            Support.delta(["pieceOfTomorrow": 1]), Support.end,
        ])
        #expect(generation.content == "a" && generation.finishReason?.kind == .stop && generation.usage == nil)
    }

    @Test(arguments: [
        (
            "validationException", "The input is too long: number of input tokens exceeds maximum length",
            "context_window_exceeded"
        ),
        ("validationException", "A field is wrong.", "invalid_request"),
        ("throttlingException", "Slow down.", "rate_limited"),
        ("serviceUnavailableException", "Later.", "overloaded"), ("internalServerException", "Oh.", "server_error"),
        ("modelStreamErrorException", "Oh.", "server_error"), ("modelTimeoutException", "Oh.", "timeout"),
        ("exceptionOfTomorrow", "Oh.", "server_error"),
    ])
    func anExceptionEndsTheStream(kind: String, text: String, code: String) {
        let exception = EventStreamBytes.message(
            [(":message-type", "exception"), (":exception-type", kind)], JSON.object(["message": .string(text)]).bytes()
        )
        let error = #expect(throws: ModelError.self) {
            try Support.stream([Support.begin, Support.delta(["text": "a"]), exception])
        }
        #expect(error?.code.rawValue == code && error?.message == text && error?.providerCode == kind)
    }

    @Test func anErrorOfTheFramingHasItsTextInAHeader() {
        let message = EventStreamBytes.message([
            (":message-type", "error"), (":error-code", "InternalFailure"), (":error-message", "It broke."),
        ])
        let error = #expect(throws: ModelError.self) { try Support.stream([message]) }
        #expect(error?.message == "It broke." && error?.providerCode == "InternalFailure")
    }

    @Test func aCutStreamIsIncomplete() {
        let whole = [Support.begin, Support.delta(["text": "a"]), Support.end, Support.metadata]
        for count in [0, 1, 2] {
            let error = #expect(throws: ModelError.self) { try Support.stream(Array(whole.prefix(count))) }
            #expect(error?.code == .incompleteStream)
        }
        let within = #expect(throws: ModelError.self) {
            try Support.stream([whole[0], whole[1], whole[2], Array(whole[3].dropLast())])
        }
        #expect(within?.code == .incompleteStream)
    }

    @Test func damagedBytesAreADecodingError() {
        var damaged = Support.delta(["text": "a"])
        damaged[damaged.count - 1] ^= 1
        let error = #expect(throws: ModelError.self) { try Support.stream([Support.begin, damaged]) }
        #expect(error?.code == .decoding)
    }
}
