import Testing

@testable import MagmaModel

@Suite struct ConverseRequestTests {
    typealias Support = ConverseSupport

    private static let tool: JSON = [
        "type": "function",
        "function": ["name": "look", "description": "d", "parameters": ["type": "object"], "strict": true],
        "cache_control": ["type": "ephemeral", "ttl": "1h"],
    ]

    @Test func writesAWholeBody() throws {
        let messages: [Message] = [
            .system("Be brief."),
            .user(.text("What is this?"), .image(Image(.base64("aGk=", mediaType: "image/png"), cache: .ephemeral))),
            .assistant(
                "I look.",
                toolCalls: [
                    ToolCall(id: "a", name: "look", arguments: #"{"x":1}"#), ToolCall(id: "b", name: "look"),
                ]),
            .user("And?"),
            .tool("one", callID: "a"),
            .tool("", callID: "b"),
        ]
        let options: JSON.Object = [
            "tools": [Self.tool], "tool_choice": "required", "parallel_tool_calls": false, "stop": "END",
            "user": "u1", "metadata": ["k": "v"], "service_tier": "flex", "top_k": 5, "some_new_key": [1],
            "guardrailConfig": ["guardrailIdentifier": "g"], "performanceConfig": ["latency": "optimized"],
        ]
        let body = try Support.body(Support.call(messages, options: options))
        let expected: JSON = [
            "system": [["text": "Be brief."]],
            "messages": [
                [
                    "role": "user",
                    "content": [
                        ["text": "What is this?"], ["image": ["format": "png", "source": ["bytes": "aGk="]]],
                        ["cachePoint": ["type": "default"]],
                    ],
                ],
                [
                    "role": "assistant",
                    "content": [
                        ["text": "I look."], ["toolUse": ["toolUseId": "a", "name": "look", "input": ["x": 1]]],
                        ["toolUse": ["toolUseId": "b", "name": "look", "input": [:]]],
                    ],
                ],
                [
                    "role": "user",
                    "content": [
                        ["toolResult": ["toolUseId": "a", "content": [["text": "one"]]]],
                        ["toolResult": ["toolUseId": "b", "content": []]], ["text": "And?"],
                    ],
                ],
            ],
            "inferenceConfig": ["stopSequences": ["END"]],
            "toolConfig": [
                "tools": [
                    [
                        "toolSpec": [
                            "name": "look", "description": "d", "inputSchema": ["json": ["type": "object"]],
                            "strict": true,
                        ]
                    ], ["cachePoint": ["type": "default", "ttl": "1h"]],
                ],
                "toolChoice": ["any": [:]],
            ],
            "additionalModelRequestFields": [
                "tool_choice": ["type": "any", "disable_parallel_tool_use": true], "top_k": 5, "some_new_key": [1],
            ],
            "requestMetadata": ["user_id": "u1", "k": "v"],
            "serviceTier": ["type": "flex"],
            "guardrailConfig": ["guardrailIdentifier": "g"],
            "performanceConfig": ["latency": "optimized"],
        ]
        #expect(body == expected)
    }

    @Test func aResultHoldsImagesAndItsFailure() throws {
        let result = ToolResult(
            callID: "a", parts: [.text("no"), .image(Image(.base64("aGk=", mediaType: "image/jpeg")))], isError: true)
        let messages: [Message] = [
            .user("Hi"), .assistant(toolCalls: [ToolCall(id: "a", name: "look")]),
            Message(role: .user, parts: [.toolResult(result)]),
        ]
        let body = try Support.body(Support.call(messages, options: ["tools": [Self.tool]]))
        let expected: JSON = [
            "toolUseId": "a", "status": "error",
            "content": [["text": "no"], ["image": ["format": "jpeg", "source": ["bytes": "aGk="]]]],
        ]
        #expect(body["messages"]?[2]?["content"]?[0]?["toolResult"] == expected)
    }

    @Test func neighboursOfOneRoleAreOneMessage() throws {
        let messages: [Message] = [
            .user("a"), .user("b"), .assistant(" "), .user("c"), .assistant("d"), .assistant("e"),
        ]
        let sent = try Support.encode(Support.call(messages))
        #expect(
            sent.body["messages"] == [
                ["role": "user", "content": [["text": "a"], ["text": "b"], ["text": "c"]]],
                ["role": "assistant", "content": [["text": "d"], ["text": "e"]]],
            ])
        #expect(sent.warnings.map(\.subject) == ["messages[2].content"])
    }

    @Test func idsAreMadeValidAndStayPairs() throws {
        let long = String(repeating: "x", count: 80)
        let ids = ["a.b:c", "ü/1", long, long + "y", ""]
        let calls = ids.map { ToolCall(id: $0, name: "look") }
        let messages = [.user("Hi"), .assistant(toolCalls: calls)] + ids.map { Message.tool("r", callID: $0) }
        let body = try Support.body(Support.call(messages, options: ["tools": [Self.tool]]))
        func sent(_ message: Int, _ name: String) -> [String] {
            (body["messages"]?[message]?["content"]?.arrayValue ?? []).compactMap {
                $0[name]?["toolUseId"]?.stringValue
            }
        }
        let used = sent(1, "toolUse")
        #expect(used == sent(2, "toolResult") && Set(used).count == ids.count)
        #expect(used[0] == "a.b:c" && used.allSatisfy { (1...64).contains($0.utf8.count) })
        #expect(used.allSatisfy { $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.:-".contains($0)) } })
    }

