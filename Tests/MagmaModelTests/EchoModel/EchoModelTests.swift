import Foundation
import MagmaTesting
import Testing

@testable import MagmaModel

@Suite struct EchoModelTests {
    /// A model of each protocol.
    static let models: [Model] = [
        "openai/gpt-4o", "openai/responses/gpt-5", "anthropic/claude-sonnet-4-5", "gemini/gemini-2.5-flash",
        "bedrock/anthropic.claude-v2", "cohere/command-a", "ollama/mistral",
    ].map { Model($0, retry: RetryPolicy(initialDelay: .milliseconds(1))) }

    private func ask(_ model: Model, streaming: Bool) async throws(ModelError) -> Generation {
        let messages: [Message] = [.system("Be brief."), .user("What is it?")]
        return streaming ? try await model.stream(messages).collect() : try await model(messages)
    }

    @Test(arguments: models, [false, true])
    func givesItsAnswersInTurn(model: Model, streaming: Bool) async throws {
        let echo = EchoModel(answers: ["It is basalt.", .toolCall("look", ["at": "columns"])])
        let (text, call) = try await echo.run {
            (try await ask(model, streaming: streaming), try await ask(model, streaming: streaming))
        }
        #expect(text.content == "It is basalt.")
        #expect(text.finishReason?.kind == .stop)
        #expect(text.usage?.input == 5)
        #expect(text.usage?.output == 3)
        #expect(call.toolCalls.map(\.name) == ["look"])
        #expect(try call.toolCalls.first.map { try JSON(parsing: $0.arguments) } == ["at": "columns"])
        #expect(echo.calls.count == 2)
        let asked = try #require(echo.calls.first)
        #expect(asked.model.provider == model.id.provider)
        #expect(asked.messages == [.system("Be brief."), .user("What is it?")])
        #expect(asked.isStreaming == streaming)
        #expect(asked.body.serialized().contains("What is it?"))
    }

    @Test(arguments: models, [false, true])
    func failsAsProvidersDo(model: Model, streaming: Bool) async throws {
        let codes: [ModelError.Code] = [
            .authentication, .notFound, .invalidRequest, .contextWindowExceeded, .rateLimited, .overloaded,
            .serverError, .timeout, .contentFiltered, .quotaExceeded,
        ]
        for code in codes {
            let echo = EchoModel { _ in .failure(ModelError(code, "The test says no.")) }
            let error = await failure { () async throws(ModelError) in
                try await echo.run { () async throws(ModelError) in _ = try await ask(model, streaming: streaming) }
            }
            #expect(error?.code == code, "\(model.id)")
            #expect(error?.message.contains("says no") == true || model.id.provider == "cohere", "\(model.id): \(code)")
            let isRepeated = [.rateLimited, .overloaded, .serverError].contains(code)
            #expect(echo.calls.count == (isRepeated ? 3 : 1), "\(model.id): \(code)")
        }
    }

    @Test func answersByWhatWasSaid() async throws {
        let echo = EchoModel { messages in "You said \(messages.count) things." }
        let answer = try await echo.run { try await Model("groq/any")([.user("a"), .assistant("b"), .user("c")]) }
        #expect(answer.content == "You said 3 things.")
        #expect(answer.model == "any")
    }

    @Test func repeatsWhereItIsToldNothing() async throws {
        let answer = try await EchoModel().run { try await Model("openai/gpt-4o")([.user("Hello.")]) }
        #expect(answer.content.hasSuffix("You said: Hello."))
    }

    @Test func failsWhereNoAnswerIsLeft() async throws {
        let echo = EchoModel(answers: ["one"])
        try await echo.run {
            _ = try await Model("openai/gpt-4o")([.user("a")])
            let error = await failure { () async throws(ModelError) in
                _ = try await Model("openai/gpt-4o")([.user("b")])
            }
            #expect(error?.code == .configuration)
        }
        #expect(echo.calls.count == 2)
    }

    @Test func fallsBackAndWaitsInVirtualTime() async throws {
        let busy = ModelError(.overloaded, "Busy.")
        let time = VirtualTime()
        let echo = EchoModel(answers: [.failure(busy), .failure(busy), .failure(busy), "From the other."], clock: time)
        let model = Model("anthropic/a").fallback(to: Model("openai/b"))
        let answer = await time.run { await echo.run { try? await model([.user("hi")]) } }
        #expect(answer?.content == "From the other.")
        #expect(echo.calls.map(\.model) == ["anthropic/a", "anthropic/a", "anthropic/a", "openai/b"])
        #expect(time.now.offset > .seconds(1))
    }

    @Test func hasNoAnswerInOtherProtocols() async {
        let error = await failure { () async throws(ModelError) in
            try await EchoModel().run { () async throws(ModelError) in
                _ = try await Model("openai/text-embedding-3-small").embed(["a"])
            }
        }
        #expect(error?.code == .unsupported)
    }

    @Test func theDocumentedExampleIsCompiled() throws {
        let page = try String(
            contentsOf: SourceFiles.package.appendingPathComponent("docs/testing.md"), encoding: .utf8)
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("EchoModelSnippet.swift")
        let example = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(example.range(of: "/// Your code"))
        #expect(page.contains("```swift\n\(example[start.lowerBound...])```"))
    }

    /// Nothing has to be set for a provider, and nothing leaves the process.
    @Test(arguments: NeverList.providers)
    func standsInForEveryProvider(provider: Provider) async throws {
        let id = try ModelID(parsing: "\(provider.id)/some-model")
        let needsURL = provider.baseURL == nil && provider.baseURLVariables.isEmpty
        let model = Model(id, baseURL: needsURL ? "http://localhost:9" : nil)
        let echo = EchoModel(answers: ["Here."])
        let answer = try await echo.run { try await model([.user("hi")]) }
        #expect(answer.content == "Here.")
    }
}
