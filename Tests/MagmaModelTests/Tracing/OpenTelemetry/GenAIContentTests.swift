import InMemoryTracing
import Testing
import Tracing

@testable import MagmaModel

@Suite struct GenAIContentTests {
    private static let variable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
    private static let names = [
        "gen_ai.system_instructions", "gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.tool.definitions",
    ]
    private let model = Model(
        "openai/gpt-4o",
        extra: [
            "tools": [
                ["type": "function", "function": ["name": "weather", "parameters": ["type": "object"]]]
            ]
        ])
    private let messages: [Message] = [
        .system("Be brief."), .user(.text("What is this?"), .image(Image(.url("https://h/i.png?token=\(testKey)")))),
        .assistant(toolCalls: [ToolCall(id: "t1", name: "weather", arguments: #"{"city":"Bern"}"#)]),
        .tool("sunny", callID: "t1"),
    ]

    private func span(_ setting: String?) async throws -> [String: SpanAttribute] {
        let traced = TracedCalls(
            .json(Answers.hello), environment: setting.map { [Self.variable: $0] } ?? [:])
        let spans = try await traced.spans { _ = try await model(messages) }
        let attributes = try #require(spans.first).attributes
        let content = Self.names.compactMap { name in attributes.get(name).map { (name, $0) } }
        return Dictionary(uniqueKeysWithValues: content)
    }

    @Test(arguments: [nil, "", "false", "no_content", "EVENT_ONLY"]) func contentIsToldOnlyWhereItIsAskedFor(
        _ setting: String?
    ) async throws {
        #expect(try await span(setting).isEmpty)
    }

    @Test(arguments: ["true", "SPAN_ONLY", "span_and_event"]) func contentHasTheFormOfTheConventions(
        _ setting: String
    ) async throws {
        let content = try await span(setting).mapValues { attribute -> JSON in
            guard case .stringConvertible(let text) = attribute else { return .null }
            return try JSON(parsing: "\(text)")
        }
        let expected: [String: JSON] = [
            "gen_ai.system_instructions": [["type": "text", "content": "Be brief."]],
            "gen_ai.input.messages": [
                [
                    "role": "user",
                    "parts": [
                        ["type": "text", "content": "What is this?"],
                        ["type": "uri", "modality": "image", "uri": "https://h/i.png?token=***"],
                    ],
                ],
                [
                    "role": "assistant",
                    "parts": [
                        ["type": "tool_call", "id": "t1", "name": "weather", "arguments": ["city": "Bern"]]
                    ],
                ],
                [
                    "role": "tool",
                    "parts": [["type": "tool_call_response", "id": "t1", "response": "sunny"]],
                ],
            ],
            "gen_ai.output.messages": [
                [
                    "role": "assistant", "parts": [["type": "text", "content": "Hello"]], "finish_reason": "stop",
                ]
            ],
            "gen_ai.tool.definitions": model.extra["tools"] ?? .null,
        ]
        #expect(content == expected)
    }

    @Test func whatHadComeOfACutAnswerIsToldAsCut() async throws {
        let cut = FakeTransport.Reply.stream(Answers.chunk("Hel"), cut: ModelError(.connection, "gone"))
        let spans = try await TracedCalls(cut, environment: [Self.variable: "true"]).spans {
            await #expect(throws: ModelError.self) { try await model.stream([.user("hi")]).collect() }
        }
        guard case .stringConvertible(let text) = try #require(spans.first)["gen_ai.output.messages"] else {
            Issue.record("no output")
            return
        }
        let output = try JSON(parsing: "\(text)")
        #expect(output[0]?["parts"]?[0]?["content"] == "Hel" && output[0]?["finish_reason"] == "error")
    }

    @Test func everyPartHasItsForm() {
        #expect(
            GenAIContent.part(.image(Image(.base64("QQ==", mediaType: "image/png"))))
                == ["type": "blob", "modality": "image", "mime_type": "image/png", "content": "QQ=="])
        #expect(
            GenAIContent.part(.audio(Audio(base64: "QQ==", format: "wav")))
                == ["type": "blob", "modality": "audio", "mime_type": "audio/wav", "content": "QQ=="])
        #expect(
            GenAIContent.part(.file(File(.fileID("f1"))))
                == ["type": "file", "modality": "document", "file_id": "f1"])
        #expect(GenAIContent.part(.reasoning(Reasoning("hm"))) == ["type": "reasoning", "content": "hm"])
        #expect(
            GenAIContent.part(.toolCall(ToolCall(name: "t", arguments: "no json")))["arguments"] == "no json")
    }

    @Test func toolsAreToldWithoutTheirSecrets() {
        let tools: JSON = [
            [
                "type": "mcp", "server_url": .string("https://h/mcp?api_key=\(testKey)&a=1"),
                "authorization": .string(testKey), "headers": ["X-Api-Key": .string(testKey), "a": "b"],
                "parameters": ["properties": ["api_key": ["type": "string"]]],
            ]
        ]
        let expected: JSON = [
            [
                "type": "mcp", "server_url": "https://h/mcp?api_key=***&a=1", "authorization": "***",
                "headers": ["X-Api-Key": "***", "a": "b"],
                "parameters": ["properties": ["api_key": ["type": "string"]]],
            ]
        ]
        #expect(Redaction.within(tools) == expected)
    }
}
