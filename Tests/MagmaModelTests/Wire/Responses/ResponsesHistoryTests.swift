import Testing

@testable import MagmaModel

/// What an answer holds goes back as it came, to those who can read it.
struct ResponsesHistoryTests {
    typealias Support = ResponsesSupport

    /// Every kind of item, in an order that the chat format cannot say.
    private static let output: JSON = [
        [
            "type": "reasoning", "id": "rs_1", "summary": [["type": "summary_text", "text": "Hm."]],
            "encrypted_content": "e1",
        ],
        [
            "type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "phase": "commentary",
            "content": [["type": "output_text", "text": "I look.", "annotations": []]],
        ],
        ["type": "web_search_call", "id": "ws_1", "status": "completed", "action": ["type": "search", "query": "q"]],
        ["type": "item_of_tomorrow", "x": [1, 2]],
        ["type": "reasoning", "id": "rs_2", "summary": [], "encrypted_content": "e2"],
        [
            "type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "f", "arguments": #"{"a": 1}"#,
            "status": "completed",
        ],
    ]

    private func again(_ message: Message, _ model: String = "openai/responses/gpt-5", _ extra: JSON.Object = [:])
        throws
        -> PreparedRequest
    {
        let messages: [Message] = [.user("Hi"), message, .tool("done", callID: "call_1")]
        let tool: JSON = ["type": "function", "function": ["name": "f"]]
        var extra = extra
        extra["tools"] = [tool]
        return try Support.prepare(model, messages, extra)
    }

    private func kept(_ request: PreparedRequest) throws -> JSON {
        .array(Array((try Support.body(request)["input"]?.arrayValue ?? []).dropFirst().dropLast()))
    }

    @Test func aTurnGoesBackByteForByte() throws {
        let generation = try Support.decode(Self.output)
        #expect(generation.content == "I look." && generation.reasoning == "Hm.")
        #expect(generation.toolCalls.map(\.id) == ["call_1"] && generation.finishReason?.kind == .toolCalls)
        let request = try again(generation.message)
        #expect(try kept(request).serialized() == Self.output.serialized())
        #expect(request.warnings.isEmpty)
        let last = try Support.body(request)["input"]?.arrayValue?.last
        #expect(last == ["type": "function_call_output", "call_id": "call_1", "output": "done"])
    }

    @Test func aStreamedTurnGoesBackByteForByte() throws {
        let items = Self.output.arrayValue ?? []
        var events: [JSON] = []
        for (index, item) in items.enumerated() {
            let place = JSON.int(Int64(index))
            events.append(["type": "response.output_item.added", "output_index": place, "item": item])
            events.append(["type": "response.output_item.done", "output_index": place, "item": item])
        }
        // Some servers leave the output out at the end.
        events.append([
            "type": "response.completed", "response": ["id": "resp_1", "status": "completed", "output": []],
        ])
        let (generation, content) = try Support.stream(events)
        #expect(content == "I look.")
        #expect(try kept(again(generation.message)).serialized() == Self.output.serialized())
    }

    @Test func itGoesThroughTheChatFormatUnchanged() throws {
        let message = try Message(json: Support.decode(Self.output).message.json)
        #expect(message.text == "I look." && message.toolCalls.map(\.name) == ["f"])
        #expect(try kept(again(message)).serialized() == Self.output.serialized())
    }

    @Test func nullsAndTheStateOfThoughtsStayBehind() throws {
        let generation = try Support.decode([
            ["type": "reasoning", "id": "rs_1", "summary": [], "status": "completed", "encrypted_content": .null]
        ])
        let sent = try Support.body(Support.prepare("openai/responses/gpt-5", [.user("Hi"), generation.message]))
        #expect(sent["input"]?[1]?.serialized() == #"{"type":"reasoning","id":"rs_1","summary":[]}"#)
    }

    @Test func aChangedTurnSaysWhatItSaysNow() throws {
        var message = try Support.decode(Self.output).message
        message.parts = message.parts.map { if case .text = $0 { .text("I changed.") } else { $0 } }
        let sent = try kept(again(message)).arrayValue ?? []
        #expect(
            sent.map { $0["type"]?.stringValue } == [
                "reasoning", "message", "web_search_call", "item_of_tomorrow", "reasoning", "function_call",
            ])
        #expect(sent[1]["content"]?[0]?["text"] == "I changed." && sent[0]["encrypted_content"] == "e1")
    }

    @Test func whereNothingIsStoredBareThoughtsAreNotSent() throws {
        let generation = try Support.decode([
            ["type": "reasoning", "id": "rs_1", "summary": []],
            ["type": "function_call", "call_id": "call_1", "name": "f", "arguments": "{}"],
        ])
        let request = try again(generation.message, "openai/responses/gpt-5", ["store": false])
        #expect(try kept(request)[0]?["type"] == "function_call")
        #expect(request.warnings.contains { $0.subject == "messages[1].reasoning" })
    }

    @Test(arguments: ["openai/gpt-4o", "anthropic/claude-sonnet-4-5", "deepseek/deepseek-chat"])
    func anotherProtocolGetsTheWordsWithAWarning(model: String) throws {
        let message = try Support.decode(Self.output).message
        let reread = try again(Message(json: message.json), model)
        #expect(!String(decoding: reread.body, as: UTF8.self).contains("web_search_call"))
        let request = try again(message, model)
        let text = String(decoding: request.body, as: UTF8.self)
        #expect(text.contains("I look.") && text.contains(#""f""#))
        #expect(!text.contains("encrypted_content") && !text.contains("web_search_call") && !text.contains("rs_1"))
        #expect(!request.warnings.isEmpty)
    }

    @Test func aProviderThatRunsCustomToolsAsksForNone() throws {
        let call: JSON = ["type": "custom_tool_call", "id": "c", "call_id": "x", "name": "n", "input": "i"]
        #expect(try Support.decode([call]).toolCalls.map(\.type) == ["custom"])
        #expect(try Support.decode([call], dialect: Dialect(.runsCustomTools)).toolCalls.isEmpty)
    }
}
