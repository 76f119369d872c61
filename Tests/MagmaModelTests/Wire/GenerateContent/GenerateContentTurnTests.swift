import Testing

@testable import MagmaModel

/// What the model said goes back as it came: each signature on its part.
@Suite struct GenerateContentTurnTests {
    typealias Support = GenerateContentSupport

    struct Turn: Sendable, CustomTestStringConvertible {
        var name: String
        var parts: [JSON]
        var testDescription: String { name }
    }

    private static func call(_ name: String, id: String? = nil) -> JSON.Object {
        var call: JSON.Object = ["name": .string(name), "args": ["n": 1.5, "m": [1, nil]]]
        call["id"] = id.map(JSON.string)
        return call
    }

    private static let tomorrow = "a part of tomorrow"

    static let turns: [Turn] = [
        Turn(
            name: "signature on a call",
            parts: [["functionCall": .object(call("look", id: "c1")), "thoughtSignature": "c2ln"]]),
        Turn(
            name: "parallel calls, the first signed",
            parts: [
                ["text": "I look."], ["functionCall": .object(call("look", id: "c1")), "thoughtSignature": "c2ln"],
                ["functionCall": .object(call("see", id: "c2"))],
            ]),
        Turn(
            name: "calls without ids",
            parts: [
                ["functionCall": .object(call("look")), "thoughtSignature": "c2ln"],
                ["functionCall": .object(call("look"))],
            ]),
        Turn(name: "signature on text", parts: [["text": "Hello", "thoughtSignature": "c2ln"]]),
        Turn(
            name: "signature on an empty text", parts: [["text": "Hello"], ["text": "", "thoughtSignature": "c2ln"]]),
        Turn(
            name: "signed and unsigned text",
            parts: [["text": "a"], ["text": "b", "thoughtSignature": "c2ln"], ["text": "c"]]),
        Turn(
            name: "thoughts",
            parts: [
                ["text": "Hm.", "thought": true], ["text": "Ha.", "thought": true, "thoughtSignature": "c2ln"],
                ["text": "x"],
            ]),
        Turn(
            name: "parts of other kinds",
            parts: [
                ["executableCode": ["language": "PYTHON", "code": "1+1"], "thoughtSignature": "c2ln"],
                ["codeExecutionResult": ["outcome": "OUTCOME_OK", "output": "2"]],
                ["inlineData": ["mimeType": "image/png", "data": "aGk="]],
                ["toolCall": ["toolType": "GOOGLE_SEARCH", "args": ["queries": ["q"]]]],
                ["text": "Done."],
            ]),
        Turn(name: tomorrow, parts: [["partOfTomorrow": ["x": 1]], ["text": "Done."]]),
    ]

    /// The parts of the model's content when the answer is part of a history.
    private func again(_ answer: Generation, throughJSON: Bool = false) throws -> JSON? {
        var message = answer.message
        if throughJSON { message = try Message(json: JSON(parsing: message.json.serialized())) }
        var messages: [Message] = [.user("Hi"), message]
        for call in message.toolCalls { messages.append(.tool("done", callID: call.id, name: call.name)) }
        let body = try Support.body(Support.call(messages, model: "gemini-3-pro-preview"))
        let results = body["contents"]?[2]?["parts"]?.arrayValue?.compactMap { $0["functionResponse"] } ?? []
        #expect(results.map { $0["name"] } == message.toolCalls.map { .string($0.name) })
        #expect(results.map { $0["id"]?.stringValue ?? "" } == message.toolCalls.map(\.id))
        #expect(body["contents"]?[1]?["role"] == "model")
        return body["contents"]?[1]?["parts"]
    }

    @Test(arguments: turns)
    func goesBackAsItCame(turn: Turn) throws {
        let answer = try Support.decode(Support.chunk(.array(turn.parts), finish: "STOP"))
        #expect(try again(answer) == .array(turn.parts))
        // As JSON, only a part that is known tells whose it is.
        guard turn.name != Self.tomorrow else { return }
        #expect(try again(answer, throughJSON: true) == .array(turn.parts))
    }

    @Test(arguments: turns)
    func goesBackAsItWasStreamed(turn: Turn) throws {
        let chunks = turn.parts.map { Support.chunk([$0]) } + [Support.chunk([], finish: "STOP")]
        let answer = try Support.stream(Support.events(chunks)).answer
        #expect(try again(answer) == .array(turn.parts))
    }

