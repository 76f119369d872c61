import MagmaTesting
import Testing

@testable import MagmaModel

@Suite struct CallPlanTests {
    private func dispatcher(_ environment: [String: String]) -> (Dispatcher, FakeTransport) {
        let transport = FakeTransport(Array(repeating: .json(Answers.hello), count: 8))
        return (Dispatcher(transport: transport, environment: Environment(environment)), transport)
    }

    @Test func aHandleIsResolvedOnceForEachDispatcher() async throws {
        let model = Model("vllm/m", apiKey: testKey)
        let resolver = try dispatcher([:]).0.resolver.get()
        let first = try resolver.resolve(model, [.user("a")], streaming: false)
        let second = try resolver.resolve(model, [.user("b")], streaming: false)
        #expect(first.plan === second.plan)
        #expect(first.call.messages == [.user("a")] && second.call.messages == [.user("b")])
        let streamed = try resolver.resolve(model, [.user("a")], streaming: true)
        #expect(streamed.plan !== first.plan && streamed.call.isStreaming)
        let other = try dispatcher([:]).0.resolver.get().resolve(model, [.user("a")], streaming: false)
        #expect(other.plan !== first.plan)
        let changed = try resolver.resolve(model.with(temperature: 1), [.user("a")], streaming: false)
        #expect(changed.plan !== first.plan && changed.call.temperature == 1 && first.call.temperature == 0)
    }

    /// The same handle at two dispatchers, in turn: each goes where its own environment says, with its own key.
    @Test func dispatchersDoNotMixTheirPlans() async throws {
        let model = Model("openai/m")
        let (a, first) = dispatcher(["OPENAI_API_KEY": testKey + "-a", "OPENAI_BASE_URL": "http://a/v1"])
        let (b, second) = dispatcher(["OPENAI_API_KEY": testKey + "-b", "OPENAI_BASE_URL": "http://b/v1"])
        for _ in 0..<3 {
            for each in [a, b] { try await withDispatcher(each) { _ = try await model([.user("Hi")]) } }
        }
        #expect(first.requests.map(\.url) == Array(repeating: "http://a/v1/chat/completions", count: 3))
        #expect(second.requests.map(\.url) == Array(repeating: "http://b/v1/chat/completions", count: 3))
        #expect(first.requests.allSatisfy { $0.headers["authorization"] == "Bearer \(testKey)-a" })
        #expect(second.requests.allSatisfy { $0.headers["authorization"] == "Bearer \(testKey)-b" })
    }

    @Test func whatIsMissingIsMissedEachTime() async throws {
        let model = Model("openai/m")
        let (dispatcher, transport) = dispatcher([:])
        await withDispatcher(dispatcher) {
            for _ in 0..<2 {
                let error = await failure { () async throws(ModelError) in _ = try await model([.user("Hi")]) }
                #expect(error?.code == .authentication)
            }
            let empty = await failure { () async throws(ModelError) in _ = try await model([]) }
            #expect(empty?.code == .invalidRequest)
        }
        #expect(transport.requests.isEmpty)
        // Shown without a key, it is not sent without one afterwards.
        _ = try dispatcher.prepare(model, [.user("Hi")], streaming: false)
        await withDispatcher(dispatcher) {
            let error = await failure { () async throws(ModelError) in _ = try await model([.user("Hi")]) }
            #expect(error?.code == .authentication)
        }
    }
}
