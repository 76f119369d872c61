import Testing

@testable import MagmaModel

@Suite struct GenerateContentRequestTests {
    typealias Support = GenerateContentSupport

    private static let tool: JSON = [
        "type": "function",
        "function": ["name": "look", "parameters": ["type": "object", "properties": ["x": ["type": "string"]]]],
    ]

    @Test func writesAWholeBody() throws {
        let messages: [Message] = [
            .system("Be brief."), Message(role: .developer, parts: [.text("Be kind.")]),
            .user(.text("What is this?"), .image(Image(.base64("aGk=", mediaType: "image/png")))),
            .user("Say."),
            .assistant(
                "I look.",
                toolCalls: [ToolCall(id: "a", name: "look", arguments: #"{"x":1}"#), ToolCall(id: "b", name: "see")]),
            .tool(#"{"y":2}"#, callID: "a"), .tool("two", callID: "b"),
            .user("And?"),
        ]
        let options: JSON.Object = [
            "tools": [Self.tool, ["google_search": [:]]], "tool_choice": "required", "stop": "END", "seed": 7, "n": 2,
            "top_k": 40, "presence_penalty": 0.1, "logprobs": true, "top_logprobs": 3, "modalities": ["text", "image"],
            "safety_settings": [["category": "C", "threshold": "OFF"]], "cachedContent": "cachedContents/x",
            "response_format": ["type": "json_object"], "new_key": [1],
        ]
        let body = try Support.body(Support.call(messages, options: options))
        let expected: JSON = [
            "systemInstruction": ["parts": [["text": "Be brief."], ["text": "Be kind."]]],
            "contents": [
                [
                    "role": "user",
                    "parts": [
                        ["text": "What is this?"], ["inlineData": ["mimeType": "image/png", "data": "aGk="]],
                        ["text": "Say."],
                    ],
                ],
                [
                    "role": "model",
                    "parts": [
                        ["text": "I look."], ["functionCall": ["name": "look", "args": ["x": 1]]],
                        ["functionCall": ["name": "see", "args": [:]]],
                    ],
                ],
                [
                    "role": "user",
                    "parts": [
                        ["functionResponse": ["name": "look", "response": ["y": 2]]],
                        ["functionResponse": ["name": "see", "response": ["output": "two"]]],
                    ],
                ],
                ["role": "user", "parts": [["text": "And?"]]],
            ],
            "tools": [
                [
                    "functionDeclarations": [
                        [
                            "name": "look",
                            "parametersJsonSchema": ["type": "object", "properties": ["x": ["type": "string"]]],
                        ]
                    ]
                ], ["google_search": [:]],
            ],
            "toolConfig": ["functionCallingConfig": ["mode": "ANY"]],
            "generationConfig": [
                "stopSequences": ["END"], "seed": 7, "candidateCount": 2, "topK": 40, "presencePenalty": 0.1,
                "responseLogprobs": true, "logprobs": 3, "responseModalities": ["TEXT", "IMAGE"],
                "responseMimeType": "application/json",
            ],
            "safety_settings": [["category": "C", "threshold": "OFF"]], "cachedContent": "cachedContents/x",
            "new_key": [1],
        ]
        #expect(body == expected, "\(body)")
    }

    static let choices: [(JSON, JSON)] = [
        ("none", ["mode": "NONE"]),
        ("auto", ["mode": "AUTO"]),
        (["type": "function", "function": ["name": "look"]], ["mode": "ANY", "allowedFunctionNames": ["look"]]),
        (
            [
                "type": "allowed_tools",
                "allowed_tools": ["mode": "auto", "tools": [["type": "function", "function": ["name": "look"]]]],
            ],
            ["mode": "VALIDATED", "allowedFunctionNames": ["look"]]
        ),
    ]

    @Test(arguments: choices)
    func choicesAreTranslated(choice: JSON, config: JSON) throws {
        let body = try Support.body(Support.call(options: ["tools": [Self.tool], "tool_choice": choice]))
        #expect(body["toolConfig"]?["functionCallingConfig"] == config)
    }

    @Test func strictToolsAreValidated() throws {
        let tool: JSON = ["type": "function", "function": ["name": "f", "strict": true]]
        let body = try Support.body(Support.call(options: ["tools": [tool]]))
        #expect(body["toolConfig"] == ["functionCallingConfig": ["mode": "VALIDATED"]])
        #expect(body["tools"] == [["functionDeclarations": [["name": "f"]]]])
    }

    @Test func schemasAreNarrowedWithAWarning() throws {
        let schema: JSON = [
            "$schema": "x", "type": "object", "title": "T",
            "properties": [
                "const": ["const": "fixed"], "n": ["type": ["integer", "null"], "minimum": 0, "exclusiveMaximum": 9],
                "one": ["allOf": [["$ref": "#/definitions/P"]]],
                "s": ["type": "string", "pattern": "a", "default": "b"],
                "u": ["oneOf": [["type": "string"], ["$ref": "#/$defs/P", "description": "d"]]],
            ],
            "definitions": ["P": ["type": "object", "additionalProperties": false]],
        ]
        let format: JSON = ["type": "json_schema", "json_schema": ["name": "n", "schema": schema]]
        let (body, warnings) = try Support.encode(Support.call(options: ["response_format": format]))
        let expected: JSON = [
            "type": "object", "title": "T",
            "properties": [
                "const": ["enum": ["fixed"]], "n": ["type": ["integer", "null"], "minimum": 0],
                "one": ["$ref": "#/$defs/P"], "s": ["type": "string"],
                "u": ["oneOf": [["type": "string"], ["$ref": "#/$defs/P"]]],
            ],
            "$defs": ["P": ["type": "object", "additionalProperties": false]],
        ]
        #expect(body["generationConfig"] == ["responseMimeType": "application/json", "responseJsonSchema": expected])
        #expect(warnings.count == 1)
        for word in ["pattern", "default", "exclusiveMaximum", "description beside $ref"] {
            #expect(warnings[0].message.contains(word))
        }
    }

    @Test func mediaGoAsBytesOrAddresses() throws {
        let parts: [Part] = [
            .image(Image(.url("https://h/a.JPG?x=1"))), .audio(Audio(base64: "V0FW", format: "wav")),
            .file(File(.base64("UERG", mediaType: "application/pdf"))), .file(File(.fileID("gs://b/film.mp4"))),
            .opaque(
                OpaqueBlock(
                    wire: .chatCompletions, value: ["type": "video_url", "video_url": ["url": "https://youtu.be/x"]])),
        ]
        let (body, warnings) = try Support.encode(Support.call([Message(role: .user, parts: parts)]))
        let expected: JSON = [
            ["fileData": ["mimeType": "image/jpeg", "fileUri": "https://h/a.JPG?x=1"]],
            ["inlineData": ["mimeType": "audio/wav", "data": "V0FW"]],
            ["inlineData": ["mimeType": "application/pdf", "data": "UERG"]],
            ["fileData": ["mimeType": "video/mp4", "fileUri": "gs://b/film.mp4"]],
            ["fileData": ["fileUri": "https://youtu.be/x"]],
        ]
        #expect(body["contents"]?[0]?["parts"] == expected)
        #expect(warnings.isEmpty)
    }

    @Test func aPictureInAResultGoesWhereTheModelTakesIt() throws {
        let result = Message(
            role: .tool, parts: [.text("see"), .image(Image(.base64("SU1H", mediaType: "image/png")))], toolCallID: "c")
        let messages: [Message] = [.user("x"), .assistant(toolCalls: [ToolCall(id: "c", name: "f")]), result]
        let picture: JSON = ["inlineData": ["mimeType": "image/png", "data": "SU1H"]]
        let newer = try Support.body(Support.call(messages, model: "gemini-3-flash-preview"))["contents"]
        #expect(newer?[2]?["parts"]?[0]?["functionResponse"]?["parts"] == [picture])
        let (older, warnings) = try Support.encode(Support.call(messages))
        #expect(
            older["contents"]?[2]?["parts"] == [["functionResponse": ["name": "f", "response": ["output": "see"]]]])
        #expect(older["contents"]?[3] == ["role": "user", "parts": [picture]])
        #expect(warnings.count == 1)
    }

    @Test func resultsWithoutIdsFollowNameAndOrder() throws {
        let messages: [Message] = [
            .user("x"), .assistant(toolCalls: [ToolCall(name: "a"), ToolCall(name: "b"), ToolCall(name: "a")]),
            .tool("1", callID: ""), .tool("2", callID: "", name: "b"), .tool("3", callID: "", name: "a"),
        ]
        let parts = try Support.body(Support.call(messages))["contents"]?[2]?["parts"]?.arrayValue
        #expect(parts?.map { $0["functionResponse"]?["name"] } == ["a", "b", "a"])
        #expect(try Support.refusal(Support.call([.user("x"), .tool("1", callID: "unknown")])) == .invalidRequest)
    }

    @Test(arguments: ["parallel_tool_calls", "logit_bias", "verbosity"])
    func whatGeminiLacksIsRefused(name: String) throws {
        var options: JSON.Object = ["tools": [Self.tool], name: name == "verbosity" ? "low" : ["5": 1]]
        if name == "parallel_tool_calls" { options[name] = false }
        #expect(try Support.refusal(Support.call(options: options)) == .unsupported)
        let (body, warnings) = try Support.encode(Support.call(options: options, dropping: true))
        #expect(body[name] == nil && warnings.count == 1)
    }

    @Test func instructionsAloneAreNoConversation() throws {
        #expect(try Support.refusal(Support.call([.system("Be brief.")])) == .invalidRequest)
    }

    @Test func labelsAreForTheCloud() throws {
        let options: JSON.Object = ["metadata": ["team": "red", "Bad": "x"], "store": true]
        let own = try Support.encode(Support.call(options: options))
        #expect(own.body["labels"] == nil && own.body["store"] == true && own.warnings.count == 2)
        let cloud = try Support.encode(Support.call(provider: "vertex_ai", options: options, dropping: true))
        #expect(cloud.body["labels"] == ["team": "red"] && cloud.body["store"] == nil && cloud.warnings.count == 2)
    }
}
