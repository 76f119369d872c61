import Testing

@testable import MagmaModel

/// What LiteLLM loses without a word is sent, refused, or named in a warning.
@Suite struct LossesTests {
    /// A call with one feature, and how its request shows that the feature is there.
    private struct Feature: Sendable {
        var messages: [JSON] = [["role": "user", "content": "x"]]
        var extra: JSON.Object = [:]
        /// A text that only the feature brings into the request; empty: there is none.
        var mark = ""
        var isSent: @Sendable (JSON) -> Bool = { _ in false }
    }

    /// A cell of losses.md that says LOST.
    struct Cell: Sendable, CustomTestStringConvertible {
        var feature: String
        var target: String
        var testDescription: String { "\(feature) at \(target)" }
    }

    private static let models = [
        "openai": "openai/gpt-4o-mini", "openai_gpt5": "openai/gpt-5", "anthropic": "anthropic/claude-sonnet-4-5",
        "ollama": "ollama/llama3.2", "ollama_chat": "ollama_chat/qwen3", "hosted_vllm": "hosted_vllm/qwen3",
        "groq": "groq/llama-3.3-70b-versatile", "mistral": "mistral/mistral-large-latest",
        "deepseek": "deepseek/deepseek-chat", "openrouter": "openrouter/anthropic/claude-sonnet-4.5",
        "xai": "xai/grok-4", "azure": "azure/gpt-4o-mini", "gemini": "gemini/gemini-2.5-flash",
        "gemini_3": "gemini/gemini-3.1-pro-preview",
        "vertex_ai": "vertex_ai/gemini-2.5-flash", "cohere_chat": "cohere_chat/command-a-03-2025",
        "bedrock": "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "bedrock_nova": "bedrock/amazon.nova-pro-v1:0",
    ]

    private static let schema: JSON = [
        "type": "object", "properties": ["p": ["$ref": "#/$defs/P"]], "$defs": ["P": ["type": "object"]],
    ]
    private static let tool: JSON = ["type": "function", "function": ["name": "f", "parameters": schema]]
    private static let strict: JSON = ["type": "function", "function": ["name": "f", "strict": true]]
    private static let hint: JSON = ["type": "ephemeral"]

    private static func user(_ part: JSON) -> [JSON] { [["role": "user", "content": [part]]] }
    private static func choice(_ choice: JSON, mark: String = "tool_choice") -> Feature {
        Feature(extra: ["tools": [tool], "tool_choice": choice], mark: mark)
    }
    private static func earlier(_ member: String, _ value: JSON, mark: String) -> Feature {
        let answer: JSON = .object(["role": "assistant", "content": "y", member: value])
        return Feature(
            messages: [["role": "user", "content": "x"], answer, ["role": "user", "content": "z"]], mark: mark)
    }
    private static func turn(_ result: JSON) -> [JSON] {
        let call: JSON = ["id": "c", "type": "function", "function": ["name": "f", "arguments": "{}"]]
        return [
            ["role": "user", "content": "x"], ["role": "assistant", "tool_calls": [call]],
            ["role": "tool", "tool_call_id": "c", "content": [result]],
        ]
    }
    private static let image: JSON = ["type": "image_url", "image_url": ["url": "data:image/png;base64,SU1H"]]

