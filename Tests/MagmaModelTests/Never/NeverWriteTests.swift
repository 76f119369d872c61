import Foundation
import Testing

@testable import MagmaModel

extension NeverTests {
    @Test("write into the prompt", arguments: NeverList.providers)
    func writeIntoThePrompt(provider: Provider) throws {
        let tool = ToolCall(id: "call00001", name: "look", arguments: #"{"at":"the-argument"}"#)
        let schema: JSON = [
            "type": "json_schema",
            "json_schema": ["name": "answer", "schema": ["type": "object", "properties": ["a": ["type": "string"]]]],
        ]
        let conversations: [[Message]] = [
            [.user("the-question")],
            [.system("the-instruction"), .user("the-question"), .assistant("the-answer"), .user("the-next")],
            [.assistant("the-answer"), .user("the-question"), .user("the-next")],
            [.user("the-question"), .assistant(toolCalls: [tool]), .tool("the-result", callID: "call00001")],
        ]
        // All that the wire needs besides what was said.
        let words: Set<String> = [
            "system", "user", "assistant", "tool", "text", "function", "tool_use", "tool_result", "call00001", "look",
            "model", "",
        ]
        let said: Set<String> = [
            "the-instruction", "the-question", "the-answer", "the-next", "the-result", "the-argument",
            #"{"at":"the-argument"}"#,
        ]
        var asked: [(messages: [Message], extra: JSON.Object)] = []
        // Anthropic and Bedrock take a history with tool calls only together with the tools.
        let tools: JSON = [["type": "function", "function": ["name": "look", "parameters": [:]]]]
        for messages in conversations {
            let isNeeded =
                [.messages, .converse].contains(provider.wire) && messages.contains { !$0.toolCalls.isEmpty }
            asked.append((messages, isNeeded ? ["tools": tools] : [:]))
        }
        asked.append((conversations[0], ["response_format": schema]))
        for (messages, extra) in asked {
            let model = try NeverList.model(provider, extra: extra).with(dropUnsupported: true)
            let body = try JSON(parsing: NeverList.request(model, messages).body)
            let prompt = ["messages", "system", "contents", "systemInstruction"]
                .reduce(into: Set<String>()) { $0.formUnion(NeverList.strings(body[$1])) }
            let foreign = prompt.subtracting(words).subtracting(said)
            #expect(foreign.isEmpty, "\(provider.id) is told \(foreign)")
            #expect(
                (body["tools"] ?? body["toolConfig"]) == nil || extra["tools"] != nil, "\(provider.id) is given tools")
            let members = Set(body.objectValue?.keys ?? []).subtracting([
                "model", "messages", "system", "temperature", "max_tokens", "stream", "options", "response_format",
                "output_config", "format", "inferenceConfig", "outputConfig", "toolConfig",
                "contents", "generationConfig", "systemInstruction", "model_id", "project_id",
            ]).subtracting(extra.keys)
            #expect(members.isEmpty, "\(provider.id) is sent \(members)")
        }
    }

    @Test("mutate what the caller passed")
    func mutateWhatTheCallerPassed() async throws {
        let model = Model("openai/m", temperature: 0.5, extra: ["stop": ["a"], "metadata": ["k": "v"]])
        let messages: [Message] = [["role": "user", "content": "hi"], .assistant("x", toolCalls: []), .user("y")]
        let (modelText, messageText) = ("\(model)", messages.map { $0.json.serialized() })
        let transport = FakeTransport(.json(Answers.hello), .json(#"{"error":{"message":"no"}}"#, status: 400))
        try await withDispatcher(.fake(transport)) {
            let answer = try await model(messages, temperature: 1, maxTokens: 9, extra: ["stop": ["b"], "seed": 1])
            _ = await failure { () async throws(ModelError) in _ = try await model(messages, extra: ["metadata": nil]) }
            var history = messages
            history.append(answer)
            #expect(history.count == 4)
        }
        _ = model.with(temperature: nil, extra: ["user": "u"]).fallback(to: Model("openai/n"))
        #expect("\(model)" == modelText)
        #expect(messages.map { $0.json.serialized() } == messageText)
        #expect(model.extra == ["stop": ["a"], "metadata": ["k": "v"]])
        let original = ModelError(.decoding, "x")
        var copy = original
        copy.status = 500
        #expect(original.status == nil, "errors share a storage, and a copy has its own")
    }

    /// Nothing a caller could set for all calls: the environment, a handle or a dispatcher says it.
    @Test("keep global mutable settings")
    func keepGlobalMutableSettings() throws {
        // What is shared by all of the process, and why that is no setting: the forms a user's file may have, counts, and what is
        // at work for an environment.
        let known = [
            "Completion/UserModels.swift", "Completion/UserProviders.swift", "Hooks/CallHooks.swift",
            "Hooks/HookRegistry.swift", "Tracing/Langfuse/LangfuseExporters.swift",
        ]
        for (path, text) in try SourceFiles.all(of: "MagmaModel") {
            for line in text.split(separator: "\n").map({ $0.trimmingCharacters(in: .whitespaces) }) {
                guard !line.hasPrefix("//"), !line.contains("@TaskLocal") else { continue }
                let isStored = line.contains("static var ") && !line.hasSuffix("{") && !line.contains("{ ")
                #expect(!isStored, "\(path): \(line)")
                #expect(!line.contains("nonisolated(unsafe)"), "\(path): \(line)")
                let isBox = line.contains("static let ") && ["Mutex", "Atomic", "Lock"].contains { line.contains($0) }
                #expect(!isBox || known.contains(path), "\(path): \(line)")
            }
        }
    }

    @Test("print to stdout")
    func printToStdout() async throws {
        let result = await #expect(
            processExitsWith: .success, observing: [\.standardOutputContent, \.standardErrorContent]
        ) {
            let cut = ModelError(.connection, "cut")
            let transport = FakeTransport(
                .json(Answers.hello), .json("<html>", status: 500), .json("nonsense"),
                .stream(Answers.chunk("a"), cut: cut), .stream(Answers.chunk("b"), Answers.end)
            )
            let dispatcher = Dispatcher.fake(transport)
            let model = Model("openai/m", extra: ["unheard_of": 1], retry: .never)
            for isStreamed in [false, false, false, true, true] {
                _ = await failure { () async throws(ModelError) in
                    try await withDispatcher(dispatcher) { () async throws(ModelError) in
                        _ = try await isStreamed ? model.stream([.user("hi")]).collect() : model([.user("hi")])
                    }
                }
            }
            _ = try await Model("echo/m")([.user("hi")])
            guard transport.requests.count == 5 else { throw ModelError(.configuration, "\(transport.requests.count)") }
        }
        #expect(result.map { String(decoding: $0.standardOutputContent, as: UTF8.self) } == "")
        #expect(result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) } == "")
        for target in ["MagmaModel", "MagmaYAML", "MagmaTesting"] {
            for (path, text) in try SourceFiles.all(of: target) {
                for word in [" print(", "debugPrint(", " dump(", "fputs(", "stdout", "FileHandle"] {
                    #expect(!text.contains(word), "\(path) has \(word)")
                }
            }
        }
    }
}