    @Test func documentsHaveNamesOfTheirOwn() throws {
        func file(_ type: String, _ name: String?) -> Part {
            .file(File(.base64("aGk=", mediaType: type), name: name, extra: ["citations": ["enabled": true]]))
        }
        let parts = [
            file("application/pdf", "My  report_1.pdf"), file("text/plain", nil), file("text/markdown", nil),
            file("", "table.csv"),
        ]
        let body = try Support.body(Support.call([Message(role: .user, parts: parts)]))
        let documents = (body["messages"]?[0]?["content"]?.arrayValue ?? []).compactMap { $0["document"] }
        #expect(documents.map { $0["name"] } == ["My report 1", "document", "document 2", "table"])
        #expect(documents.map { $0["format"] } == ["pdf", "txt", "md", "csv"])
        #expect(documents.allSatisfy { $0["citations"] == ["enabled": true] })
    }

    @Test func mediaMayLieInAmazonsStore() throws {
        let video = try Part(json: ["type": "video_url", "video_url": ["url": "s3://b/v.mp4"]], path: "")
        let image = Part.image(Image(.url("s3://b/i.jpg")))
        let body = try Support.body(Support.call([Message(role: .user, parts: [image, video])], model: Support.nova))
        #expect(
            body["messages"]?[0]?["content"] == [
                ["image": ["format": "jpeg", "source": ["s3Location": ["uri": "s3://b/i.jpg"]]]],
                ["video": ["format": "mp4", "source": ["s3Location": ["uri": "s3://b/v.mp4"]]]],
            ])
    }

    @Test func itsOwnBlocksAndToolsPass() throws {
        let guarded = try Part(json: ["type": "guarded_text", "text": "x"], path: "")
        let point = try Part(json: ["cachePoint": ["type": "default"]], path: "")
        let options: JSON.Object = ["tools": [["systemTool": ["name": "s"]]], "tool_choice": ["tool": ["name": "s"]]]
        let body = try Support.body(Support.call([Message(role: .user, parts: [guarded, point])], options: options))
        #expect(
            body["messages"]?[0]?["content"] == [
                ["guardContent": ["text": ["text": "x"]]], ["cachePoint": ["type": "default"]],
            ])
        #expect(
            body["toolConfig"] == ["tools": [["systemTool": ["name": "s"]]], "toolChoice": ["tool": ["name": "s"]]])
    }

    @Test func aSchemaIsAText() throws {
        let schema: JSON = ["type": "object", "properties": ["n": ["type": "integer", "minimum": 1]]]
        let format: JSON = ["type": "json_schema", "json_schema": ["name": "x", "schema": schema]]
        func sent(_ model: String) throws -> (schema: JSON, warnings: [Warning]) {
            let sent = try Support.encode(Support.call(model: model, options: ["response_format": format]))
            let text = sent.body["outputConfig"]?["textFormat"]?["structure"]?["jsonSchema"]?["schema"]?.stringValue
            return (try JSON(parsing: text ?? ""), sent.warnings)
        }
        let whole = try sent("deepseek.v3.2")
        #expect(whole.schema == schema && whole.warnings.isEmpty)
        let narrowed = try sent(Support.claude)
        #expect(narrowed.schema["properties"] == ["n": ["type": "integer"]] && narrowed.warnings.count == 1)
        #expect(
            try Support.refusal(Support.call(model: Support.llama, options: ["response_format": format]))
                == .unsupported)
        #expect(
            try Support.refusal(Support.call(options: ["response_format": ["type": "json_object"]])) == .unsupported)
    }

    @Test func unknownMembersOfTheBodyAreTheCallers() throws {
        var call = try Support.call()
        call.settings.extraBody = ["promptVariables": ["a": ["text": "b"]]]
        #expect(try Support.body(call)["promptVariables"] == ["a": ["text": "b"]])
    }

    @Test(arguments: ["n", "seed", "logprobs", "presence_penalty", "logit_bias", "web_search_options", "store"])
    func whatConverseHasNotIsRefused(name: String) throws {
        #expect(try Support.refusal(Support.call(options: [name: 2])) == .unsupported)
        let sent = try Support.encode(Support.call(options: [name: 2], dropping: true))
        #expect(sent.warnings.map(\.subject) == [name])
        #expect(try sent.body == Support.body(Support.call()))
    }

    @Test func aConversationWithToolsNeedsThem() throws {
        let messages: [Message] = [
            .user("Hi"), .assistant(toolCalls: [ToolCall(id: "a", name: "look")]), .tool("r", callID: "a"),
        ]
        #expect(try Support.refusal(Support.call(messages)) == .invalidRequest)
        let none: JSON.Object = ["tools": [Self.tool], "tool_choice": "none"]
        #expect(try Support.refusal(Support.call(messages, options: none)) == .unsupported)
        #expect(try Support.body(Support.call(options: none))["toolConfig"] == nil)
    }
}