    private static let features: [String: Feature] = [
        "image_b64": Feature(messages: user(image), mark: "SU1H"),
        "image_url": Feature(
            messages: user(["type": "image_url", "image_url": ["url": "https://h/cat.png"]]), mark: "cat.png"),
        "pdf": Feature(
            messages: user(["type": "file", "file": ["file_data": "data:application/pdf;base64,UERG"]]), mark: "UERG"),
        "audio_in": Feature(
            messages: user(["type": "input_audio", "input_audio": ["data": "V0FW", "format": "wav"]]), mark: "V0FW"),
        "json_object": Feature(extra: ["response_format": ["type": "json_object"]], mark: "json_object"),
        "tool_choice required": choice("required"),
        "tool_choice forced": choice(["type": "function", "function": ["name": "f"]]),
        // A model that is shown no tools uses none.
        "tool_choice none": Feature(
            extra: ["tools": [tool], "tool_choice": "none"],
            isSent: {
                $0["tool_choice"] == "none" || $0["tool_choice"] == "NONE" || $0["tool_choice"]?["type"] == "none"
                    || $0["tools"] == nil
            }),
        "parallel_tool_calls=false": Feature(
            extra: ["tools": [tool], "parallel_tool_calls": false], mark: "parallel_tool"),
        // Gemini has a mode that holds calls to their schemas, and no member of a tool.
        "tool strict": Feature(
            extra: ["tools": [strict]], mark: #""strict":true"#,
            isSent: { $0["toolConfig"] == ["functionCallingConfig": ["mode": "VALIDATED"]] }),
        "image in tool result": Feature(messages: turn(image), extra: ["tools": [tool]], mark: "SU1H"),
        "user": Feature(extra: ["user": "ann-7"], mark: "ann-7"),
        "thinking budget": Feature(extra: ["thinking": ["type": "enabled", "budget_tokens": 2048]], mark: "2048"),
        "thinking disabled": Feature(
            extra: ["thinking": ["type": "disabled"]],
            isSent: {
                $0["thinking"] == ["type": "disabled"] || $0["chat_template_kwargs"] == ["enable_thinking": false]
                    || $0["think"] == false || $0["generationConfig"]?["thinkingConfig"]?["thinkingBudget"] == 0
            }),
        "thinking sig roundtrip": earlier(
            "thinking_blocks", [["type": "thinking", "thinking": "hm", "signature": "c2ln"]], mark: "c2ln"),
        "reasoning_content roundtrip": earlier("reasoning_content", "hmmm", mark: "hmmm"),
        "cache_control system": Feature(
            messages: [
                ["role": "system", "content": [["type": "text", "text": "a", "cache_control": hint]]],
                ["role": "user", "content": "x"],
            ], mark: "ephemeral"),
        "cache_control tool": Feature(
            extra: ["tools": [["type": "function", "function": ["name": "f"], "cache_control": hint]]],
            mark: "ephemeral"),
        "message name": Feature(messages: [["role": "user", "content": "x", "name": "ann-7"]], mark: "ann-7"),
        "penalties": Feature(extra: ["presence_penalty": 0.25], mark: "0.25"),
        "unknown kwarg": Feature(extra: ["my_unknown_flag": true], mark: "my_unknown_flag"),
        "schema $ref kept/resolved": Feature(extra: ["tools": [tool]], mark: "#/$defs/P"),
    ]

    /// The LOST cells of the rows about requests, in the columns of the protocols spoken here.
    private static func cells() throws -> [Cell] {
        let text = String(decoding: try SharedFiles.bytes("litellm/losses.md"), as: UTF8.self)
        let rows = text.split(separator: "\n").map { $0.split(separator: "|").map(trimmed) }
        let columns = rows[0]
        var cells: [Cell] = []
        for row in rows.dropFirst(2) where row.count == columns.count && !row[0].hasPrefix("R:") {
            for (column, cell) in zip(columns, row) where cell == "LOST" && models[column] != nil {
                cells.append(Cell(feature: row[0], target: column))
            }
        }
        return cells
    }
    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    @Test(.enabled(if: SharedFiles.has("litellm/losses.md"), SharedFiles.absent))
    func thereAreLosses() throws { #expect(try Self.cells().count > 50) }

    @Test(
        .enabled(if: SharedFiles.has("litellm/losses.md"), SharedFiles.absent), arguments: (try? cells()) ?? [])
    func nothingIsLost(cell: Cell) throws {
        try Self.hold(cell.feature, at: #require(Self.models[cell.target]))
    }

    /// LiteLLM's table has no column for it.
    @Test(arguments: features.keys.sorted(), ["openai/responses/gpt-5", "azure/responses/gpt-4o"])
    func nothingIsLostAtResponses(feature: String, model: String) throws { try Self.hold(feature, at: model) }

    private static func hold(_ name: String, at model: String) throws {
        let feature = try #require(features[name], "no call shows \(name)")
        let model = try Model(parsing: model).with(extra: feature.extra)
        let messages = try Message.list(json: .array(feature.messages))
        let dispatcher = Dispatcher.fake(
            FakeTransport(), environment: ["AZURE_API_BASE": "https://h", "AWS_REGION": "us-east-1"])
        let request: PreparedRequest
        do throws(ModelError) {
            request = try dispatcher.prepare(model.with(temperature: nil), messages, streaming: false)
        } catch {
            #expect(error.code == .unsupported)
            return
        }
        let text = String(decoding: request.body, as: UTF8.self)
        let isMarked = !feature.mark.isEmpty && text.contains(feature.mark)
        let isSent = feature.isSent(try JSON(parsing: request.body))
        #expect(isMarked || isSent || !request.warnings.isEmpty)
    }
}
