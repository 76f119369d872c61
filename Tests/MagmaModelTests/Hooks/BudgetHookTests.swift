import FoundationEssentials
import MagmaTesting
import Testing

@testable import MagmaModel

@Suite(.timeLimit(.minutes(1))) struct BudgetHookTests {
    /// Counts three tokens read and one written.
    private static let answer = FakeTransport.Reply.json(Answers.hello)
    /// "hi" is reckoned nine tokens.
    private let model = Model("openai/gpt-4o", maxTokens: 91)

    private func dispatcher(_ replies: FakeTransport.Reply...) -> (Dispatcher, FakeTransport) {
        let transport = FakeTransport(replies)
        return (.fake(transport), transport)
    }

    @Test func whatIsReservedIsSettledOnWhatWasCounted() async throws {
        let (dispatcher, _) = dispatcher(Self.answer, Self.answer)
        let budget = BudgetHook(maxTokens: 150)
        try await withDispatcher(dispatcher) {
            registerHook(budget)
            registerHook(.beforeAttempt) { _ in #expect(budget.spent.tokens >= 100) }
            _ = try await model([.user("hi")])
            #expect(budget.spent.tokens == 4)
            _ = try await model([.user("hi")])
            #expect(budget.spent.tokens == 8)
        }
    }

    @Test func whatWouldGoBeyondItIsNotSent() async throws {
        let (dispatcher, transport) = dispatcher(Self.answer)
        let budget = BudgetHook(maxTokens: 103)
        try await withDispatcher(dispatcher) {
            registerHook(budget)
            _ = try await model([.user("hi")])
            let other = model.fallback(to: Model("groq/llama-3.3-70b-versatile"))
            let error = await failure { () async throws(ModelError) in _ = try await other([.user("hi")]) }
            #expect(error?.code == .budgetExceeded && error?.isRetryable == false)
            #expect(error?.message.contains("has 99 left, and the request may use 100") == true)
            #expect(budget.spent.tokens == 4 && transport.requests.count == 1)
            // What is smaller still goes.
            #expect(
                await failure { () async throws(ModelError) in
                    _ = try await model([.user("hi")], maxTokens: 90)
                }?.code == .connection)
            #expect(budget.spent.tokens == 4)
        }
    }

    @Test func dollarsCount() async throws {
        let (dispatcher, _) = dispatcher(Self.answer, Self.answer)
        // 3 tokens at 2.5 and 1 at 10 dollars a million.
        let cost = Decimal(string: "0.0000175")
        let budget = BudgetHook(maxCost: 1)
        try await withDispatcher(dispatcher) {
            registerHook(budget)
            let answer = try await model([.user("hi")])
            #expect(answer.cost?.total == cost)
            #expect(budget.spent.cost == cost)
            let dear = BudgetHook(maxCost: 0.0009)
            let error = await failure { () async throws(ModelError) in
                try await withHook(dear) { () async throws(ModelError) in _ = try await model([.user("hi")]) }
            }
            // 9 at 2.5 and 91 at 10 dollars a million.
            #expect(error?.code == .budgetExceeded && error?.message.contains("may cost $0.0009325") == true)
            let unknown = await failure { () async throws(ModelError) in
                _ = try await Model("openai/no-such-model")([.user("hi")])
            }
            #expect(unknown?.code == .budgetExceeded && unknown?.message.contains("No price is known") == true)
        }
        #expect(budget.spent.cost == cost)
    }

    @Test func aPeriodBeginsAnew() async throws {
        let time = VirtualTime()
        let budget = BudgetHook(maxTokens: 100, per: .seconds(60), clock: time)
        let (dispatcher, _) = dispatcher(Self.answer, Self.answer)
        let codes = await time.run {
            await withDispatcher(dispatcher) {
                registerHook(budget)
                var codes: [ModelError.Code?] = []
                for wait in [0, 30, 31] {
                    try? await time.sleep(for: .seconds(wait))
                    codes.append(
                        await failure { () async throws(ModelError) in _ = try await model([.user("hi")]) }?.code)
                }
                return codes
            }
        }
        #expect(codes == [nil, .budgetExceeded, nil])
        #expect(budget.spent.tokens == 4)
    }

    /// A request that is sent again takes the place of the one before.
    @Test func retriesReserveOnce() async throws {
        let (dispatcher, transport) = dispatcher(HostTransport.busy, HostTransport.busy, Self.answer)
        let budget = BudgetHook(maxTokens: 150)
        try await withDispatcher(dispatcher) {
            registerHook(budget)
            _ = try await model([.user("hi")])
        }
        #expect(budget.spent.tokens == 4 && transport.requests.count == 3)
    }

    @Test func failuresCostNothingUnlessTheyMayHave() async throws {
        for (reply, tokens) in [
            (FakeTransport.Reply.json("{}", status: 400), 0), (.failing(.connection), 0), (.failing(.timeout), 100),
            (.json("no JSON"), 100),
        ] {
            let (dispatcher, _) = dispatcher(reply)
            let budget = BudgetHook(maxTokens: 1_000)
            await withDispatcher(dispatcher) {
                registerHook(budget)
                let once = model.with(retry: .never)
                #expect(await failure { () async throws(ModelError) in _ = try await once([.user("hi")]) } != nil)
            }
            #expect(budget.spent.tokens == tokens, "\(reply)")
        }
    }

    @Test func streamsSettleToo() async throws {
        let whole = FakeTransport.Reply.stream(
            Answers.chunk("a"),
            #"data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2}}"# + "\n\n", Answers.end)
        let cut = FakeTransport.Reply.stream(Answers.chunk("a"), cut: ModelError(.connection, "cut"))
        let (dispatcher, _) = dispatcher(whole, cut, whole)
        let budget = BudgetHook(maxTokens: 1_000)
        try await withDispatcher(dispatcher) {
            registerHook(budget)
            _ = try await model.stream([.user("hi")]).collect()
            #expect(budget.spent.tokens == 9)
            _ = await failure { () async throws(ModelError) in _ = try await model.stream([.user("hi")]).collect() }
            #expect(budget.spent.tokens == 109)
            do {
                var dropped = model.stream([.user("hi")]).makeAsyncIterator()
                _ = try await dropped.next()
            }
            #expect(budget.spent.tokens == 209)
        }
    }

    @Test func embeddingsSettleToo() async throws {
        let answer = #"{"data":[{"index":0,"embedding":[1]}],"model":"m","usage":{"prompt_tokens":3,"total_tokens":3}}"#
        let (dispatcher, _) = dispatcher(.json(answer))
        let budget = BudgetHook(maxTokens: 2_000)
        try await withDispatcher(dispatcher) {
            registerHook(budget)
            _ = try await Model("openai/text-embedding-3-small").embed(["hello"])
        }
        #expect(budget.spent.tokens == 3)
    }

    /// However many at once, never more is reserved than the budget holds.
    @Test func manyAtOnceNeverGoBeyondIt() async throws {
        let transport = HostTransport { _, _ in Self.answer }
        let budget = BudgetHook(maxTokens: 1_000)
        let most = await withDispatcher(.routing(transport)) {
            registerHook(budget)
            return await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<500 {
                    group.addTask {
                        let model = Model.at("a").with(maxTokens: 91)
                        return await failure { () async throws(ModelError) in _ = try await model([.user("hi")]) }
                            == nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
        }
        #expect(transport.asked.count == most && budget.spent.tokens == most * 4)
        #expect(budget.spent.tokens <= 1_000 && most >= 10)
    }
}
