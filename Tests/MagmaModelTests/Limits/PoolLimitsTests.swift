import Testing

@testable import MagmaModel

@Suite(.timeLimit(.minutes(2))) struct PoolLimitsTests {
    private static let answer = FakeTransport.Reply.json(Answers.hello)

    /// A member whose limits leave no room is passed over, and its refusals are no failures of its own.
    @Test(arguments: Pool.Strategy.allCases) func theOneWithRoomIsAsked(_ strategy: Pool.Strategy) async throws {
        let transport = HostTransport { _, _ in Self.answer }
        let pool = Model.pool(
            [
                Model.at("small").with(limits: Limits(requestsPerMinute: 2)),
                Model.at("large").with(limits: Limits(requestsPerMinute: 1_000)),
            ], strategy: strategy)
        try await withDispatcher(.routing(transport)) {
            for _ in 0..<60 {
                let answer = try await pool([.user("hi")])
                #expect(answer.attempts.count == 1 && answer.warnings.isEmpty)
            }
        }
        #expect(transport.count("small") <= 2 && transport.count("large") >= 58)
    }

    /// Where nobody has room, one is waited for.
    @Test func whereNoneHasRoomOneIsWaitedFor() async throws {
        let transport = HostTransport { _, _ in Self.answer }
        let limits = Limits(requestsPerMinute: 600, maximumWait: .seconds(10))
        let pool = Model.pool([Model.at("a").with(limits: limits), Model.at("b").with(limits: limits)])
        try await withDispatcher(.routing(transport, realTime: true)) {
            for _ in 0..<1_205 { _ = try await pool([.user("hi")]) }
        }
        #expect(transport.asked.count == 1_205)
    }

    @Test func aFallbackStandsInForTheOneWithoutRoom() async throws {
        let transport = HostTransport { _, _ in Self.answer }
        let model = Model.at("a").with(limits: Limits(requestsPerMinute: 1, maximumWait: .zero))
            .fallback(to: .at("b"))
        try await withDispatcher(.routing(transport)) {
            for _ in 0..<3 { _ = try await model([.user("hi")]) }
        }
        #expect(transport.asked == ["a", "b", "b"])
    }

    /// Each request counts: a retry takes from the limit as the first attempt does.
    @Test func retriesCount() async throws {
        let transport = HostTransport { _, count in count < 3 ? HostTransport.busy : Self.answer }
        let model = Model.at("a").with(limits: Limits(requestsPerMinute: 3, maximumWait: .zero))
        try await withDispatcher(.routing(transport)) {
            let answer = try await model([.user("hi")])
            #expect(answer.attempts.count == 3)
            let error = await failure { () async throws(ModelError) in _ = try await model([.user("hi")]) }
            #expect(error?.code == .rateLimited && transport.asked.count == 3)
        }
    }

    /// A stream holds its place until it has been read or dropped.
    @Test func aStreamHoldsItsPlace() async throws {
        let stream = FakeTransport.Reply.stream(Answers.chunk("a"), Answers.chunk("b"), Answers.end)
        let transport = HostTransport { _, _ in stream }
        let model = Model.at("a").with(limits: Limits(concurrency: .fixed(1), maximumWait: .milliseconds(50)))
        try await withDispatcher(.routing(transport, realTime: true)) {
            do {
                var iterator = model.stream([.user("hi")]).makeAsyncIterator()
                _ = try await iterator.next()
                let error = await failure { () async throws(ModelError) in
                    _ = try await model.stream([.user("hi")]).collect()
                }
                #expect(error?.code == .rateLimited)
                while try await iterator.next() != nil {}
                _ = try await model.stream([.user("hi")]).collect()
            }
            do {
                var dropped = model.stream([.user("hi")]).makeAsyncIterator()
                _ = try await dropped.next()
            }
            _ = try await model.stream([.user("hi")]).collect()
        }
        #expect(transport.asked.count == 4)
    }
}
