import Testing

@testable import MagmaModel

@Suite struct InteractionsTests {
    typealias Support = GenerateContentSupport

    private static let steps: [JSON] = [
        ["type": "thought", "signature": "c2ln", "summary": [["type": "text", "text": "Hm."]]],
        ["type": "google_search_call", "id": "s1", "arguments": ["queries": ["q"]], "signature": "c2lnMg=="],
        ["type": "google_search_result", "call_id": "s1", "result": [["title": "t"]]],
        [
            "type": "model_output",
            "content": [
                ["type": "text", "text": "See "], ["type": "image", "data": "aGk=", "mime_type": "image/png"],
                ["type": "text", "text": "this.", "annotations": [["type": "url_citation", "url": "u"]]],
            ],
        ],
        ["type": "function_call", "id": "f1", "name": "look", "arguments": ["x": 1], "signature": "c2lnMw=="],
    ]

    private static let usage: JSON = [
        "total_input_tokens": 7, "total_tool_use_tokens": 2, "total_output_tokens": 3, "total_thought_tokens": 4,
        "total_cached_tokens": 1,
    ]

    private func check(_ answer: Generation) throws {
        #expect(answer.content == "See this." && answer.reasoning == "Hm.")
        #expect(answer.toolCalls.map(\.name) == ["look"] && answer.toolCalls[0].parsedArguments == ["x": 1])
        #expect(answer.finishReason == FinishReason(.toolCalls, raw: "requires_action"))
        #expect(answer.id == "v1" && answer.model == "m")
        #expect(answer.usage?.input == 9 && answer.usage?.output == 7 && answer.usage?.reasoning == 4)
        let messages: [Message] = [.user("Hi"), answer.message, .tool("done", callID: "f1")]
        let input = try Support.body(Support.call(messages, model: "interactions/m"))["input"]?.arrayValue
        #expect(input?[0] == ["type": "user_input", "content": [["type": "text", "text": "Hi"]]])
        #expect(input.map { Array($0[1..<6]) } == Self.steps)
        #expect(input?[6] == ["type": "function_result", "call_id": "f1", "name": "look", "result": "done"])
    }

    @Test func aTurnGoesBackAsItCame() throws {
        let interaction: JSON = [
            "id": "v1", "model": "m", "status": "requires_action", "steps": .array(Self.steps), "usage": Self.usage,
        ]
        try check(Support.decode(interaction, wire: Interactions()))
    }

    private static func event(_ type: String, _ members: JSON.Object) -> String {
        var event: JSON.Object = ["event_type": .string(type)]
        event.merge(members)
        return "event: \(type)\ndata: \(JSON.object(event).serialized())\n\n"
    }

    private static func delta(_ index: Int64, _ delta: JSON) -> String {
        event("step.delta", ["index": .int(index), "delta": delta])
    }

    private static var events: [String] {
        var events = [
            event("interaction.created", ["interaction": ["id": "v1", "status": "in_progress", "model": "m"]])
        ]
        let deltas: [[JSON]] = [
            [
                ["type": "thought_summary", "content": ["type": "text", "text": "Hm."]],
                ["type": "thought_signature", "signature": "c2ln"],
            ],
            [["type": "google_search_call", "arguments": ["queries": ["q"]]]],
            [["type": "google_search_result", "result": [["title": "t"]]]],
            [
                ["type": "text", "text": "Se"], ["type": "text", "text": "e "],
                ["type": "image", "data": "aGk=", "mime_type": "image/png"], ["type": "text", "text": "this."],
                ["type": "text_annotation_delta", "annotations": [["type": "url_citation", "url": "u"]]],
            ],
            [["type": "arguments_delta", "arguments": #"{"x":"#], ["type": "arguments_delta", "arguments": "1}"]],
        ]
        for (index, step) in steps.enumerated() {
            var start = step.objectValue ?? [:]
            for key in ["summary", "content", "result", "arguments"] { start[key] = nil }
            if step["type"] == "thought" { start["signature"] = nil }
            if step["type"] == "function_call" { start["arguments"] = [:] }
            events.append(event("step.start", ["index": .int(Int64(index)), "step": .object(start)]))
            events += deltas[index].map { delta(Int64(index), $0) }
            events.append(event("step.stop", ["index": .int(Int64(index))]))
        }
        let end: JSON = ["id": "v1", "model": "m", "status": "requires_action", "usage": usage]
        return events + [event("interaction.completed", ["interaction": end]), "data: [DONE]\n\n"]
    }

    @Test(arguments: [1, 13, 10_000])
    func aStreamedTurnGoesBackAsItCame(pieces: Int) throws {
        try check(Support.stream(Self.events.joined(), pieces: pieces, wire: Interactions()).answer)
    }

    @Test func aCutStreamIsNoAnswer() {
        for count in 0..<(Self.events.count - 2) {
            let error = #expect(throws: ModelError.self) {
                try Support.stream(Self.events.prefix(count).joined(), wire: Interactions())
            }
            #expect(error?.code == .incompleteStream)
        }
    }

    @Test func anErrorEventIsThrown() {
        let text = Self.event("error", ["error": ["code": "rate_limit_exceeded", "message": "Slow down."]])
        let error = #expect(throws: ModelError.self) { try Support.stream(text, wire: Interactions()) }
        #expect(error?.code == .rateLimited && error?.message == "Slow down.")
    }

    @Test func writesAWholeBody() throws {
        let tool: JSON = [
            "type": "function", "function": ["name": "f", "parameters": ["type": "object", "properties": [:]]],
        ]
        let schema: JSON = ["type": "object", "properties": ["a": ["type": "string"]]]
        let options: JSON.Object = [
            "tools": [tool, ["googleSearch": [:]], ["type": "code_execution"]], "tool_choice": "required",
            "reasoning_effort": "low", "stop": "END", "previous_interaction_id": "v0", "store": false,
            "response_format": ["type": "json_schema", "json_schema": ["name": "n", "schema": schema]],
        ]
        let messages: [Message] = [
            .system("Be brief."),
            .user(.text("See"), .image(Image(.base64("aGk=", mediaType: "image/png"), detail: "low"))),
        ]
        let body = try Support.body(Support.call(messages, model: "interactions/gemini-2.5-flash", options: options))
        let expected: JSON = [
            "model": "gemini-2.5-flash", "stream": false, "system_instruction": "Be brief.",
            "input": [
                [
                    "type": "user_input",
                    "content": [
                        ["type": "text", "text": "See"],
                        ["type": "image", "data": "aGk=", "mime_type": "image/png", "resolution": "low"],
                    ],
                ]
            ],
            "tools": [
                ["type": "function", "name": "f", "parameters": ["type": "object", "properties": [:]]],
                ["type": "google_search"], ["type": "code_execution"],
            ],
            "generation_config": [
                "stop_sequences": ["END"], "thinking_level": "low", "thinking_summaries": "auto", "tool_choice": "any",
            ],
            "response_format": ["type": "text", "mime_type": "application/json", "schema": schema],
            "previous_interaction_id": "v0", "store": false,
        ]
        #expect(body == expected, "\(body)")
    }
}
