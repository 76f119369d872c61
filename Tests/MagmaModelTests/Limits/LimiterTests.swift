import Synchronization
import Testing

@testable import MagmaModel

@Suite(.timeLimit(.minutes(2))) struct LimiterTests {
    private static func limiter(_ store: any LimitStore = MemoryLimitStore()) -> Limiter {
        Limiter(name: "d", store: store, timing: .system)
    }

    private static func request(_ limits: Limits, tokens: Int = 1) -> LimitRequest {
        LimitRequest(limits: limits, tokens: tokens, isStreaming: false, deadline: nil, phase: .total)
    }

    /// Whoever came first goes first, and those that went away are passed over.
    @Test func theOrderIsThatOfComing() async throws {
        let limiter = Self.limiter()
        let request = Self.request(Limits(concurrency: .fixed(1)))
        var first: LimitPermit? = try await limiter.permit(request).0
        let order = Order()
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<20 {
            tasks.append(
                Task {
                    let permit = try await limiter.permit(request).0
                    order.add(number)
                    withExtendedLifetime(permit) {}
                })
            try await Task.sleep(for: .milliseconds(5))
        }
        for number in stride(from: 1, to: 20, by: 3) { tasks[number].cancel() }
        for number in stride(from: 1, to: 20, by: 3) {
            let error = await tasks[number].result.failure as? ModelError
            #expect(error?.code == .cancelled)
        }
        #expect(order.all.isEmpty && first != nil)
        first = nil
        for task in tasks { _ = await task.result }
        #expect(order.all == (0..<20).filter { $0 % 3 != 1 })
        #expect(!limiter.isBusy(request.limits))
    }

    /// Ten thousand at once, a part of which are cancelled: none too many under way, none lost, nothing left behind.
    @Test func tenThousandAtOnce() async {
        let limiter = Self.limiter()
        let limits = Limits(concurrency: .fixed(7), maximumWaiters: 20_000)
        let load = Load()
        let count = SharedFiles.sampled(10_000)
        let outcomes = await withTaskGroup(of: ModelError.Code?.self) { group in
            for number in 0..<count {
                group.addTask {
                    await withTaskGroup(of: ModelError.Code?.self) { inner in
                        inner.addTask {
                            do throws(ModelError) {
                                let permit = try await limiter.permit(Self.request(limits)).0
                                load.begin()
                                await Task.yield()
                                load.end()
                                withExtendedLifetime(permit) {}
                                return nil
                            } catch {
                                return error.code
                            }
                        }
                        if number % 5 == 0 { inner.cancelAll() }
                        return await inner.next() ?? nil
                    }
                }
            }
            return await group.reduce(into: [ModelError.Code?]()) { $0.append($1) }
        }
        #expect(outcomes.count == count)
        #expect(outcomes.allSatisfy { $0 == nil || $0 == .cancelled })
        #expect(outcomes.count { $0 == nil } >= count * 4 / 5)
        #expect(load.most <= 7 && load.now == 0)
        #expect(!limiter.isBusy(limits))
    }

    @Test func aStoreThatFailsStopsNoCall() async throws {
        struct Broken: LimitStore {
            struct Down: Error {}
            func take(_ need: LimitNeed) async throws -> Duration? { throw Down() }
            func settle(_ need: LimitNeed, tokens: Int) async throws { throw Down() }
        }
        let dispatcher = Dispatcher(
            transport: FakeTransport(.json(Answers.hello)), environment: Environment(["OPENAI_API_KEY": "sk-canary"]),
            limitStore: Broken())
        let answer = try await withDispatcher(dispatcher) {
            try await Model("openai/gpt-4o", limits: Limits(requestsPerMinute: 1))([.user("hi")])
        }
        #expect(answer.content == "Hello")
        #expect(answer.warnings.map(\.subject) == ["limits"])
        // Of the error its kind alone, since its words may hold a secret.
        #expect(answer.warnings.first?.message.hasSuffix("failed: Down") == true)
    }

    /// A store on another machine may never answer: its calls, and those behind them, end all the same.
    @Test func aStoreThatHangsHangsNoCall() async {
        final class Silent: LimitStore {
            /// `nil`: nobody waits any more.
            private let waiting = Mutex<[UnsafeContinuation<Void, Never>]?>([])

            func take(_ need: LimitNeed) async throws -> Duration? {
                await withUnsafeContinuation { waiter in
                    let isOver = waiting.withLock { waiting in
                        waiting?.append(waiter)
                        return waiting == nil
                    }
                    if isOver { waiter.resume() }
                }
                return nil
            }
            func settle(_ need: LimitNeed, tokens: Int) async throws {}

            /// So that nothing is left behind.
            func release() {
                let all = waiting.withLock { waiting in
                    defer { waiting = nil }
                    return waiting ?? []
                }
                for waiter in all { waiter.resume() }
            }
        }
        let store = Silent()
        defer { store.release() }
        let limiter = Self.limiter(store)
        let limits = Limits(requestsPerMinute: 1, maximumWait: .milliseconds(100))
        let started = ContinuousClock.now
        for _ in 0..<3 {
            let error = await failure { () async throws(ModelError) in
                _ = try await limiter.permit(Self.request(limits))
            }
            #expect(error?.code == .rateLimited)
        }
        let task = Task {
            await failure { () async throws(ModelError) in
                _ = try await limiter.permit(Self.request(Limits(requestsPerMinute: 1)))
            }
        }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
        #expect(ContinuousClock.now - started < .seconds(20) && !limiter.isBusy(limits))
    }

    /// What a server counts, or a caller asks for, may be any number.
    @Test func hugeNumbersCrashNothingAndCloseNothingForGood() async {
        let huge =
            #"{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9007199254740992,"completion_tokens":9007199254740992}}"#
        let said: HeaderFields = [
            "x-ratelimit-remaining-tokens": "-9223372036854775808", "x-ratelimit-reset-tokens": "99999999s",
            "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "99999999s",
        ]
        let transport = FakeTransport(Array(repeating: .json(huge, headers: said), count: 40))
        let model = Model(
            "openai/gpt-4o", maxTokens: Int.max,
            limits: Limits(
                requestsPerMinute: .max, tokensPerMinute: 1, concurrency: .adaptive(initial: .max, maximum: .max),
                heedsHeaders: false, maximumWait: .zero))
        let budget = BudgetHook(maxTokens: .max)
        let codes = await withDispatcher(.fake(transport)) {
            registerHook(budget)
            var codes: [ModelError.Code?] = []
            for _ in 0..<3 {
                codes.append(
                    await failure { () async throws(ModelError) in _ = try await model([Message.user("hi")]) }?.code)
            }
            return codes
        }
        #expect(codes == [nil, .rateLimited, .rateLimited])
        #expect(budget.spent.tokens > 1 << 52)
        var bucket = TokenBucket(1, at: .now)
        for _ in 0..<100 { bucket.take(1 << 54) }
        #expect(bucket.wait(for: 1, of: 1, at: .now) <= .seconds(3_660))
        var headers = HeaderLimit()
        let now = Moment.now
        headers.heard(RateLimits(headers: said), sentSince: (5, 1 << 40), at: now)
        headers.refused(retryAfter: .seconds(99_999_999), at: now)
        #expect(headers.wait(for: 1 << 40, at: now) == .seconds(600))
        #expect(headers.wait(for: 1 << 40, at: now.advanced(by: .seconds(601))) == .zero)
        #expect(AdaptiveLimit(initial: .max, maximum: .max).count > 0)
    }

    @Test func aSharedStoreIsAskedForTheSameName() async throws {
        let names = Names()
        let answers = Array(repeating: FakeTransport.Reply.json(Answers.hello), count: 4)
        let dispatcher = Dispatcher(
            transport: FakeTransport(answers), environment: Environment(["OPENAI_API_KEY": "sk-canary"]),
            limitStore: names)
        let limits = Limits(requestsPerMinute: 5)
        let models: [Model] = [
            Model("openai/gpt-4o", limits: limits), Model("openai/gpt-4o", temperature: 1, limits: limits),
            Model("openai/gpt-4o", apiKey: "sk-canary-2", limits: limits), Model("openai/gpt-4", limits: limits),
        ]
        try await withDispatcher(dispatcher) { for model in models { _ = try await model([.user("hi")]) } }
        let seen = names.all
        #expect(seen.count == 4 && seen[0] == seen[1] && Set(seen).count == 3)
        #expect(seen.allSatisfy { !$0.contains("canary") && $0.hasPrefix("openai/gpt-4") })
    }
}

private final class Order: Sendable {
    private let numbers = Mutex<[Int]>([])
    var all: [Int] { numbers.withLock { $0 } }
    func add(_ number: Int) { numbers.withLock { $0.append(number) } }
}

private final class Load: Sendable {
    private let state = Mutex((now: 0, most: 0))
    var now: Int { state.withLock { $0.now } }
    var most: Int { state.withLock { $0.most } }
    func end() { state.withLock { $0.now -= 1 } }

    func begin() {
        state.withLock { state in
            state.now += 1
            state.most = max(state.most, state.now)
        }
    }
}

private final class Names: LimitStore {
    private let names = Mutex<[String]>([])
    var all: [String] { names.withLock { $0 } }

    func take(_ need: LimitNeed) async throws -> Duration? {
        names.withLock { $0.append(need.deployment) }
        return nil
    }

    func settle(_ need: LimitNeed, tokens: Int) async throws {}
}

extension Result {
    fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
