import FoundationEssentials
import Testing

@testable import MagmaModel

/// What a fallback tells of those that failed.
@Suite struct FallbackTests {
    private let messages: [Message] = [.user("hi")]
    private let environment = ["OPENAI_API_KEY": testKey, "ANTHROPIC_API_KEY": testKey]

    @Test func whatAFailedOneIsKnownToHaveCostIsTold() async throws {
        let start =
            #"data: {"type":"message_start","message":{"id":"m","model":"claude-sonnet-4-5","content":[],"usage":{"input_tokens":1000,"output_tokens":1}}}"#
            + "\n\n"
        let failure = #"data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"# + "\n\n"
        let transport = FakeTransport(
            .stream(start, failure), .json("{}", status: 503),
            .stream(Answers.chunk("Hello"), Answers.end))
        let model = Model("anthropic/claude-sonnet-4-5", retry: .never)
            .fallback(to: Model("openai/a", retry: .never), Model("openai/b"))
        let answer = try await withDispatcher(.fake(transport, environment: environment)) {
            try await model.stream(messages).collect()
        }
        #expect(answer.content == "Hello")
        #expect(answer.attempts.map(\.model.description) == ["anthropic/claude-sonnet-4-5", "openai/a", "openai/b"])
        #expect(answer.attempts.map(\.failure) == [.overloaded, .overloaded, nil])
        #expect(answer.attempts[0].usage?.input == 1000)
        let cost = try #require(answer.attempts[0].cost)
        #expect(cost.total > 0 && cost.isPartial)
        #expect(answer.attempts[1].usage == nil && answer.attempts[1].cost == nil)
    }

    @Test func afterItsFirstDeltaAStreamDoesNotFallBack() async throws {
        let transport = FakeTransport(.stream(Answers.chunk("Hel"), Answers.streamError), .json(Answers.hello))
        let model = Model("openai/a", retry: .never).fallback(to: Model("openai/b"))
        let error = await #expect(throws: ModelError.self) {
            try await withDispatcher(.fake(transport)) { try await model.stream(messages).collect() }
        }
        #expect(error?.partial?.content == "Hel" && transport.requests.count == 1)
    }

    @Test func aPromptThatIsTooLongLeadsOn() async throws {
        let long = #"{"error":{"message":"too long","code":"context_length_exceeded"}}"#
        let transport = FakeTransport(.json(long, status: 400), .json(Answers.hello))
        let model = Model("openai/a").fallback(to: Model("openai/b"))
        let answer = try await withDispatcher(.fake(transport)) { try await model(messages) }
        #expect(answer.attempts.map(\.failure) == [.contextWindowExceeded, nil])
    }

    @Test func whatALaterOneRefusesIsLeftOutWithAWarning() async throws {
        let transport = FakeTransport(.json("{}", status: 503), .json(Answers.hello))
        let model = Model("openai/gpt-4o", temperature: 0.5, retry: .never)
            .fallback(to: Model.pool([Model("openai/o3", temperature: 0.5)]))
        let answer = try await withDispatcher(.fake(transport)) { try await model(messages) }
        #expect(answer.warnings.map(\.subject).sorted() == ["model", "temperature"])
        #expect(try JSON(parsing: transport.requests[1].body)["temperature"] == nil)
    }
}
