import Testing

@testable import MagmaModel

@Suite struct HedgeTests {
    private let messages: [Message] = [.user("hi")]

    private func call(_ model: Model, _ transport: HostTransport) async throws(ModelError) -> Generation {
        try await withDispatcher(.routing(transport, realTime: true)) { () async throws(ModelError) in
            try await model(messages)
        }
    }

    @Test func aLateAnswerIsOvertakenAndGivenUp() async throws {
        let transport = HostTransport { (_, count) async throws(ModelError) in
            count == 1 ? try await HostTransport.stall() : .json(Answers.hello)
        }
        let answer = try await call(Model.at("a").hedged(after: .milliseconds(20)), transport)
        #expect(answer.content == "Hello" && transport.asked == ["a", "a"] && transport.givenUp == ["a"])
        #expect(answer.attempts.map(\.failure) == [.cancelled, nil])
        #expect(answer.warnings.map(\.subject) == ["model"])
    }

    @Test func aPunctualAnswerIsAskedForOnce() async throws {
        let transport = HostTransport { _, _ in .json(Answers.hello) }
        let start = ContinuousClock.now
        let answer = try await call(Model.at("a").hedged(after: .seconds(600)), transport)
        #expect(answer.attempts.count == 1 && transport.asked.count == 1 && answer.warnings.isEmpty)
        #expect(ContinuousClock.now - start < .seconds(300))
    }

    @Test func theSecondGoesToAnotherMember() async throws {
        let transport = HostTransport { (_, _) async throws(ModelError) in try await HostTransport.stall() }
        let pool = Model.pool([.at("a"), .at("b")], strategy: .roundRobin).hedged(after: .milliseconds(20))
        let task = Task { try? await call(pool, transport) }
        while transport.asked.count < 2 { try await Task.sleep(for: .milliseconds(2)) }
        // At most one more, however long it takes.
        try await Task.sleep(for: .milliseconds(80))
        #expect(transport.asked == ["a", "b"])
        task.cancel()
        _ = await task.value
        #expect(Set(transport.givenUp) == ["a", "b"])
    }

    @Test func aStreamIsHedgedBeforeItsFirstDelta() async throws {
        let transport = HostTransport { (_, count) async throws(ModelError) in
            count == 1
                ? try await HostTransport.stall() : .stream(Answers.chunk("Hel"), Answers.chunk("lo"), Answers.end)
        }
        try await withDispatcher(.routing(transport, realTime: true)) {
            let stream = Model.at("a").hedged(after: .milliseconds(20)).stream(messages)
            var text = ""
            for try await delta in stream { text += delta.content }
            #expect(text == "Hello" && stream.generation?.attempts.count == 2)
        }
    }

    @Test func whatFailsIsNotWaitedFor() async {
        let transport = HostTransport { _, _ in HostTransport.busy }
        let model = Model.at("a").with(retry: .never).hedged(after: .seconds(30))
        let error = await #expect(throws: ModelError.self) { try await call(model, transport) }
        #expect(error?.code == .overloaded && error?.attempts.count == 1)
    }

    @Test func whenBothFailBothAreTold() async {
        let transport = HostTransport { (_, count) async throws(ModelError) in
            if count == 1 {
                do { try await Task.sleep(for: .milliseconds(60)) } catch { throw ModelError(.cancelled, "") }
            }
            return HostTransport.busy
        }
        let model = Model.at("a").with(retry: .never).hedged(after: .milliseconds(10))
        let error = await #expect(throws: ModelError.self) { try await call(model, transport) }
        #expect(error?.code == .overloaded && error?.attempts.count == 2)
    }

    @Test func aHedgedModelCanFallBack() async throws {
        let transport = HostTransport { host, _ in host == "b" ? .json(Answers.hello) : HostTransport.busy }
        let model = Model.at("a").with(retry: .never).hedged(after: .seconds(30)).fallback(to: .at("b"))
        #expect(try await call(model, transport).attempts.map(\.status) == [503, 200])
    }
}
