import MagmaTesting
import Synchronization
import Testing

@testable import MagmaModel

/// Calls through a transport that answers at once, by a clock that jumps to whoever waits.
@Suite(.timeLimit(.minutes(2))) struct LimitsTests {
    /// What came of calls that were made at the same time: when each was sent, and how those that were not failed.
    private struct Outcome {
        var sent: [Duration] = []
        var errors: [ModelError] = []
        var answers: [Generation] = []
    }

    private static func run(
        _ count: Int,
        _ limits: Limits,
        maxTokens: Int? = nil,
        answer: FakeTransport.Reply = .json(Answers.hello),
        takes latency: Duration = .zero,
        _ change: @escaping @Sendable (Int) -> FakeTransport.Reply? = { _ in nil }
    ) async -> Outcome {
        let time = VirtualTime()
        let log = SendTimes()
        let transport = HostTransport { _, number async throws(ModelError) in
            log.add(time.now.offset)
            if latency > .zero { try? await time.sleep(for: latency) }
            return change(number) ?? answer
        }
        let dispatcher = Dispatcher(
            transport: transport, environment: Environment(["OPENAI_API_KEY": "sk-canary"]), clock: time)
        var model = Model.at("a").with(retry: .never, limits: limits)
        if let maxTokens { model = model.with(maxTokens: maxTokens) }
        let asked = model
        var outcome = await time.run {
            await withDispatcher(dispatcher) {
                await withTaskGroup(of: Result<Generation, ModelError>.self) { group in
                    for _ in 0..<count {
                        group.addTask {
                            await Result { () async throws(ModelError) in try await asked([.user("hi")]) }
                        }
                    }
                    var outcome = Outcome()
                    for await result in group {
                        switch result {
                        case .success(let answer): outcome.answers.append(answer)
                        case .failure(let error): outcome.errors.append(error)
                        }
                    }
                    return outcome
                }
            }
        }
        outcome.sent = log.all
        return outcome
    }

    @Test func aMinuteHoldsSoManyRequests() async {
        let outcome = await Self.run(30, Limits(requestsPerMinute: 20, maximumWait: .seconds(120)))
        #expect(outcome.errors.isEmpty && outcome.answers.count == 30)
        #expect(outcome.sent[19] == .zero)
        // The bucket gains one every three seconds.
        let waits = outcome.sent[20...].enumerated().map { $1 - .seconds(3 * ($0 + 1)) }
        #expect(waits.allSatisfy { abs($0 / .milliseconds(1)) < 1 }, "\(outcome.sent)")
        #expect(outcome.answers.flatMap(\.attempts).map(\.wait).max() == outcome.sent.last)
    }

    @Test func aMinuteHoldsSoManyTokens() async {
        // "hi" is reckoned 9 tokens, its answer 91; the provider counted 4 for both.
        let outcome = await Self.run(
            40, Limits(tokensPerMinute: 1_000, concurrency: .fixed(10)), maxTokens: 91, takes: .seconds(1))
        #expect(outcome.errors.isEmpty)
        #expect(outcome.sent[9] == .zero && outcome.sent[10] >= .seconds(1))
        // What was reserved in vain is given back, so that 40 calls go in rounds of 10 and not in four minutes.
        #expect(outcome.sent.last.map { $0 < .seconds(5) } == true, "\(outcome.sent)")
    }

    @Test func aRequestOfMoreThanAMinutesTokensGoesAndLeavesADebt() async {
        let outcome = await Self.run(
            2, Limits(tokensPerMinute: 60, maximumWait: .seconds(600)), maxTokens: 231,
            answer: .json(#"{"id":"c","choices":[{"index":0,"message":{"content":"x"},"finish_reason":"stop"}]}"#))
        #expect(outcome.answers.count == 2 && outcome.sent[0] == .zero)
        // 240 of 60: 180 are owed, and the second waits for those and a full bucket.
        #expect(abs((outcome.sent[1] - .seconds(240)) / .milliseconds(1)) < 1, "\(outcome.sent)")
    }

    @Test func noMoreAreUnderWayThanAllowed() async {
        let outcome = await Self.run(12, Limits(concurrency: .fixed(4)), takes: .seconds(1))
        #expect(outcome.errors.isEmpty)
        #expect(outcome.sent == (0..<12).map { .seconds($0 / 4) }, "\(outcome.sent)")
    }

    @Test func waitingTooLongFailsAtOnce() async {
        let outcome = await Self.run(30, Limits(requestsPerMinute: 10, maximumWait: .seconds(30)))
        // Ten at once, five in thirty seconds.
        #expect(outcome.answers.count == 15 && outcome.errors.count == 15, "\(outcome.errors.count)")
        #expect(outcome.errors.allSatisfy { $0.code == .rateLimited && $0.attempts.isEmpty && $0.status == nil })
        #expect(outcome.errors.allSatisfy { $0.provider == "openai" && $0.message.contains("nothing was sent") })
    }

    @Test func aQueueThatIsFullFailsAtOnce() async {
        let outcome = await Self.run(
            10, Limits(concurrency: .fixed(2), maximumWaiters: 3), takes: .seconds(1))
        // Two go, one has the turn, three wait.
        #expect(outcome.answers.count == 6)
        #expect(outcome.errors.count == 4 && outcome.errors.allSatisfy { $0.code == .rateLimited })
        #expect(outcome.errors.allSatisfy { $0.message.contains("3 requests wait already") })
    }

    @Test func headersAreHeededBeforeTheRefusal() async {
        let said: HeaderFields = [
            "x-ratelimit-limit-requests": "3", "x-ratelimit-remaining-requests": "2",
            "x-ratelimit-reset-requests": "20s",
        ]
        let outcome = await Self.run(
            4, Limits(concurrency: .fixed(1)), answer: .json(Answers.hello, headers: said))
        // The first says that two are left; they go. The fourth waits until all are there again.
        #expect(outcome.errors.isEmpty)
        #expect(outcome.sent.prefix(3).allSatisfy { $0 == .zero }, "\(outcome.sent)")
        let unheeded = await Self.run(
            4, Limits(concurrency: .fixed(1), heedsHeaders: false), answer: .json(Answers.hello, headers: said))
        #expect(unheeded.sent.allSatisfy { $0 == .zero })
        let none = await Self.run(
            4, Limits(concurrency: .fixed(1)),
            answer: .json(
                Answers.hello,
                headers: ["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "20s"]))
        #expect(none.sent == [0, 20, 40, 60].map { .seconds($0) }, "\(none.sent)")
    }

    @Test func allWaitAfterARefusal() async {
        let refusal = FakeTransport.Reply.json("{}", status: 429, headers: ["retry-after": "15"])
        let outcome = await Self.run(3, Limits(concurrency: .fixed(1))) { $0 == 1 ? refusal : nil }
        #expect(outcome.errors.map(\.status) == [429] && outcome.answers.count == 2)
        #expect(outcome.sent == [.zero, .seconds(15), .seconds(15)], "\(outcome.sent)")
    }

    @Test func aDeadlineEndsTheWait() async {
        let time = VirtualTime()
        let dispatcher = Dispatcher(
            transport: HostTransport { _, _ in .json(Answers.hello) },
            environment: Environment(["OPENAI_API_KEY": "sk-canary"]), clock: time)
        let model = Model.at("a").with(limits: Limits(requestsPerMinute: 1))
        let errors = await time.run {
            await withDispatcher(dispatcher) {
                _ = try? await model([.user("hi")])
                let own = await failure { () async throws(ModelError) in
                    _ = try await model([.user("hi")], timeout: Timeouts(total: .seconds(5)))
                }
                let tasks = await failure { () async throws(ModelError) in
                    try await withDeadline(.seconds(5)) { () async throws(ModelError) in
                        _ = try await model([.user("hi")])
                    }
                }
                return [own, tasks]
            }
        }
        #expect(errors.map { $0?.code } == [.timeout, .timeout])
        #expect(errors.map { $0?.timeoutPhase } == [.total, .deadline])
    }

    @Test func wrongLimitsAreNamed() async {
        for limits in [Limits(requestsPerMinute: 0), Limits(tokensPerMinute: -1), Limits(concurrency: .fixed(0))] {
            let outcome = await Self.run(1, limits)
            #expect(outcome.errors.map(\.code) == [.configuration] && outcome.sent.isEmpty)
        }
    }

    @Test func theyAreWrittenAndRead() throws {
        let all: [Limits] = [
            Limits(), Limits(requestsPerMinute: 500, tokensPerMinute: 200_000), Limits(concurrency: .fixed(8)),
            Limits(concurrency: .adaptive()), Limits(concurrency: .adaptive(initial: 4, maximum: 64)),
            Limits(requestsPerMinute: 3, heedsHeaders: false, maximumWait: .seconds(2.5), maximumWaiters: 7),
        ]
        for limits in all {
            let model = Model("openai/gpt-4o", limits: limits)
            #expect(try Model(json: model.json) == model)
            #expect(Model("openai/gpt-4o") != model)
        }
        for text in [#"{"rpm":0}"#, #"{"rps":1}"#, #"{"concurrency":"fast"}"#, #"{"maximum_wait":-1}"#, "5"] {
            let json = try JSON(parsing: #"{"model":"openai/gpt-4o","limits":\#(text)}"#)
            #expect(throws: ModelError.self) { try Model(json: json) }
        }
    }
}

private final class SendTimes: Sendable {
    private let times = Mutex<[Duration]>([])
    var all: [Duration] { times.withLock { $0 } }
    func add(_ time: Duration) { times.withLock { $0.append(time) } }
}
