import Testing

@testable import MagmaModel

/// What hooks see of embeddings.
@Suite struct EmbeddingHookTests {
    private let model = Model("cohere/embed-v4.0", apiKey: testKey)

    private func answer(_ count: Int) -> FakeTransport.Reply {
        let vectors = (0..<count).map { _ in "[1]" }.joined(separator: ",")
        return .json(#"{"embeddings":{"float":[\#(vectors)]}}"#)
    }

    @Test func eachRequestIsAskedFor() async throws {
        let transport = FakeTransport(answer(96), answer(4))
        let seen = Log()
        try await withDispatcher(.fake(transport)) {
            registerHook(.beforeCall) { _ in seen.add("call") }
            registerHook(.beforeAttempt) { attempt in
                seen.add("attempt \(attempt.model) \(attempt.number)")
                attempt.headers["x-team"] = "search"
            }
            registerHook(.afterCall) { _, _ in seen.add("after") }
            registerHook(.onError) { _, error in seen.add("error \(error.code)") }
            let vectors = try await model.embed((0..<100).map { "t\($0)" })
            #expect(vectors.count == 100)
        }
        #expect(seen.lines == ["attempt cohere/embed-v4.0 1", "attempt cohere/embed-v4.0 1"])
        #expect(transport.requests.map { $0.headers["x-team"] } == ["search", "search"])
    }

    @Test func aHookMayRefuse() async throws {
        let transport = FakeTransport(answer(1))
        let failures = Log()
        await withDispatcher(.fake(transport)) {
            registerHook(.beforeAttempt) { _ in throw ModelError(.budgetExceeded, "Enough for today.") }
            registerHook(.onError) { call, error in
                failures.add("\(call.model.id) \(call.messages.count) \(error.code)")
            }
            let error = await #expect(throws: ModelError.self) { try await model.embed(["a", "b"]) }
            #expect(error?.code == .budgetExceeded)
        }
        #expect(transport.requests.isEmpty)
        #expect(failures.lines == ["cohere/embed-v4.0 2 budget_exceeded"])
    }

    @Test func aFailureIsToldOnce() async throws {
        let transport = FakeTransport(.json(#"{"message":"no"}"#, status: 401))
        let failures = Log()
        await withDispatcher(.fake(transport)) {
            registerHook(.onError) { _, error in failures.add("\(error.code)") }
            await #expect(throws: ModelError.self) { try await model.embed(["a"]) }
        }
        #expect(failures.lines == ["authentication"])
    }
}
