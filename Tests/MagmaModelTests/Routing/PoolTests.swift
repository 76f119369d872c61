import Testing

@testable import MagmaModel

/// Pools through the dispatcher.
@Suite struct PoolTests {
    private let hello = FakeTransport.Reply.json(Answers.hello)
    private let messages: [Message] = [.user("hi")]
    private let ab = Model.pool([.at("a"), .at("b")], strategy: .roundRobin, name: "ab")

    private func call(_ model: Model, _ dispatcher: Dispatcher) async throws(ModelError) -> Generation {
        try await withDispatcher(dispatcher) { () async throws(ModelError) in try await model(messages) }
    }

    @Test func callsAreSharedOut() async throws {
        let transport = HostTransport { _, _ in .json(Answers.hello) }
        let dispatcher = Dispatcher.routing(transport)
        for _ in 0..<6 { #expect(try await call(ab, dispatcher).content == "Hello") }
        #expect(transport.asked == ["a", "b", "a", "b", "a", "b"])
        // A handle made of it learns with it.
        _ = try await call(ab.with(temperature: 0.5), dispatcher)
        _ = try await call(ab, dispatcher)
        #expect(transport.count("a") == 4 && transport.count("b") == 4)
        #expect(ab.id.description == "pool/ab")
    }

    @Test func aRetryGoesToAnotherMemberAtOnce() async throws {
        let transport = HostTransport { host, _ in host == "a" ? HostTransport.busy : .json(Answers.hello) }
        let answer = try await call(ab, .routing(transport))
        #expect(transport.asked == ["a", "b"])
        #expect(answer.attempts.map(\.status) == [503, 200] && answer.attempts.map(\.wait) == [.zero, .zero])
        #expect(answer.warnings.map(\.subject) == ["model"])
    }

    @Test func whenAllHaveFailedTheyAreAskedAgainAfterAWait() async throws {
        let transport = HostTransport { _, count in count == 1 ? HostTransport.busy : .json(Answers.hello) }
        let answer = try await call(ab, .routing(transport))
        #expect(transport.asked == ["a", "b", "a"] || transport.asked == ["a", "b", "b"])
        #expect(answer.attempts.count == 3)
    }

    @Test func theRetryPolicyBoundsAllOfIt() async {
        let transport = HostTransport { _, _ in HostTransport.busy }
        let error = await #expect(throws: ModelError.self) { try await call(ab, .routing(transport)) }
        #expect(error?.code == .overloaded && error?.attempts.count == 3 && transport.asked.count == 3)
        let once = await #expect(throws: ModelError.self) {
            try await call(ab.with(retry: .never), .routing(transport))
        }
        #expect(once?.attempts.count == 1 && transport.asked.count == 4)
    }

    @Test func anOutageOfAllIsNotMultiplied() async {
        let transport = HostTransport { _, _ in HostTransport.busy }
        let dispatcher = Dispatcher.routing(transport)
        for _ in 0..<300 { _ = await #expect(throws: ModelError.self) { try await call(ab, dispatcher) } }
        // 500 in the bucket, 5 a retry.
        #expect(transport.asked.count == 400)
    }

    @Test func aDeadlineEndsTheTries() async {
        let transport = HostTransport { _, _ in HostTransport.busy }
        let clock = ManualClock()
        let dispatcher = Dispatcher.routing(transport, now: { clock.now })
        let error = await #expect(throws: ModelError.self) {
            try await withDispatcher(dispatcher) {
                try await withDeadline(.milliseconds(100)) { try await ab.with(retry: RetryPolicy(count: 9))(messages) }
            }
        }
        // One after the other at once; the wait before the first is asked again is longer than what is left.
        #expect(error?.code == .overloaded && transport.asked == ["a", "b"])
    }

