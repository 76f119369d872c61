import Foundation
import MagmaTesting
import Testing

@testable import MagmaModel

/// One line for each call, with what it used and nothing of what was said.
@Suite(.timeLimit(.minutes(1))) struct JournalTests {
    private let model = Model("openai/gpt-4o")

    @Test func aCallIsALine() async throws {
        try await TemporaryJournal.with { journal in
            let dispatcher = journal.dispatcher(.json(Answers.hello))
            try await withDispatcher(dispatcher) {
                _ = try await withTrace(name: "support", user: "u-1", session: "s-7") {
                    try await model([.user("What is the password?")])
                }
            }
            #expect(await dispatcher.flush())
            let lines = try journal.lines()
            #expect(lines.count == 1)
            let line = try #require(lines.first)
            #expect(line["model"] == "openai/gpt-4o" && line["answered"] == "openai/gpt-4o")
            #expect(line["response_model"] == "m" && line["provider"] == "openai")
            #expect(line["outcome"] == "ok" && line["stream"] == false && line["attempts"] == 1)
            #expect(line["input"] == 3 && line["output"] == 1)
            // 3 tokens at 2.5 and 1 at 10 dollars a million, as text.
            #expect(line["cost"] == "0.0000175" && line["cost_unknown"] == nil)
            #expect(line["trace"] == "support" && line["user"] == "u-1" && line["session"] == "s-7")
            #expect(line["duration_ms"]?.doubleValue.map { $0 >= 0 && $0 < 10_000 } == true)
            let time = try #require(line["time"]?.stringValue)
            #expect(time.utf8.count == 24 && time.hasSuffix("Z") && time.prefix(11).hasSuffix("T"))
            for secret in ["password", "Hello", testKey] { #expect(!journal.text.contains(secret)) }
            #expect(journal.text.hasSuffix("}\n"))
            let mode = try FileManager.default.attributesOfItem(atPath: journal.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test func streamsSayWhenTheyBeganToSpeak() async throws {
        try await TemporaryJournal.with { journal in
            let dispatcher = journal.dispatcher(.stream(Answers.chunk("a"), Answers.end), .stream(Answers.chunk("a")))
            try await withDispatcher(dispatcher) {
                _ = try await model.stream([.user("hi")]).collect()
                // The second is cut.
                _ = await failure { () async throws(ModelError) in _ = try await model.stream([.user("hi")]).collect() }
            }
            #expect(await dispatcher.flush())
            let lines = try journal.lines()
            #expect(lines.map { $0["outcome"] } == ["ok", "incomplete_stream"])
            #expect(lines.allSatisfy { $0["stream"] == true && $0["first_token_ms"] != nil })
            // Nobody said what they used.
            #expect(lines.allSatisfy { $0["cost"] == .null && $0["cost_unknown"] != nil && $0["input"] == nil })
        }
    }

    @Test func failuresAreLinesToo() async throws {
        try await TemporaryJournal.with { journal in
            let dispatcher = journal.dispatcher(
                .json("{}", status: 503), .json(Answers.hello),
                .json(#"{"error":{"message":"secret words"}}"#, status: 400))
            try await withDispatcher(dispatcher) {
                _ = try await model([.user("hi")])
                _ = await failure { () async throws(ModelError) in _ = try await model([.user("hi")]) }
                _ = await failure { () async throws(ModelError) in _ = try await Model("nobody/x")([.user("hi")]) }
            }
            #expect(await dispatcher.flush())
            let lines = try journal.lines()
            #expect(lines.map { $0["outcome"] } == ["ok", "invalid_request", "configuration"])
            #expect(lines.map { $0["attempts"] } == [2, 1, 0])
            // What was refused, or never sent, is known to cost nothing.
            #expect(lines.map { $0["cost"] } == ["0.0000175", "0", "0"])
            #expect(lines[2]["answered"] == nil && lines[2]["model"] == "nobody/x")
            #expect(!journal.text.contains("secret words"))
        }
    }

    @Test func aDroppedStreamIsALine() async throws {
        try await TemporaryJournal.with { journal in
            let dispatcher = journal.dispatcher(.stream(Answers.chunk("a"), Answers.chunk("b"), Answers.end))
            try await withDispatcher(dispatcher) {
                var iterator = model.stream([.user("hi")]).makeAsyncIterator()
                _ = try await iterator.next()
            }
            #expect(await dispatcher.flush())
            let lines = try journal.lines()
            #expect(lines.count == 1 && lines.first?["outcome"] == "cancelled" && lines.first?["cost"] == .null)
        }
    }

    @Test func whatACacheAnswersCostsNothing() async throws {
        try await TemporaryJournal.with { journal in
            let dispatcher = journal.dispatcher(.json(Answers.hello))
            let cached = model.cached(in: "memory", ttl: .seconds(60))
            try await withDispatcher(dispatcher) {
                _ = try await cached([.user("hi")])
                _ = try await cached([.user("hi")])
            }
            #expect(await dispatcher.flush())
            let lines = try journal.lines()
            #expect(lines.map { $0["cost"] } == ["0.0000175", "0"])
            #expect(lines.map { $0["input"] } == [3, nil] && lines.last?["from_cache"] == true)
        }
    }

    @Test func embeddingsAreCallsToo() async throws {
        try await TemporaryJournal.with { journal in
            let answer =
                #"{"data":[{"index":0,"embedding":[1]}],"model":"m","usage":{"prompt_tokens":3,"total_tokens":3}}"#
            let dispatcher = journal.dispatcher(.json(answer))
            try await withDispatcher(dispatcher) {
                _ = try await Model("openai/text-embedding-3-small").embed(["hello"])
            }
            #expect(await dispatcher.flush())
            let lines = try journal.lines()
            #expect(lines.count == 1 && lines.first?["task"] == "embedding" && lines.first?["input"] == 3)
            #expect(lines.first?["cost"]?.stringValue != nil)
        }
    }

    @Test func withoutTheVariableThereIsNone() {
        #expect(JournalSink(Environment([:])) == nil)
        #expect(JournalSink(Environment(["MAGMA_JOURNAL": ""])) == nil)
        #expect(Dispatcher.fake(FakeTransport()).telemetry.value == nil)
    }
}
