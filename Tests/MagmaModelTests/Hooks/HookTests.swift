import MagmaTesting
import Synchronization
import Testing

@testable import MagmaModel

@Suite struct HookTests {
    private static let answer = FakeTransport.Reply.json(
        #"{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]}"#)
    private static let stream = FakeTransport.Reply.stream(
        "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}\n\n", "data: [DONE]\n\n"
    )
    private let model = Model("vllm/small")

    private func dispatcher(_ replies: FakeTransport.Reply..., hookTimeout: Duration = .seconds(5)) -> (
        Dispatcher, FakeTransport
    ) {
        let transport = FakeTransport(replies)
        return (Dispatcher(transport: transport, environment: Environment([:]), hookTimeout: hookTimeout), transport)
    }

    @Test func allPointsArePassedInOrder() async throws {
        let (dispatcher, transport) = dispatcher(Self.stream, Self.answer)
        let seen = Log()
        try await withDispatcher(dispatcher) {
            registerHook(.beforeCall) { call in
                seen.add("call \(call.messages.count)")
                call.messages.insert(.system("Be brief."), at: 0)
            }
            registerHook(.beforeAttempt) { attempt in
                seen.add("attempt \(attempt.number)")
                attempt.headers["x-team"] = "search"
            }
            registerHook(.onDelta) { _, delta in seen.add("delta \(delta.content)") }
            registerHook(.afterCall) { call, answer in seen.add("after \(call.isStreaming) \(answer.content)") }
            registerHook(.onError) { _, error in seen.add("error \(error.code)") }
            for try await _ in model.stream([.user("hi")]) {}
            _ = try await model([.user("hi")])
        }
        #expect(
            seen.lines == [
                "call 1", "attempt 1", "delta a", "delta b", "after true ab", "call 1", "attempt 1", "after false hi",
            ])
        for request in transport.requests {
            #expect(request.headers["x-team"] == "search")
            #expect(String(decoding: request.body, as: UTF8.self).contains("Be brief."))
        }
    }

    @Test func whatAHookThrowsEndsTheCallUnsent() async throws {
        struct NotToday: Error {}
        for point in 0..<2 {
            let (dispatcher, transport) = dispatcher()
            let failures = Log()
            await withDispatcher(dispatcher) {
                if point == 0 {
                    registerHook(.beforeCall) { _ in throw NotToday() }
                } else {
                    registerHook(.beforeAttempt) { _ in throw NotToday() }
                }
                registerHook(.onError) { _, error in failures.add("\(error.code)") }
                let error = await #expect(throws: ModelError.self) { try await model([.user("hi")]) }
                #expect(error?.code == .rejectedByHook)
                #expect(error?.underlying is NotToday)
            }
            #expect(transport.requests.isEmpty)
            #expect(failures.lines == ["rejected_by_hook"])
        }
    }

    @Test func aModelErrorPassesUnchanged() async throws {
        let (dispatcher, _) = dispatcher()
        await withDispatcher(dispatcher) {
            registerHook(.beforeAttempt) { _ in throw ModelError(.budgetExceeded, "Enough for today.") }
            let error = await #expect(throws: ModelError.self) { try await model.stream([.user("hi")]).collect() }
            #expect(error?.code == .budgetExceeded)
        }
    }

    @Test func aHookThatDoesNotDecideIsLetGo() async throws {
        let (dispatcher, transport) = dispatcher(hookTimeout: .milliseconds(50))
        await withDispatcher(dispatcher) {
            registerHook(.beforeCall) { _ in try await Task.sleep(for: .seconds(600)) }
            let start = ContinuousClock.now
            let error = await #expect(throws: ModelError.self) { try await model([.user("hi")]) }
            #expect(error?.code == .rejectedByHook)
            #expect(ContinuousClock.now - start < .seconds(300))
        }
        #expect(transport.requests.isEmpty)
    }

    @Test func cancellingDoesNotWaitForAHook() async throws {
        let (dispatcher, transport) = dispatcher()
        let model = model
        let begun = Log()
        let task = Task {
            await withDispatcher(dispatcher) {
                await withHook(
                    .beforeCall,
                    { _ in
                        begun.add("begun")
                        try await Task.sleep(for: .seconds(60))
                    },
                    operation: { await #expect(throws: ModelError.self) { try await model([.user("hi")]) } })
            }
        }
        while begun.lines.isEmpty { await Task.yield() }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
        #expect(transport.requests.isEmpty)
    }

    @Test func aScopedHookFollowsItsTaskOnly() async throws {
        let (dispatcher, _) = dispatcher(Self.answer, Self.answer, Self.stream)
        let seen = Log()
        try await withDispatcher(dispatcher) {
            let stream = try await withHook(.afterCall, { _, answer in seen.add(answer.content) }) {
                async let inside = model([.user("hi")])
                _ = try await inside
                return model.stream([.user("hi")])
            }
            #expect(seen.lines == ["hi"])
            _ = try await model([.user("hi")])
            #expect(seen.lines == ["hi"])
            // Made in the scope, read outside of it.
            _ = try await stream.collect()
        }
        #expect(seen.lines == ["hi", "ab"])
    }

    @Test func aTokenTakesItsHookOut() async throws {
        let (dispatcher, _) = dispatcher(Self.answer, Self.answer)
        let seen = Log()
        try await withDispatcher(dispatcher) {
            let token = registerHook(.afterCall) { _, _ in seen.add("after") }
            _ = try await model([.user("hi")])
            token.remove()
            token.remove()
            _ = try await model([.user("hi")])
        }
        #expect(seen.lines == ["after"])
    }

    @Test func aDroppedStreamIsAnErrorOnce() async throws {
        let (dispatcher, _) = dispatcher(Self.stream)
        let seen = Log()
        try await withDispatcher(dispatcher) {
            registerHook(.onError) { _, error in seen.add("\(error.code)") }
            registerHook(.afterCall) { _, _ in seen.add("after") }
            for try await _ in model.stream([.user("hi")]) { break }
        }
        for _ in 0..<1000 where seen.lines.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
        #expect(seen.lines == ["cancelled"])
    }

    @Test func aHeaderThatIsNoneIsRefused() async throws {
        let (dispatcher, transport) = dispatcher()
        await withDispatcher(dispatcher) {
            registerHook(.beforeAttempt) { $0.headers["x"] = "a\r\nb" }
            await #expect(throws: ModelError.self) { try await model([.user("hi")]) }
        }
        #expect(transport.requests.isEmpty)
    }
}

/// Lines from anywhere, in order.
final class Log: Sendable {
    private let state = Mutex<[String]>([])

    var lines: [String] { state.withLock { $0 } }
    func add(_ line: String) { state.withLock { $0.append(line) } }
}