    @Test func aMistakeOfTheCallersGoesNowhereElse() async {
        let transport = HostTransport { _, _ in .json(#"{"error":{"message":"bad"}}"#, status: 400) }
        let error = await #expect(throws: ModelError.self) { try await call(ab, .routing(transport)) }
        #expect(error?.code == .invalidRequest && transport.asked == ["a"])
    }

    @Test func aMemberWhoseKeyIsRefusedIsLeftOutInTime() async throws {
        let transport = HostTransport { host, _ in
            host == "a" ? .json(#"{"error":{"message":"key"}}"#, status: 401) : .json(Answers.hello)
        }
        let dispatcher = Dispatcher.routing(transport)
        for _ in 0..<30 { _ = try await call(ab, dispatcher) }
        #expect(transport.count("a") == 5 && transport.count("b") == 30)
    }

    @Test func anAnswerThatWasCutIsNotSentAgain() async {
        let cut = FakeTransport.Reply(chunks: [#"{"id""#], cut: ModelError(.connection, "reset"))
        let transport = HostTransport { _, _ in cut }
        let error = await #expect(throws: ModelError.self) { try await call(ab, .routing(transport)) }
        #expect(error?.code == .connection && transport.asked == ["a"])
        let fallback = Model.at("c", "c").fallback(to: .at("d"))
        _ = await #expect(throws: ModelError.self) { try await call(fallback, .routing(transport)) }
        #expect(transport.asked == ["a", "c"])
        let leave = Model.at("e").with(retry: RetryPolicy(count: 0, afterHead: true)).fallback(to: .at("f"))
        _ = await #expect(throws: ModelError.self) { try await call(leave, .routing(transport)) }
        #expect(transport.asked == ["a", "c", "e", "f"])
    }

    @Test func callsUnderWayAreCountedUntilTheirStreamsEnd() async throws {
        let transport = HostTransport { _, _ in .stream(Answers.chunk("a"), Answers.chunk("b"), Answers.end) }
        let dispatcher = Dispatcher.routing(transport)
        let pool = Model.pool([.at("a"), .at("b")], strategy: .leastInFlight)
        try await withDispatcher(dispatcher) {
            let first = pool.stream(messages)
            var iterator: GenerationStream.Iterator? = first.makeAsyncIterator()
            _ = try await iterator?.next()
            // One is at the first member, so all others go to the other, one after the other.
            for _ in 0..<4 { _ = try await pool.stream(messages).collect() }
            let busy = try #require(transport.asked.first)
            #expect(transport.count(busy) == 1)
            iterator = nil
            for _ in 0..<20 { _ = try await pool.stream(messages).collect() }
            #expect(transport.count(busy) > 1)
        }
    }

    @Test func aKeyKeepsToItsMember() async throws {
        let transport = HostTransport { _, _ in .json(Answers.hello) }
        let dispatcher = Dispatcher.routing(transport)
        let pool = Model.pool(["a", "b", "c", "d"].map { .at($0) }, strategy: .roundRobin)
        for _ in 0..<5 { _ = try await call(pool.with(affinity: "s1"), dispatcher) }
        #expect(Set(transport.asked).count == 1)
        let first = transport.asked[0]
        try await withAffinity("s1") { () async throws(ModelError) in _ = try await call(pool, dispatcher) }
        _ = try await call(pool.with(extra: ["prompt_cache_key": "s1"]), dispatcher)
        #expect(transport.count(first) == 7)
        for key in 0..<40 { _ = try await call(pool.with(affinity: "k\(key)"), dispatcher) }
        #expect(Set(transport.asked).count == 4)
    }

    @Test func settingsOfTheHandleHoldForMembersThatSayNothing() async throws {
        let fake = FakeTransport(.json(Answers.hello), .json(Answers.hello))
        let pool = try Model(
            json: [
                "model": "pool/p", "temperature": 0.3, "extra": ["seed": 7],
                "pool": [["model": "openai/a", "temperature": 0.9], "openai/b"],
            ])
        let round = pool.routed(.pool(Pool(try #require(pool.route.pool).members, strategy: .roundRobin)))
        let dispatcher = Dispatcher.fake(fake)
        for _ in 0..<2 { _ = try await call(round, dispatcher) }
        let bodies = try fake.requests.map { try JSON(parsing: $0.body) }
        #expect(bodies.map { $0["temperature"] } == [0.9, 0.3] && bodies.allSatisfy { $0["seed"] == 7 })
        // What is said later holds for all.
        _ = try? await call(round.with(temperature: 0), dispatcher)
        #expect(try JSON(parsing: fake.requests[2].body)["temperature"] == 0)
    }

    @Test(arguments: [
        Model.pool([Model](), name: "none"), Model.pool([Model.at("a").weighted(0)]),
        Model.pool([Model.at("a").weighted(-.infinity)]), Model.at("a").hedged(after: .zero),
        Model.pool([.at("a"), Model("groq/x")]).with(apiKey: testKey), Model("pool/x"),
    ])
    func whatCannotWorkIsSaid(model: Model) async {
        let transport = HostTransport { _, _ in .json(Answers.hello) }
        let error = await #expect(throws: ModelError.self) { try await call(model, .routing(transport)) }
        #expect(error?.code == .configuration && transport.asked.isEmpty)
    }

    @Test func aKeyGoesToTheMembersOfItsProviderOnly() {
        let same = Model.pool([Model("openai/a"), Model("openai/b")]).with(apiKey: testKey)
        #expect(same.leaves.allSatisfy { $0.apiKey != nil })
        let mixed = Model.pool([Model("openai/a"), Model("groq/b")]).with(apiKey: testKey)
        #expect(mixed.leaves.allSatisfy { $0.apiKey == nil })
        let backed = Model("openai/a").fallback(to: .pool([Model("groq/b"), Model("openai/c")])).with(apiKey: testKey)
        #expect(backed.leaves.map { $0.apiKey != nil } == [true, false, false])
    }

    @Test func poolsNest() async throws {
        let transport = HostTransport { host, _ in host == "z" ? .json(Answers.hello) : HostTransport.busy }
        let inner = Model.pool([.at("a"), .at("b")], name: "inner")
        let outer = Model.pool([inner, .at("c")], strategy: .roundRobin, name: "outer").fallback(to: .at("z"))
        let answer = try await call(outer, .routing(transport))
        #expect(answer.content == "Hello")
        #expect(Set(transport.asked) == ["a", "b", "c", "z"] && answer.attempts.count == transport.asked.count)
    }

    @Test func vectorsComeFromPoolsOfOneModelOnly() async throws {
        let vector = FakeTransport.Reply.json(#"{"data":[{"index":0,"embedding":[1]}]}"#)
        let transport = HostTransport { host, _ in host == "a" ? HostTransport.busy : vector }
        await withDispatcher(.routing(transport)) {
            let pool = Model.pool([.at("a", "e"), .at("b", "e")], strategy: .roundRobin)
            #expect(await (try? pool.embed(["x"]))?.count == 1)
            let error = await #expect(throws: ModelError.self) {
                try await Model.pool([.at("a", "e"), .at("b", "f")]).embed(["x"])
            }
            #expect(error?.code == .unsupported)
        }
    }
}
