import MagmaTesting
import Testing

@testable import MagmaModel

@Suite struct VirtualTimeTests {
    @Test func hoursPassInNoTime() async {
        let time = VirtualTime()
        let started = ContinuousClock.now
        let order = await time.run {
            await withTaskGroup { group in
                for hours in [3, 1, 2] {
                    group.addTask {
                        try? await time.sleep(for: .seconds(3_600 * hours))
                        return "\(hours) at \(time.now.offset)"
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(order == ["1 at 3600.0 seconds", "2 at 7200.0 seconds", "3 at 10800.0 seconds"])
        #expect(ContinuousClock.now - started < .seconds(5))
    }

    @Test func aSleeperCanBeCancelled() async {
        let time = VirtualTime()
        let (isCancelled, at) = await time.run {
            let task = Task(executorPreference: time) { try await time.sleep(for: .seconds(100)) }
            try? await time.sleep(for: .seconds(1))
            task.cancel()
            guard case .failure(let error) = await task.result else { return (false, time.now.offset) }
            return (error is CancellationError, time.now.offset)
        }
        #expect(isCancelled && at == .seconds(1))
    }

    @Test func backOffTakesItsTime() async throws {
        let time = VirtualTime()
        let down = FakeTransport.Reply.json("{}", status: 503)
        let after = FakeTransport.Reply.json("{}", status: 503, headers: ["retry-after": "45"])
        let dispatcher = Dispatcher(
            transport: FakeTransport([down, after, .json(Answers.hello)]), environment: Environment([:]), clock: time)
        let answer = try await time.run {
            await withDispatcher(dispatcher) {
                await Result { () async throws(ModelError) in
                    try await Model("vllm/m", baseURL: "http://127.0.0.1:1")([.user("hi")])
                }
            }
        }.get()
        #expect(answer.attempts.count == 3)
        #expect(answer.attempts[2].wait == .seconds(45))
        #expect((Duration.seconds(45.375)...Duration.seconds(45.5)).contains(time.now.offset), "\(time.now.offset)")
    }

    @Test func aDeadlineGoesByItToo() async {
        let time = VirtualTime()
        let transport = FakeTransport(Array(repeating: .json("{}", status: 503), count: 20))
        let dispatcher = Dispatcher(transport: transport, environment: Environment([:]), clock: time)
        let error = await time.run {
            await withDispatcher(dispatcher) {
                await failure { () async throws(ModelError) in
                    try await withDeadline(.seconds(2.6)) { () async throws(ModelError) in
                        _ = try await Model("vllm/m", baseURL: "http://127.0.0.1:1", retry: RetryPolicy(count: 9))([
                            .user("hi")
                        ])
                    }
                }
            }
        }
        // 0.5 s and 1 s are waited; 2 s more would be too late.
        #expect(error?.code == .overloaded && error?.attempts.count == 3)
        #expect(time.now.offset < .seconds(2.6))
    }
}
