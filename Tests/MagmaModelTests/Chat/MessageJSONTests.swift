import Testing

@testable import MagmaModel

/// Messages in the chat format, both ways.
@Suite struct MessageJSONTests {
    @Test(
        arguments: [
            ["role": "user", "content": "Say hi!", "name": "ann"],
            ["role": "user", "content": [["type": "text", "text": "a"], ["type": "text", "text": "b"]]],
            ["role": "user", "content": [["type": "text", "text": "a", "cache_control": ["type": "ephemeral"]]]],
            [
                "role": "user",
                "content": [["type": "image_url", "image_url": ["url": "https://h/i.png", "detail": "low"]]],
            ],
            ["role": "user", "content": [["type": "image_url", "image_url": ["url": "data:image/png;base64,AA=="]]]],
            ["role": "user", "content": [["type": "input_audio", "input_audio": ["data": "AA==", "format": "mp3"]]]],
            ["role": "user", "content": [["type": "file", "file": ["filename": "a.pdf", "file_id": "file-1"]]]],
            ["role": "user", "content": [["type": "video_url", "video_url": ["url": "https://h/v.mp4"]]]],
            ["role": "user", "content": [["type": "text", "text": "a", "citations": [["start": 1]]]]],
            [
                "role": "user",
                "content": [
                    [
                        "type": "image_url", "priority": 1,
                        "image_url": ["url": "https://h/i", "format": "image/png"],
                    ],
                    ["type": "input_audio", "input_audio": ["data": "AA==", "format": "mp3", "channels": 2]],
                    ["type": "file", "file": ["file_id": "file-1", "format": "application/pdf"]],
                ],
            ],
            ["role": "user", "content": "x", "cache_control": ["type": "ephemeral", "ttl": "1h"]],
            ["role": "tool", "content": "21", "tool_call_id": "call:1"],
            ["role": "critic", "content": "x", "weight": 1],
            ["role": "assistant", "content": nil, "refusal": "No."],
            ["role": "assistant", "content": nil, "function_call": ["name": "f", "arguments": "{}"]],
            ["role": "assistant", "content": "x", "reasoning_content": "hm"],
            [
                "role": "assistant", "content": "x", "reasoning": "hm",
                "reasoning_details": [["type": "reasoning.text"]],
            ],
            [
                "role": "assistant", "content": "x", "reasoning_content": "hm",
                "thinking_blocks": [["type": "thinking", "thinking": "hm", "signature": "sig"]],
                "reasoning_details": [["type": "reasoning.encrypted", "data": "d"]],
            ],
            [
                "role": "assistant", "content": nil,
                "tool_calls": [
                    [
                        "id": "c", "type": "function",
                        "function": ["name": "f", "arguments": "{\"a\": 1}", "strict": true],
                        "extra_content": ["google": ["thought_signature": "s"]],
                    ],
                    ["id": "d", "type": "custom", "custom": ["name": "g", "input": "free"]],
                ],
            ],
        ] as [JSON])
    func whatComesInGoesOut(_ json: JSON) throws {
        let message = try Message(json: json)
        #expect(message.json == json)
        #expect(try Message(json: message.json) == message)
    }

    @Test func formsThatMeanTheSameAreOne() throws {
        #expect(try Message(json: ["role": "user", "content": [["type": "text", "text": "a"]]]) == .user("a"))
        #expect(try Message(json: ["role": "assistant", "content": nil]).parts.isEmpty)
        #expect(try Message(json: ["role": "assistant"]).parts.isEmpty)
        let literal: [Message] = [["role": "user", "content": "Say hi!"]]
        #expect(literal == [.user("Say hi!")])
    }

    @Test func textWithOtherMembersIsStillText() throws {
        let json: JSON = ["role": "user", "content": [["type": "text", "text": "a", "x": 1], "b"]]
        #expect(try Message(json: json).text == "ab")
    }

    @Test func anthropicPartsAreUnderstood() throws {
        let json: JSON = [
            "role": "assistant", "content": [["type": "tool_use", "id": "t", "name": "f", "input": ["a": 1]]],
        ]
        #expect(
            try Message(json: json).parts == [.toolCall(ToolCall(id: "t", name: "f", arguments: "{\"a\":1}"))])
    }

    @Test(
        arguments: [
            ("hi", "messages[1] "), (["content": "x"], "messages[1] "),
            (["role": "user", "content": 1], "messages[1].content "),
            (["role": "user", "content": [["type": "text"]]], "messages[1].content[0] "),
            (["role": "user", "content": ["x", 1]], "messages[1].content[1] "),
            (["role": "assistant", "tool_calls": "f"], "messages[1].tool_calls "),
            (["role": "assistant", "tool_calls": [["id": "c"]]], "messages[1].tool_calls[0] "),
            (["role": "assistant", "content": [["type": "tool_use", "id": "t"]]], "messages[1].content[0] "),
        ] as [(JSON, String)])
    func errorsNameThePlace(_ json: JSON, _ place: String) {
        let error = #expect(throws: ModelError.self) {
            try Message.list(json: [["role": "user", "content": "x"], json])
        }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.hasPrefix(place) == true, "\(error?.message ?? "")")
    }
}
