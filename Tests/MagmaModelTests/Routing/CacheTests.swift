import FoundationEssentials
import Testing

@testable import MagmaModel

@Suite struct CacheTests {
    private let messages: [Message] = [.user("hi")]
    private let model = Model.at("a").cached()

    private func call(
        _ model: Model,
        _ dispatcher: Dispatcher,
        _ messages: [Message]? = nil
    ) async throws(ModelError) -> Generation {
        try await withDispatcher(dispatcher) { () async throws(ModelError) in try await model(messages ?? self.messages)
        }
    }

    private static func hello() -> HostTransport { HostTransport { _, _ in .json(Answers.hello) } }

    @Test func theSecondIsFromTheCache() async throws {
        let transport = Self.hello()
        let dispatcher = Dispatcher.routing(transport)
        let first = try await call(model, dispatcher)
        let second = try await call(model, dispatcher)
        #expect(transport.asked.count == 1)
        #expect(!first.isFromCache && first.attempts.count == 1)
        #expect(second.isFromCache && second.content == "Hello" && second.attempts.isEmpty)
        #expect(second.cost?.total == 0 && second.cost?.source == .cache && second.usage == first.usage)
        #expect(second.json["cache_hit"] == true && first.json["cache_hit"] == nil)
        // Without `cached` the same is sent.
        _ = try await call(.at("a"), dispatcher)
        #expect(transport.asked.count == 2)
    }

