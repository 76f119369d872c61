import MagmaTesting
import Testing

@testable import MagmaModel

@Suite struct RetryBudgetTests {
    private static func model(_ url: String = "http://127.0.0.1:1", count: Int = 1, budget: Bool = true) -> Model {
        Model("vllm/m", baseURL: url, retry: RetryPolicy(count: count, usesBudget: budget))
    }

    private static func ask(_ dispatcher: Dispatcher, _ model: Model) async -> ModelError? {
        await withDispatcher(dispatcher) {
            await failure { () async throws(ModelError) in _ = try await model([.user("hi")]) }
        }
    }

    @Test func aHundredRetriesInARowAreTheMost() async throws {
        let transport = FakeTransport(Array(repeating: .json("{}", status: 500), count: 1_000))
        let dispatcher = Dispatcher.fake(transport)
        for number in 1...150 {
            let error = await Self.ask(dispatcher, Self.model())
            #expect(error?.attempts.count == (number <= 100 ? 2 : 1), "call \(number)")
            #expect(error?.message.contains("retry budget is spent") == (number > 100))
            #expect(error?.code == .serverError)
        }
        #expect(transport.requests.count == 250)
        // Another place has its own, and a policy may do without.
        #expect(await Self.ask(dispatcher, Self.model("http://127.0.0.1:2"))?.attempts.count == 2)
        #expect(await Self.ask(dispatcher, Self.model(budget: false))?.attempts.count == 2)
    }

    @Test func whatSucceedsEarnsItBack() async throws {
        let down = FakeTransport.Reply.json("{}", status: 500)
        // One hundred retries, then five first attempts that succeed, then one retry more.
        let replies = Array(repeating: down, count: 200) + Array(repeating: .json(Answers.hello), count: 5)
        let dispatcher = Dispatcher.fake(FakeTransport(replies + [down, .json(Answers.hello), down, down, down]))
        for _ in 1...100 { #expect(await Self.ask(dispatcher, Self.model())?.attempts.count == 2) }
        for _ in 1...5 { #expect(await Self.ask(dispatcher, Self.model()) == nil) }
        #expect(await Self.ask(dispatcher, Self.model()) == nil, "the retry was earned, and earns itself back")
        #expect(await Self.ask(dispatcher, Self.model())?.attempts.count == 2)
        #expect(await Self.ask(dispatcher, Self.model())?.attempts.count == 1)
    }

    @Test func aTimeoutCostsTwice() async throws {
        let transport = FakeTransport(Array(repeating: .json("{}", status: 408), count: 1_000))
        let dispatcher = Dispatcher.fake(transport)
        for number in 1...60 {
            #expect(
                await Self.ask(dispatcher, Self.model())?.attempts.count == (number <= 50 ? 2 : 1), "call \(number)")
        }
    }

    @Test func thePolicyIsWrittenAndRead() throws {
        let policy = RetryPolicy(count: 3, usesBudget: false)
        #expect(RetryPolicy(json: policy.json) == policy)
        #expect(policy != RetryPolicy(count: 3))
    }
}
