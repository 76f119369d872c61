import Testing

@testable import MagmaModel

struct MessagesDecodingTests {
    typealias Support = MessagesSupport

    /// Every kind of block, as an assistant's turn may hold them.
    private static let blocks: JSON = [
        ["type": "thinking", "thinking": "", "signature": "c2ln"],
        ["type": "redacted_thinking", "data": "ZGF0YQ=="],
        ["type": "text", "text": "I search."],
        ["type": "server_tool_use", "id": "srv_1", "name": "web_search", "input": ["query": "q"]],
        [
            "type": "web_search_tool_result", "tool_use_id": "srv_1",
            "content": [["type": "web_search_result", "url": "u"]],
        ],
        ["type": "thinking", "thinking": "Hm.", "signature": "c2lnMg=="],
        ["type": "text", "text": "Found.", "citations": [["type": "char_location", "cited_text": "c"]]],
        ["type": "block_of_tomorrow", "content": ["x": [1, 2]]],
        ["type": "tool_use", "id": "t_1", "name": "look", "input": ["y": 2.5], "caller": ["type": "direct"]],
    ]

    private func encodedAgain(_ generation: Generation) throws -> JSON? {
        let messages: [Message] = [.user("Hi"), generation.message, .tool("done", callID: "t_1")]
        let tools: JSON = [["name": "look", "input_schema": ["type": "object"]]]
        return try Support.body(Support.call(messages, options: ["tools": tools]))["messages"]?[1]?["content"]
    }

    @Test func aTurnGoesBackAsItCame() throws {
        let generation = try Support.decode(blocks: Self.blocks)
        #expect(generation.content == "I search.Found." && generation.reasoning == "Hm.")
        #expect(generation.toolCalls.map(\.name) == ["look"])
        #expect(try encodedAgain(generation) == Self.blocks)
    }

    @Test func aStreamedTurnGoesBackAsItCame() throws {
        var events = [Support.start]
        for (index, block) in (Self.blocks.arrayValue ?? []).enumerated() {
            let place = JSON.int(Int64(index))
            var first = block.objectValue ?? [:]
            var deltas: [JSON] = []
            switch block["type"]?.stringValue {
            case "thinking":
                deltas = [
                    ["type": "thinking_delta", "thinking": block["thinking"] ?? ""],
                    ["type": "signature_delta", "signature": block["signature"] ?? ""],
                ]
                first["thinking"] = ""
                first["signature"] = ""
            case "text":
                deltas = [["type": "text_delta", "text": block["text"] ?? ""]]
                deltas += (block["citations"]?.arrayValue ?? []).map { ["type": "citations_delta", "citation": $0] }
                first["text"] = ""
                first["citations"] = nil
            case "tool_use", "server_tool_use":
                let input = block["input"]?.serialized() ?? ""
                let half = input.index(input.startIndex, offsetBy: 3)
                deltas = ["", String(input[..<half]), String(input[half...])].map {
                    ["type": "input_json_delta", "partial_json": .string($0)]
                }
                first["input"] = [:]
            default: break
            }
            events.append(["type": "content_block_start", "index": place, "content_block": .object(first)])
            events += deltas.map { ["type": "content_block_delta", "index": place, "delta": $0] }
            events.append(["type": "content_block_stop", "index": place])
        }
        let generation = try Support.stream(events + [Support.end, Support.stop])
        #expect(try encodedAgain(generation) == Self.blocks)
        #expect(generation.toolCalls.map(\.arguments) == [#"{"y":2.5}"#])
    }

    @Test func pingsAndUnknownEventsAreIgnoredAnywhere() throws {
        let unknown: JSON = ["type": "event_of_tomorrow", "x": 1]
        let odd: JSON = ["type": "content_block_delta", "index": 0, "delta": ["type": "new_delta", "value": 1]]
        let generation = try Support.stream([
            Support.ping, Support.start, Support.ping, unknown, Support.textStart, odd, Support.text("Hel"),
            Support.ping,
            Support.text("lo"), Support.textStop, Support.end, Support.ping, Support.stop,
        ])
        #expect(generation.content == "Hello" && generation.id == "msg_1")
        #expect(generation.finishReason?.raw == "end_turn")
        #expect(generation.message.parts == [.text("Hello")])
    }

    @Test func laterCountsReplaceEarlierOnes() throws {
        let usage = try Support.stream([Support.start, Support.end, Support.stop]).usage
        #expect(usage?.input == 7 && usage?.cachedInput == 2 && usage?.output == 7)
    }

    @Test func aStreamWithoutItsEndIsIncomplete() {
        let error = #expect(throws: ModelError.self) {
            try Support.stream([Support.start, Support.textStart, Support.text("Hel"), Support.textStop, Support.end])
        }
        #expect(error?.code == .incompleteStream)
    }

    @Test(arguments: [
        ("overloaded_error", ModelError.Code.overloaded), ("rate_limit_error", .rateLimited),
        ("api_error", .serverError),
    ])
    func errorEventsAreThrown(type: String, code: ModelError.Code) {
        let event: JSON = ["type": "error", "error": ["type": .string(type), "message": "No."]]
        let error = #expect(throws: ModelError.self) { try Support.stream([Support.start, event]) }
        #expect(error?.code == code && error?.message == "No.")
    }

    @Test func aMessageStartMayHoldTheWholeAnswer() throws {
        let whole: JSON = [
            "type": "message_start",
            "message": [
                "id": "m", "model": "m", "stop_reason": "tool_use",
                "content": [["type": "tool_use", "id": "t", "name": "f", "input": ["a": 1]]],
            ],
        ]
        let generation = try Support.stream([whole, Support.stop])
        #expect(generation.toolCalls.first?.arguments == #"{"a":1}"#)
        #expect(generation.finishReason?.kind == .toolCalls)
    }

    @Test func refusalsSayWhy() throws {
        let end: JSON = [
            "type": "message_delta",
            "delta": ["stop_reason": "refusal", "stop_details": ["type": "refusal", "explanation": "Not that."]],
        ]
        let generation = try Support.stream([Support.start, end, Support.stop])
        #expect(generation.finishReason?.kind == .contentFilter && generation.refusal == "Not that.")
    }
}