    @Test func onlyWhatMakesAnotherAnswerMakesAnotherQuestion() async throws {
        let transport = Self.hello()
        let dispatcher = Dispatcher.routing(transport)
        let model = Model.at("a").with(extra: ["seed": 1, "metadata": ["x": 1, "y": 2.0]]).cached()
        _ = try await call(model, dispatcher)
        let same = [
            model.with(timeout: Timeouts(total: .seconds(9))), model.with(retry: .never),
            model.cached(ttl: .seconds(5)),
            model.hedged(after: .seconds(90)), model.with(extra: ["num_retries": 1]),
            Model.at("a").with(extra: ["metadata": ["y": 2, "x": 1.0], "seed": 1.0]).cached(),
        ]
        for model in same { #expect(try await call(model, dispatcher).isFromCache, "\(model)") }
        #expect(transport.asked.count == 1)
        let others = [
            model.with(temperature: 0.5), model.with(maxTokens: 5), model.with(extra: ["seed": 2]),
            model.with(apiKey: "canary-other"), model.with(headers: ["x-a": "b"]), model.with(baseURL: "http://b"),
            Model.at("a").with(extra: model.extra).fallback(to: .at("c")).cached(),
        ]
        for model in others { #expect(try await !call(model, dispatcher).isFromCache, "\(model)") }
        #expect(try await !call(model, dispatcher, [.user("other")]).isFromCache)
    }

    @Test func anAnswerEndsWithItsTime() async throws {
        let transport = Self.hello()
        let clock = ManualClock()
        let dispatcher = Dispatcher.routing(transport, now: { clock.now })
        let model = Model.at("a").cached(ttl: .seconds(60))
        _ = try await call(model, dispatcher)
        clock.advance(by: .seconds(59))
        #expect(try await call(model, dispatcher).isFromCache)
        clock.advance(by: .seconds(1))
        #expect(try await !call(model, dispatcher).isFromCache)
    }

    @Test func errorsAreNotKept() async throws {
        let transport = HostTransport { _, count in count == 1 ? HostTransport.busy : .json(Answers.hello) }
        let dispatcher = Dispatcher.routing(transport)
        let model = model.with(retry: .never)
        await #expect(throws: ModelError.self) { try await call(model, dispatcher) }
        #expect(try await !call(model, dispatcher).isFromCache)
        #expect(try await call(model, dispatcher).isFromCache)
    }

    @Test func toolCallsAndChoicesByChanceAreKeptWhenTold() async throws {
        let tool =
            #"{"id":"c","choices":[{"message":{"tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}"#
        let transport = HostTransport { _, _ in .json(tool) }
        let dispatcher = Dispatcher.routing(transport)
        for _ in 0..<2 { #expect(try await !call(model, dispatcher).isFromCache) }
        let told = Model.at("a").cached(including: [.toolCalls])
        _ = try await call(told, dispatcher)
        #expect(try await call(told, dispatcher).toolCalls.first?.name == "f")
        #expect(transport.asked.count == 3)

        let plain = Dispatcher.routing(Self.hello())
        let random = Model.at("a").with(temperature: 1, extra: ["n": 2]).cached()
        for _ in 0..<2 { #expect(try await !call(random, plain).isFromCache) }
        let wanted = random.cached(including: [.randomChoices])
        _ = try await call(wanted, plain)
        #expect(try await call(wanted, plain).isFromCache)
        let fixed = random.with(temperature: 0)
        _ = try await call(fixed, plain)
        #expect(try await call(fixed, plain).isFromCache)
    }

    @Test func streamsFillItAndAreFilledFromIt() async throws {
        let transport = HostTransport { _, _ in .stream(Answers.chunk("Hel"), Answers.chunk("lo"), Answers.end) }
        try await withDispatcher(.routing(transport)) {
            let first = try await model.stream(messages).collect()
            let stream = model.stream(messages)
            var text = ""
            var reason: FinishReason?
            for try await delta in stream {
                text += delta.content
                reason = delta.finishReason ?? reason
            }
            #expect(text == "Hello" && reason?.kind == .stop && stream.generation?.isFromCache == true)
            #expect(first.content == "Hello" && transport.asked.count == 1)
            // A whole answer too.
            #expect(try await model(messages).isFromCache)
        }
    }

    @Test func aStreamThatIsDroppedOrCutFillsNothing() async throws {
        let cut = ModelError(.connection, "reset")
        let transport = HostTransport { _, count in
            count == 1
                ? .stream(Answers.chunk("Hel"), cut: cut)
                : .stream(Answers.chunk("Hel"), Answers.chunk("lo"), Answers.end)
        }
        try await withDispatcher(.routing(transport)) {
            await #expect(throws: ModelError.self) { try await model.stream(messages).collect() }
            for try await _ in model.stream(messages) { break }
            #expect(try await !model.stream(messages).collect().isFromCache)
        }
        #expect(transport.asked.count == 3)
    }

    @Test(.timeLimit(.minutes(1))) func aCacheWithinAnotherDoesNotWaitForItself() async throws {
        let transport = Self.hello()
        let dispatcher = Dispatcher.routing(transport, realTime: true)
        let nested = model.fallback(to: .at("b")).cached().hedged(after: .seconds(60)).cached()
        #expect(try await !call(nested, dispatcher).isFromCache)
        #expect(try await call(nested, dispatcher).isFromCache && transport.asked.count == 1)
        let again = Model.at("c").cached().hedged(after: .seconds(60)).cached()
        #expect(try await call(again, dispatcher).content == "Hello")
        #expect(model.cached(ttl: .seconds(5)).route == .cached(.single, ResponseCaching(ttl: .seconds(5))))
    }

    @Test func aStoreThatIsNotThereIsSaid() async {
        let error = await #expect(throws: ModelError.self) {
            try await call(Model.at("a").cached(in: "redis"), .routing(Self.hello()))
        }
        #expect(error?.code == .configuration && error?.message.contains("\"redis\"") == true)
    }

    @Test func aStoreOfOnesOwnIsUsed() async throws {
        let store = MemoryResponseStore()
        let transport = Self.hello()
        let dispatcher = Dispatcher.routing(transport, stores: ["mine": store])
        _ = try await call(Model.at("a").cached(in: "mine"), dispatcher)
        #expect(store.count == 1)
        #expect(
            try await call(Model.at("a").cached(in: "mine"), .routing(transport, stores: ["mine": store])).isFromCache)
    }

    @Test func theMemoryIsBounded() async {
        let store = MemoryResponseStore(maximumEntries: 3)
        for name in ["a", "b", "c"] { await store.keep(Generation(id: name), for: name, ttl: .seconds(60)) }
        _ = await store.answer(for: "a")
        await store.keep(Generation(id: "d"), for: "d", ttl: .seconds(60))
        #expect(await store.answer(for: "b") == nil)
        #expect(await store.answer(for: "a")?.id == "a" && store.count == 3)
        let small = MemoryResponseStore(maximumBytes: 10_000)
        for name in 0..<9 {
            await small.keep(
                Generation(content: String(repeating: "x", count: 1000)), for: "\(name)", ttl: .seconds(60))
        }
        #expect((1...3).contains(small.count))
        await small.keep(Generation(content: String(repeating: "x", count: 9000)), for: "big", ttl: .seconds(60))
        #expect(await small.answer(for: "big") == nil)
        small.removeAll()
        #expect(small.count == 0)
    }
}
