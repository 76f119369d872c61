import MagmaTesting
import Testing

@testable import MagmaModel

@Suite(.timeLimit(.minutes(1))) struct DeadlineTests {
    private static let short: Duration = Environment.process["MAGMA_SAMPLE"] == nil ? .seconds(1) : .seconds(4)

    private static func error(
        _ fault: Fault?,
        total: Duration? = nil,
        limit: Duration = short,
        streaming: Bool = false
    ) async throws -> (error: ModelError?, time: Duration, requests: Int) {
        let server = try await FakeProvider(wire: .chatCompletions) { _ in fault }
        defer { server.stop() }
        let model = Model(
            "vllm/fake", baseURL: server.url, timeout: Timeouts(total: total),
            retry: RetryPolicy(count: 3, initialDelay: .seconds(30), maximumDelay: .seconds(60)))
        let started = ContinuousClock.now
        let error = await withDispatcher(Dispatcher(environment: Environment([:]))) {
            await failure { () async throws(ModelError) in
                try await withDeadline(limit) { () async throws(ModelError) in
                    if streaming {
                        _ = try await model.stream([.user("one two three")]).collect()
                    } else {
                        _ = try await model([.user("one two three")])
                    }
                }
            }
        }
        return (error, ContinuousClock.now - started, server.requests.count)
    }

    @Test(arguments: [Fault.stall(.beforeHead), .stall(.afterHead), .stall(.inBody), .stall(.betweenEvents), .endless])
    func itHoldsForAllOfACall(_ fault: Fault) async throws {
        for streaming in [false, true] where streaming || fault != .endless {
            let isPartial = streaming && ![.stall(.beforeHead), .stall(.afterHead)].contains(fault)
            var (error, time, _) = try await Self.error(fault, streaming: streaming)
            if isPartial, error?.partial == nil {
                // On a machine too busy to have had a part in that time.
                (error, time, _) = try await Self.error(fault, limit: .seconds(15), streaming: streaming)
            }
            #expect(error?.code == .timeout && error?.timeoutPhase == .deadline, "\(String(describing: error))")
            #expect(error?.message.contains("deadline of the task") == true)
            #expect(time < .seconds(20))
            #expect((error?.partial != nil) == isPartial)
        }
    }

    @Test func theNearestHolds() async throws {
        let (own, _, _) = try await Self.error(.stall(.beforeHead), total: .milliseconds(100), limit: .seconds(20))
        #expect(own?.timeoutPhase == .total)
        let (tasks, _, _) = try await Self.error(.stall(.beforeHead), total: .seconds(20))
        #expect(tasks?.timeoutPhase == .deadline)
        let inner = try await withDeadline(.seconds(30)) {
            try await Self.error(.stall(.beforeHead), limit: .milliseconds(100))
        }
        #expect(inner.error?.timeoutPhase == .deadline && inner.time < .seconds(20))
        let outer = try await withDeadline(.milliseconds(100)) {
            try await Self.error(.stall(.beforeHead), limit: .seconds(30))
        }
        #expect(outer.error?.timeoutPhase == .deadline && outer.time < .seconds(20))
    }

    /// A wait that would end too late is not begun: the error is the one that would have been repeated.
    @Test func noWaitGoesBeyondIt() async throws {
        let (error, time, requests) = try await Self.error(.status(503), limit: .seconds(15))
        #expect(error?.code == .overloaded && requests == 1)
        #expect(time < .seconds(20))
    }

    @Test func whatComesTooLateIsNotSent() async throws {
        let (error, _, requests) = try await Self.error(nil, limit: .zero)
        #expect(error?.timeoutPhase == .deadline && error?.isRetryable == false)
        #expect(error?.provider == "vllm" && requests == 0)
    }

    @Test func aStreamKeepsTheOneItWasMadeIn() async throws {
        let server = try await FakeProvider(wire: .chatCompletions) { _ in .stall(.betweenEvents) }
        defer { server.stop() }
        let model = Model("vllm/fake", baseURL: server.url)
        await withDispatcher(Dispatcher(environment: Environment([:]))) {
            let stream = await withDeadline(Self.short) { model.stream([.user("one two three")]) }
            let error = await failure { () async throws(ModelError) in _ = try await stream.collect() }
            #expect(error?.timeoutPhase == .deadline && error?.partial != nil)
            // Outside, nothing holds any more.
            #expect(CallDeadline.current == nil)
        }
    }

    @Test func whatIsWellIsLeftAlone() async throws {
        let (error, _, requests) = try await Self.error(nil, limit: .seconds(30))
        #expect(error == nil && requests == 1)
    }
}
