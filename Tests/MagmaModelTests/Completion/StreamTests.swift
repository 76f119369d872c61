import Testing

@testable import MagmaModel

@Suite struct StreamTests {
    private let model = Model("openai/gpt-4o")

    private func stream(_ transport: FakeTransport, _ model: Model? = nil) -> GenerationStream {
        GenerationStream(model: model ?? self.model, messages: [.user("hi")], dispatcher: .fake(transport))
    }

    @Test func deltasComeInOrderAndAddUp() async throws {
        let stream = stream(FakeTransport(.stream(Answers.chunk("Hel"), Answers.chunk("lo"), Answers.end)))
        var text = ""
        for try await delta in stream { text += delta.content }
        #expect(text == "Hello")
        #expect(stream.generation?.content == "Hello")
        #expect(stream.generation?.finishReason?.kind == .stop)
    }

    @Test func aStreamHasOneConsumer() async throws {
        let transport = FakeTransport(.stream(Answers.chunk("x"), Answers.end))
        let stream = stream(transport)
        _ = try await stream.collect()
        let error = await #expect(throws: ModelError.self) { try await stream.collect() }
        #expect(error?.code == .configuration && transport.requests.count == 1)
    }

    @Test func aCutStreamIsIncompleteAndKeepsItsPart() async {
        let transport = FakeTransport(.stream(Answers.chunk("Hel")), .stream(Answers.end))
        let error = await #expect(throws: ModelError.self) { try await stream(transport).collect() }
        #expect(error?.code == .incompleteStream)
        #expect(error?.partial?.content == "Hel")
        #expect(transport.requests.count == 1)
    }

    @Test func afterTheHeadOnlyTheProvidersOwnErrorIsRepeated() async throws {
        let own = FakeTransport(.stream(Answers.streamError), .stream(Answers.chunk("ok"), Answers.end))
        #expect(try await stream(own).collect().content == "ok")
        let cut = FakeTransport(.stream(cut: ModelError(.connection, "cut")), .stream(Answers.chunk("ok"), Answers.end))
        let error = await #expect(throws: ModelError.self) { try await stream(cut).collect() }
        #expect(error?.code == .connection && cut.requests.count == 1)
        let allowed = FakeTransport(
            .stream(cut: ModelError(.connection, "cut")), .stream(Answers.chunk("ok"), Answers.end))
        let eager = Model("openai/x", retry: RetryPolicy(afterHead: true))
        #expect(try await stream(allowed, eager).collect().content == "ok")
        let late = FakeTransport(.stream(Answers.chunk("a"), Answers.streamError), .stream(Answers.end))
        let second = await #expect(throws: ModelError.self) { try await stream(late).collect() }
        #expect(second?.code == .serverError && second?.partial?.content == "a" && late.requests.count == 1)
    }

    @Test func aServerThatDoesNotStreamIsReadAllTheSame() async throws {
        #expect(try await stream(FakeTransport(.json(Answers.hello))).collect().content == "Hello")
    }

    @Test func echoStreamsWithoutATransport() async throws {
        let answer = try await stream(FakeTransport(), Model("echo/x")).collect()
        #expect(answer.content.hasSuffix("You said: hi"))
        #expect(answer.usage?.output != nil)
    }

    @Test func longArgumentsInSmallPiecesAddUp() async throws {
        let piece =
            #"data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"abcd"}}]}}]}"#
            + "\n\n"
        let first =
            #"data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f"}}]}}]}"#
            + "\n\n"
        let transport = FakeTransport(.stream(first, String(repeating: piece, count: 65_536), Answers.end))
        let answer = try await stream(transport).collect()
        #expect(answer.toolCalls.first?.arguments.utf8.count == 1 << 18)
    }
}
