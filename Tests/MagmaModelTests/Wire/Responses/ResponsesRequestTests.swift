import Testing

@testable import MagmaModel

struct ResponsesRequestTests {
    typealias Support = ResponsesSupport

    private func body(_ messages: [Message] = [.user("Hi")], _ extra: JSON.Object = [:]) throws -> JSON {
        try Support.body(Support.prepare("openai/responses/tomorrow", messages, extra))
    }

    @Test func parametersOfTheChatFormatFindTheirPlaces() throws {
        let schema: JSON = ["type": "object"]
        let body = try body(extra: [
            "max_tokens": 20, "reasoning_effort": ["effort": "low", "summary": "auto"], "verbosity": "low",
            "response_format": [
                "type": "json_schema", "json_schema": ["name": "n", "schema": schema, "strict": true],
            ],
            "logprobs": true, "top_logprobs": 2, "metadata": ["a": "b"], "include": ["x"], "store": false,
            "previous_response_id": "resp_0", "parallel_tool_calls": false, "tomorrow": 1,
        ])
        #expect(body["max_output_tokens"] == 20 && body["reasoning"] == ["effort": "low", "summary": "auto"])
        #expect(body["text"]?["format"] == ["type": "json_schema", "name": "n", "schema": schema, "strict": true])
        #expect(body["text"]?["verbosity"] == "low")
        #expect(body["include"] == ["x", "message.output_text.logprobs"] && body["top_logprobs"] == 2)
        for name in ["metadata", "store", "previous_response_id", "parallel_tool_calls", "tomorrow"] {
            #expect(body[name] != nil, "\(name) is lost")
        }
        #expect(body["messages"] == nil && body["logprobs"] == nil && body["response_format"] == nil)
    }

    private func body(extra: JSON.Object) throws -> JSON { try body([.user("Hi")], extra) }

    @Test(arguments: ["n", "stop", "seed", "logit_bias", "presence_penalty", "prediction", "audio", "thinking"])
    func whatIsNotThereIsRefusedOrDroppedWithAWarning(name: String) throws {
        let error = #expect(throws: ModelError.self) { try body(extra: [name: ["x": 1]]) }
        #expect(error?.code == .unsupported)
        let request = try Support.prepare(
            "openai/responses/gpt-4o", [.user("Hi")], [name: ["x": 1], "drop_unsupported": true])
        #expect(try Support.body(request)[name] == nil)
        #expect(request.warnings.map(\.subject) == [name])
    }

    @Test func toolsAreFlat() throws {
        let grammar: JSON = ["syntax": "lark", "definition": "d"]
        let body = try body(extra: [
            "tools": [
                ["type": "function", "function": ["name": "f", "description": "d"]],
                ["type": "function", "function": ["name": "g", "parameters": ["type": "object"], "strict": true]],
                ["type": "custom", "custom": ["name": "c", "format": ["type": "grammar", "grammar": grammar]]],
                ["type": "mcp", "server_label": "s"],
            ],
            "tool_choice": ["type": "function", "function": ["name": "f"]],
        ])
        let none: JSON = ["type": "object", "properties": [:], "additionalProperties": false]
        #expect(
            body["tools"]?[0]
                == ["type": "function", "name": "f", "description": "d", "strict": false, "parameters": none])
        #expect(
            body["tools"]?[1] == ["type": "function", "name": "g", "parameters": ["type": "object"], "strict": true])
        #expect(
            body["tools"]?[2]
                == ["type": "custom", "name": "c", "format": ["type": "grammar", "syntax": "lark", "definition": "d"]])
        #expect(body["tools"]?[3] == ["type": "mcp", "server_label": "s"])
        #expect(body["tool_choice"] == ["type": "function", "name": "f"])
    }

    @Test func everyPartHasItsForm() throws {
        let message = Message.user(
            .text("t"), .image(Image(.url("https://h/a.png"), detail: "low")), .image(Image(.fileID("file_1"))),
            .file(File(.base64("UERG", mediaType: "application/pdf"), name: "a.pdf")), .file(File(.url("https://h/b"))),
            .audio(Audio(base64: "V0FW", format: "wav")))
        let input = try body([.system("s"), message])
        #expect(input["instructions"] == "s")
        #expect(
            input["input"]?[0]?["content"] == [
                ["type": "input_text", "text": "t"],
                ["type": "input_image", "detail": "low", "image_url": "https://h/a.png"],
                ["type": "input_image", "detail": "auto", "file_id": "file_1"],
                ["type": "input_file", "file_data": "data:application/pdf;base64,UERG", "filename": "a.pdf"],
                ["type": "input_file", "file_url": "https://h/b"],
                ["type": "input_audio", "input_audio": ["data": "V0FW", "format": "wav"]],
            ])
    }

    @Test func idsThatAreTooLongAreChangedOnBothSides() throws {
        let long = String(repeating: "x", count: 80)
        let calls = [ToolCall(id: long, name: "f"), ToolCall(id: "c", name: "g", arguments: "t", type: "custom")]
        let input = try body([
            .user("Hi"), .assistant(toolCalls: calls), .tool("1", callID: long), .tool("2", callID: "c"),
        ])["input"]
        let id = input?[1]?["call_id"]?.stringValue ?? ""
        #expect(!id.isEmpty && id.utf8.count <= 64 && input?[3]?["call_id"]?.stringValue == id)
        #expect(input?[2]?["type"] == "custom_tool_call" && input?[4]?["type"] == "custom_tool_call_output")
    }
}
