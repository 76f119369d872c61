import Testing

@testable import MagmaModel

/// A conversation moves between providers: what any recorded answer left in the history is taken by every protocol, whole
/// where it is its own, and otherwise without what only another understands.
@Suite(.enabled(if: SharedFiles.has("recordings"), SharedFiles.absent))
struct MovingHistoryTests {
    struct Target: Sendable, CustomTestStringConvertible {
        var model: String
        var wire: WireProtocolID
        /// What its provider takes as the id of a call.
        var takesID: @Sendable (String) -> Bool
        var testDescription: String { model }
    }

    static let targets: [Target] = [
        Target(model: "openai/gpt-4o", wire: .chatCompletions, takesID: { !$0.isEmpty }),
        Target(model: "mistral/mistral-large-latest", wire: .chatCompletions) { id in
            id.utf8.count == 9 && id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        },
        Target(model: "openai/responses/gpt-4o", wire: .responses, takesID: { !$0.isEmpty }),
        Target(model: "anthropic/claude-sonnet-4-5", wire: .messages, takesID: isWord),
        Target(model: "vertex_ai/claude-sonnet-4-5", wire: .messages, takesID: isWord),
        Target(model: "gemini/gemini-3.1-pro-preview", wire: .generateContent, takesID: { _ in true }),
        Target(model: "bedrock/us.anthropic.claude-sonnet-4-5-v1:0", wire: .converse) { id in
            (1...64).contains(id.utf8.count) && isWord(id.filter { $0 != "." && $0 != ":" })
        },
        Target(model: "cohere/command-a-03-2025", wire: .cohereChat, takesID: { !$0.isEmpty }),
        Target(model: "ollama/qwen3", wire: .ollamaChat, takesID: { _ in true }),
    ]

    private static func isWord(_ id: String) -> Bool {
        !id.isEmpty && id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
    }

    private static let environment = [
        "OPENAI_API_KEY": testKey, "MISTRAL_API_KEY": testKey, "ANTHROPIC_API_KEY": testKey, "GEMINI_API_KEY": testKey,
        "AWS_BEARER_TOKEN_BEDROCK": testKey, "AWS_REGION": "us-east-1", "COHERE_API_KEY": testKey,
        "VERTEXAI_PROJECT": "p",
        "VERTEXAI_LOCATION": "global",
    ]

    /// Answers worth moving: with calls, reasoning or blocks of their own, a few of each dialect and kind.
    private static let answers: Result<[(file: String, generation: Generation)], any Error> = Result {
        var counts: [String: Int] = [:]
        return try Expectation.all().compactMap { expectation in
            guard expectation.json["outcome"] == "generation",
                let dialect = expectation.json["dialect"]?.stringValue
            else {
                return nil
            }
            let file = expectation.recording
            guard case .generation(let generation) = try RecordedExchange(parsing: SharedFiles.bytes(file)).replay()
            else {
                return nil
            }
            // A call that was cut off is for the caller to drop.
            guard generation.toolCalls.allSatisfy({ $0.type != "function" || $0.parsedArguments?.objectValue != nil })
            else {
                return nil
            }
            let kinds = Set(generation.message.parts.map(kind)).subtracting(["text"])
            guard !kinds.isEmpty else { return nil }
            let key = "\(dialect) \(kinds.sorted())"
            counts[key, default: 0] += 1
            return counts[key, default: 0] <= 3 ? (file, generation) : nil
        }
    }

    private static func kind(_ part: Part) -> String {
        switch part {
        case .text: "text"
        case .reasoning(let reasoning): reasoning.signature != nil || reasoning.redacted != nil ? "signed" : "reasoning"
        case .toolCall: "call"
        case .opaque: "opaque"
        default: "other"
        }
    }

    @Test(.computes, arguments: targets)
    func everyAnswerIsTaken(target: Target) throws {
        let answers = try Self.answers.get()
        #expect(answers.count > 50)
        let dispatcher = Dispatcher.fake(FakeTransport(), environment: Self.environment)
        let model = try Model(parsing: target.model)
        for (file, generation) in answers {
            var history: [Message] = [.user("What is the weather?")]
            history.append(generation)
            history += generation.toolCalls.map { .tool("It is sunny.", callID: $0.id, name: $0.name) }
            history.append(.user("Thank you."))
            let names = Set(generation.toolCalls.map(\.name)).union(["look"])
            let tools = names.sorted().map { name -> JSON in
                [
                    "type": "function",
                    "function": ["name": .string(name), "parameters": ["type": "object", "properties": [:]]],
                ]
            }
            let extra: JSON.Object = ["tools": .array(tools)]
            let request: PreparedRequest
            do throws(ModelError) {
                request = try dispatcher.prepare(model.with(maxTokens: 300, extra: extra), history, streaming: false)
            } catch {
                Issue.record("\(file) is refused: \(error)")
                continue
            }
            let body = String(decoding: request.body, as: UTF8.self)
            for part in generation.message.parts {
                check(part, body, request, target, file)
            }
            for id in Self.ids(try JSON(parsing: request.body)) {
                #expect(target.takesID(id), "\(file): the id \"\(id)\" is none for \(target.model)")
            }
        }
    }

    private func check(_ part: Part, _ body: String, _ request: PreparedRequest, _ target: Target, _ file: String) {
        switch part {
        case .opaque(let block) where block.wire != target.wire && block.text == nil:
            #expect(!request.warnings.isEmpty, "\(file): a block of \(block.wire) is gone without a word")
        case .reasoning(let reasoning):
            guard let signature = reasoning.signature ?? reasoning.redacted, signature.utf8.count > 16 else { return }
            // What a signature proves, it proves to the one who made it.
            if !body.contains(signature.prefix(64)) {
                #expect(!request.warnings.isEmpty, "\(file): signed reasoning is gone without a word")
            }
        case .toolCall(let call):
            #expect(body.contains(call.name), "\(file): the call of \(call.name) is gone")
        default: break
        }
    }

    /// The ids of calls and results, wherever a protocol puts them.
    private static func ids(_ body: JSON) -> [String] {
        var found: [String] = []
        var pending = [body]
        while let value = pending.popLast() {
            for (key, member) in value.objectValue ?? [:] {
                if ["tool_call_id", "tool_use_id", "toolUseId", "call_id"].contains(key), let id = member.stringValue {
                    found.append(id)
                }
                if key == "tool_calls" { found += (member.arrayValue ?? []).compactMap { $0["id"]?.stringValue } }
                pending.append(member)
            }
            pending += value.arrayValue ?? []
        }
        return found
    }
}
