import InMemoryLogging
import Logging
import Testing

@testable import MagmaModel

@Suite struct LogSinkTests {
    private static let answer = FakeTransport.Reply.json(Answers.hello, headers: ["x-request-id": "r-1"])
    private let model = Model("openai/gpt-4o", baseURL: "https://h.example/v1?api_key=\(testKey)")
    private let careless = Model(
        "groq/llama-3.3-70b-versatile", extra: ["n": 2], apiKey: testKey, dropUnsupported: true)

    /// What the log has of calls, at a level.
    private func logged(
        _ level: Logger.Level,
        _ replies: FakeTransport.Reply...,
        body: () async throws -> Void
    ) async throws -> [InMemoryLogHandler.Entry] {
        var handler = InMemoryLogHandler()
        handler.logLevel = level
        let kept = handler
        let dispatcher = Dispatcher(
            transport: FakeTransport(replies), environment: Environment(["OPENAI_API_KEY": testKey]), providers: [],
            timing: .system, log: CallLog { Logger(label: "magma") { _ in kept } })
        try await withDispatcher(dispatcher) { try await body() }
        return handler.entries
    }

    @Test func aCallIsOneLineWithoutContentOrKeys() async throws {
        let entries = try await logged(.debug, Self.answer) { _ = try await model([.user("a secret plan")]) }
        let entry = try #require(entries.first)
        #expect(entries.count == 1 && entry.level == .debug && entry.message == "call")
        let expected: Logger.Metadata = [
            "operation": "chat", "model": "openai/gpt-4o", "outcome": "ok", "attempts": "1", "input_tokens": "3",
            "output_tokens": "1", "request_id": "r-1", "duration_ms": entry.metadata["duration_ms"] ?? "",
            "cost_usd": entry.metadata["cost_usd"] ?? "",
        ]
        #expect(entry.metadata == expected)
        let text = "\(entry)"
        for word in ["plan", "Hello", testKey, "h.example"] { #expect(!text.contains(word)) }
    }

    @Test func aFailureIsALineToo() async throws {
        let refusal = FakeTransport.Reply.json(#"{"error":{"message":"bad \#(testKey)"}}"#, status: 401)
        let entries = try await logged(.trace, refusal) {
            await #expect(throws: ModelError.self) { try await model([.user("hi")]) }
        }
        #expect(entries.map(\.metadata["outcome"]) == ["authentication"])
        #expect(entries.map(\.metadata["status"]) == ["401"])
        #expect(!"\(entries)".contains(testKey))
    }

    @Test func warningsAreLoggedWhateverTheLevel() async throws {
        for level in [Logger.Level.debug, .info] {
            let stream = FakeTransport.Reply.stream(Answers.chunk("Hello"), Answers.end)
            let entries = try await logged(level, .json(Answers.hello), stream) {
                _ = try await careless([.user("hi")])
                _ = try await careless.stream([.user("hi")]).collect()
            }
            let warnings = entries.filter { $0.level == .warning }
            #expect(warnings.count == 2)
            #expect(warnings.map(\.metadata["subject"]) == ["n", "n"])
            #expect(warnings.allSatisfy { $0.metadata["model"] == "groq/llama-3.3-70b-versatile" })
            #expect(entries.count - warnings.count == (level == .debug ? 2 : 0))
        }
    }

    @Test func warningsOfEmbeddingsAreLogged() async throws {
        let reply = FakeTransport.Reply.json(
            #"{"data":[{"index":0,"embedding":[1,2]}],"usage":{"prompt_tokens":3,"total_tokens":3}}"#)
        let entries = try await logged(.info, reply) {
            _ = try await Model("openai/text-embedding-3-small", temperature: 0.5).embed(["a"])
        }
        #expect(entries.map(\.metadata["subject"]) == ["temperature"])
    }

    @Test func aLogThatTakesNoSuchLinesHasNoSink() {
        var handler = InMemoryLogHandler()
        handler.logLevel = .info
        let kept = handler
        #expect(LogSink(Logger(label: "magma") { _ in kept }) == nil)
    }

    @Test func theLogIsFoundWhenTheFirstLineIsWritten() async throws {
        let asked = Log()
        let log = CallLog {
            asked.add("asked")
            return Logger(label: "magma") { _ in InMemoryLogHandler() }
        }
        #expect(asked.lines.isEmpty)
        _ = (log.logger, log.logger)
        #expect(asked.lines == ["asked"])
    }
}
