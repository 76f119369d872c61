import Testing

@testable import MagmaModel

@Suite struct CohereChatDecodingTests {
    private static let call: JSON = [
        "id": "t1", "type": "function", "function": ["name": "f", "arguments": #"{"x": 1}"#],
    ]
    private static let citation: JSON = [
        "start": 0, "end": 2, "text": "Hi", "sources": [["type": "tool", "id": "t0"]], "content_index": 1,
    ]
    private static let message: JSON = [
        "role": "assistant", "tool_plan": "I will look it up.",
        "content": [["type": "thinking", "thinking": "hm"], ["type": "text", "text": "Hi"]], "tool_calls": [call],
        "citations": [citation],
    ]

    private func decode(_ answer: JSON) throws -> Generation {
        var builder = GenerationBuilder(streaming: false)
        try answer.bytes().withBytes { (bytes) throws(ModelError) in
            try CohereChat().decode(bytes, dialect: Dialect(), into: &builder)
        }
        return builder.build()
    }

    private func stream(_ events: [JSON]) throws -> Generation {
        var pump = EventPump(wire: CohereChat(), dialect: Dialect())
        var deltas: [Generation.Delta] = []
        for event in events {
            try Array("data: \(event.serialized())\n\n".utf8).withBytes { (bytes) throws(ModelError) in
                try pump.feed(bytes, into: &deltas)
            }
        }
        try pump.finish(into: &deltas)
        #expect(deltas.map(\.content).joined() == pump.builder.build().content)
        return pump.builder.build()
    }

    private static func event(_ type: String, _ message: JSON.Object, _ index: Int = 0) -> JSON {
        ["type": .string(type), "index": .int(Int64(index)), "delta": ["message": .object(message)]]
    }
    private static let end: JSON = [
        "type": "message-end",
        "delta": [
            "finish_reason": "TOOL_CALL",
            "usage": ["tokens": ["input_tokens": 12.0, "output_tokens": 6.0, "image_tokens": 3], "cached_tokens": 4],
        ],
    ]
    /// The same answer as ``message``, in pieces.
    private static let events: [JSON] = [
        ["type": "message-start", "id": "c1", "delta": ["message": ["role": "assistant", "content": []]]],
        event("content-start", ["content": ["type": "thinking", "thinking": ""]]),
        event("content-delta", ["content": ["thinking": "hm"]]),
        ["type": "content-end", "index": 0],
        event("content-start", ["content": ["type": "text", "text": "H"]], 1),
        event("content-delta", ["content": ["text": "i"]], 1),
        event("citation-start", ["citations": citation]),
        ["type": "debug", "prompt": "x"],
        event("tool-plan-delta", ["tool_plan": "I will "]), event("tool-plan-delta", ["tool_plan": "look it up."]),
        event(
            "tool-call-start",
            ["tool_calls": ["id": "t1", "type": "function", "function": ["name": "f", "arguments": ""]]]),
        event("tool-call-delta", ["tool_calls": ["function": ["arguments": #"{"x""#]]]),
        event("tool-call-delta", ["tool_calls": ["function": ["arguments": ": 1}"]]]),
        end,
    ]

    @Test func piecesAndTheWholeAreTheSame() throws {
        let whole = try decode(["id": "c1", "message": Self.message, "finish_reason": "TOOL_CALL"])
        let pieces = try stream(Self.events)
        #expect(whole.message == pieces.message)
        #expect(pieces.id == "c1" && pieces.content == "Hi" && pieces.reasoning == "hmI will look it up.")
        #expect(pieces.finishReason == FinishReason(.toolCalls, raw: "TOOL_CALL"))
        #expect(pieces.usage?.input == 15 && pieces.usage?.output == 6 && pieces.usage?.cachedInput == 4)
    }

    /// Each event dropped once, doubled once, and the last one seen: never a clean end for what was cut.
    @Test func brokenStreams() throws {
        for place in Self.events.indices {
            var events = Self.events
            events.remove(at: place)
            let isCut = place == Self.events.count - 1
            if isCut {
                #expect(throws: ModelError.self) { try stream(events) }
            } else {
                #expect(try stream(events).finishReason?.kind == .toolCalls)
            }
            events = Self.events
            events.insert(events[place], at: place)
            #expect(try stream(events).finishReason?.kind == .toolCalls)
            #expect(throws: ModelError.self) { try stream(Array(Self.events[..<place])) }
        }
    }

    /// What Cohere said goes back to it as it said it, also by way of the chat format.
    @Test func twoTurns() throws {
        let answer = try stream(Self.events)
        let read = try Message(json: answer.message.json)
        for said in [answer.message, read] {
            let history = [.user("Hi"), said, Message.tool("2", callID: "t1")]
            let request = try CohereChatRequestTests.request(history)
            #expect(request.body["messages"]?[1] == Self.message)
            #expect(request.warned.isEmpty)
        }
    }

    /// A plan means nothing elsewhere: it is named, and never becomes text.
    @Test(arguments: ["openai/gpt-4o", "deepseek/m", "anthropic/claude-sonnet-4-5"])
    func anotherProviderGetsNoPlan(id: String) throws {
        let keys = ["OPENAI_API_KEY": testKey, "DEEPSEEK_API_KEY": testKey, "ANTHROPIC_API_KEY": testKey]
        let tools: JSON = [["type": "function", "function": ["name": "f", "parameters": ["type": "object"]]]]
        let model = try Model(parsing: id).with(extra: ["tools": tools])
        let history = [.user("Hi"), try stream(Self.events).message, Message.tool("2", callID: "t1")]
        let request = try Dispatcher.fake(FakeTransport(), environment: keys).prepare(model, history, streaming: false)
        #expect(!String(decoding: request.body, as: UTF8.self).contains("look it up"))
        #expect(request.warnings.contains { $0.subject.hasSuffix(".reasoning") })
    }

    @Test func billedUnitsCountOnlyWhereThereIsNothingElse() throws {
        let units: JSON = ["billed_units": ["input_tokens": 3, "output_tokens": 2]]
        let message: JSON = ["role": "assistant", "content": "a"]
        let answer = try decode(["id": "c", "message": message, "finish_reason": "COMPLETE", "usage": units])
        #expect(answer.content == "a" && answer.usage?.input == 3 && answer.usage?.output == 2)
    }

    @Test func anErrorAtTheEndIsAnError() {
        let end: JSON = ["type": "message-end", "delta": ["finish_reason": "ERROR", "error": "it broke"]]
        let error = #expect(throws: ModelError.self) { try stream(Self.events.dropLast() + [end]) }
        #expect(error?.code == .serverError && error?.message == "it broke")
    }

    @Test func aStreamWithoutItsEndIsIncomplete() {
        let error = #expect(throws: ModelError.self) { try stream(Self.events.dropLast()) }
        #expect(error?.code == .incompleteStream)
    }

    @Test func logprobsHaveOpenAIsForm() throws {
        var delta = Self.events[5].objectValue ?? [:]
        delta["logprobs"] = ["text": "i", "token_ids": [7], "logprobs": [-0.5]]
        let answer = try stream([.object(delta), Self.end])
        #expect(answer.logprobs == ["content": [["token": "i", "logprob": -0.5]]])
    }

    @Test(arguments: [
        (400, #"{"message":"too many tokens: 9","id":"a"}"#, ModelError.Code.contextWindowExceeded),
        (401, #"{"message":"invalid api token"}"#, .authentication), (402, #"{"message":"limit"}"#, .quotaExceeded),
        (
            429, #"{"message":"You are using a Trial key, which is limited to 1000 API calls / month."}"#,
            .quotaExceeded
        ),
        (429, #"{"message":"slow down"}"#, .rateLimited), (498, #"{"message":"blocked"}"#, .contentFiltered),
    ])
    func errors(status: Int, body: String, code: ModelError.Code) throws {
        let dialect = try ProviderCatalog.builtIn.provider("cohere").dialect
        let error = Array(body.utf8).withBytes {
            ErrorClassifier.error(
                status: status, headers: ["x-debug-trace-id": "r1"], body: $0, wire: CohereChat(), dialect: dialect)
        }
        #expect(error.code == code && error.requestID == "r1")
    }
}