    @Test func theMetadataOfAnAnswerStaysWithIt() throws {
        let grounding: JSON = ["webSearchQueries": ["q"]]
        let candidate: JSON = [
            "content": ["parts": [["text": "x"]]], "groundingMetadata": grounding, "finishReason": "STOP",
        ]
        let answer = try Support.decode(["candidates": [candidate]])
        #expect(answer.message.extra["groundingMetadata"] == grounding)
        let (body, warnings) = try Support.encode(Support.call([.user("Hi"), answer.message, .user("And?")]))
        #expect(body["contents"]?[1] == ["role": "model", "parts": [["text": "x"]]] && warnings.isEmpty)
    }

    @Test func callsOfOthersGetTheMarkThatGoogleTakes() throws {
        let messages: [Message] = [
            .user("Hi"),
            .assistant(toolCalls: [ToolCall(id: "call_1", name: "a"), ToolCall(id: "call_2", name: "b")]),
            .tool("1", callID: "call_1"), .tool("2", callID: "call_2"),
        ]
        let newer = try Support.body(Support.call(messages, model: "gemini-3-pro-preview"))["contents"]
        #expect(newer?[1]?["parts"]?[0]?["thoughtSignature"] == "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=")
        #expect(newer?[1]?["parts"]?[1]?["thoughtSignature"] == nil)
        #expect(newer?[1]?["parts"]?[1]?["functionCall"]?["id"] == "call_2")
        #expect(newer?[2]?["parts"]?[1]?["functionResponse"]?["id"] == "call_2")
        // The older models sign nothing and give no ids, and neither does Vertex AI give them.
        let older = try Support.body(Support.call(messages))["contents"]
        #expect(
            older?[1]?["parts"] == [
                ["functionCall": ["name": "a", "args": [:]]], ["functionCall": ["name": "b", "args": [:]]],
            ])
        let cloud = try Support.body(Support.call(messages, provider: "vertex_ai", model: "gemini-3-pro-preview"))[
            "contents"]
        #expect(cloud?[1]?["parts"]?[0]?["functionCall"]?["id"] == nil)
        #expect(cloud?[2]?["parts"]?[0]?["functionResponse"]?["id"] == nil)
    }

    @Test func foreignThoughtsLoseTheirSignatures() throws {
        let thoughts = Message(
            role: .assistant,
            parts: [
                .reasoning(Reasoning("Hm.", signature: "c2ln")), .reasoning(Reasoning("", redacted: "eA==")),
                .text("y"),
            ])
        let (body, warnings) = try Support.encode(Support.call([.user("x"), thoughts, .user("z")]))
        #expect(body["contents"]?[1]?["parts"] == [["text": "Hm.", "thought": true], ["text": "y"]])
        #expect(warnings.count == 2)
        #expect(!body.serialized().contains("c2ln"))
    }

    @Test(arguments: [
        "openai/m", "anthropic/claude-sonnet-4-5", "ollama/m", "bedrock/m", "cohere/m", "openai/responses/m",
    ])
    func otherProtocolsGetTheWordsWithoutSignatures(model: String) throws {
        let parts: JSON = [
            ["text": "Seen.", "thoughtSignature": "c2ln"],
            ["functionCall": ["name": "look", "id": "c1", "args": ["x": 1]], "thoughtSignature": "c2ln"],
        ]
        let answer = try Support.decode(Support.chunk(parts, finish: "STOP"))
        let tools: JSON = [["type": "function", "function": ["name": "look", "parameters": ["type": "object"]]]]
        let keys = [
            "OPENAI_API_KEY": testKey, "ANTHROPIC_API_KEY": testKey, "COHERE_API_KEY": testKey,
            "AWS_BEARER_TOKEN_BEDROCK": testKey,
        ]
        let request = try Dispatcher.fake(
            FakeTransport(), environment: keys.merging(["AWS_REGION": "us-east-1"]) { $1 }
        )
        .prepare(
            Model(parsing: model).with(extra: ["tools": tools]),
            [.user("Hi"), answer.message, .tool("done", callID: "c1")], streaming: false)
        let body = String(decoding: request.body, as: UTF8.self)
        #expect(body.contains("Seen.") && body.contains("look") && !body.contains("c2ln"))
        #expect(request.warnings.contains { $0.subject.hasSuffix("thoughtSignature") })
    }
}
