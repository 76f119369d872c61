import FoundationEssentials
import Synchronization
import Testing

@testable import MagmaModel

/// What those who take note of a call are told of its end.
@Suite(.timeLimit(.minutes(1))) struct CallEndTests {
    private final class Ends: Sendable {
        private let ends = Mutex<[CallEnd]>([])
        var all: [CallEnd] { ends.withLock { $0 } }

        func register() {
            _ = Dispatcher.current.hooks.add([.onEnd { _, end in self.ends.withLock { $0.append(end) } }])
        }
    }

    /// Of three batches the second one fails: the first has been paid for.
    @Test func embeddingsThatFailHalfwayTellWhatTheyUsed() async throws {
        func batch(_ count: Int) -> String {
            let items = (0..<count).map { #"{"index":\#($0),"embedding":[1]}"# }.joined(separator: ",")
            return #"{"data":[\#(items)],"usage":{"prompt_tokens":7,"total_tokens":7}}"#
        }
        let ends = Ends()
        let transport = FakeTransport(.json(batch(2048)), .json(#"{"error":{"message":"no"}}"#, status: 400))
        await withDispatcher(.fake(transport)) {
            ends.register()
            let error = await failure { () async throws(ModelError) in
                _ = try await Model("openai/text-embedding-3-small").embed(Array(repeating: "a", count: 2049))
            }
            #expect(error?.code == .invalidRequest)
        }
        #expect(transport.requests.count == 2 && ends.all.count == 1)
        let attempts = try #require(ends.all.first).attempts
        #expect(attempts.map(\.usage?.input) == [7, nil])
        #expect(attempts.first?.cost != nil)
    }

    /// The server does not stream, though it is asked to; one that is let go of after its first delta had come as a whole.
    @Test func aWholeAnswerThatIsDroppedIsTold() async throws {
        let ends = Ends()
        await withDispatcher(.fake(FakeTransport(.json(Answers.hello)))) {
            ends.register()
            _ = await failure { () async throws(ModelError) in
                for try await _ in Model("openai/m").stream([.user("hi")]) { break }
            }
        }
        let end = try #require(ends.all.first)
        #expect(ends.all.count == 1 && end.error?.code == .cancelled)
        #expect(end.answer?.content == "Hello" && end.usage?.total == 4)
    }

    /// It is worked out when somebody asks for it.
    @Test func theCostIsThatOfTheAnswer() async throws {
        let ends = Ends()
        try await withDispatcher(.fake(FakeTransport(.json(Answers.hello)))) {
            ends.register()
            let answer = try await Model("openai/gpt-4o")([.user("hi")])
            let end = try #require(ends.all.first)
            #expect(end.cost != nil && end.cost == answer.cost)
            #expect(end.cost == answer.cost, "and the same when it is asked for again")
        }
    }

    @Test func whatIsNotCountedHasNoCostWhereTheCallFailed() {
        var answer = Generation(content: "half")
        answer.cost = Cost(total: 2)
        var error = ModelError(.connection, "gone")
        error.partial = answer
        #expect(CallEnd(answer).cost == Cost(total: 2))
        #expect(CallEnd(error).cost == nil)
        answer.usage = Usage(input: 1)
        error.partial = answer
        #expect(CallEnd(error).cost == Cost(total: 2))
        var embeddings = Embeddings([])
        embeddings.cost = Cost(total: 3)
        #expect(CallEnd(embeddings).cost == Cost(total: 3))
    }

    @Test func whatWasNeverSentCannotHaveBeenPaid() async throws {
        let ends = Ends()
        await withDispatcher(.fake(FakeTransport([]))) {
            ends.register()
            registerHook(.beforeCall) { _ in throw ModelError(.cancelled, "no") }
            _ = await failure { () async throws(ModelError) in _ = try await Model("openai/m")([.user("hi")]) }
        }
        let end = try #require(ends.all.first)
        #expect(end.error?.code == .cancelled && end.attempts.isEmpty && end.unknown == 0)
    }

    /// One of those who wait for the same request does not hear what becomes of it.
    @Test func whoGivesUpASharedRequestMayHavePaid() async throws {
        let ends = Ends()
        let transport = HostTransport { (_, _) async throws(ModelError) in try await HostTransport.stall() }
        await withDispatcher(Dispatcher(transport: transport, environment: Environment([:]))) {
            ends.register()
            let task = Task {
                await failure { () async throws(ModelError) in
                    _ = try await Model("vllm/m", baseURL: "http://a/v1").cached()([.user("hi")])
                }
            }
            while transport.asked.isEmpty { try? await Task.sleep(for: .milliseconds(2)) }
            task.cancel()
            #expect(await task.value?.code == .cancelled)
        }
        let end = try #require(ends.all.first)
        #expect(end.attempts.count == 1 && end.unknown == 1)
    }
}
