import Synchronization
import Testing

@testable import MagmaModel

@Suite struct TokenCacheTests {
    /// Counts fetches; each token lives an hour unless told otherwise.
    private final class Source: Sendable {
        let clock = WallClock()
        let count = Mutex(0)
        let failing = Mutex(false)
        let gate = Gate()
        let lifetime: Int?
        let cache: TokenCache<String, AccessToken>

        init(lifetime: Int? = 3600, isOpen: Bool = true) {
            self.lifetime = lifetime
            let clock = clock
            cache = TokenCache(wall: { clock.now })
            if isOpen { gate.open() }
        }

        func token(_ key: String = "k", deadline: Moment? = nil) async throws(ModelError) -> String {
            try await cache.token(key, deadline: deadline) { [self] () async throws(ModelError) in
                await gate.wait()
                let number = count.withLock { count in
                    count += 1
                    return count
                }
                if failing.withLock({ $0 }) { throw ModelError(.authentication, "failed \(number)") }
                return AccessToken(value: "t\(number)", expiry: lifetime.map { clock.now + $0 })
            }.value
        }
    }

    /// Holds fetches back until it is opened.
    private final class Gate: Sendable {
        private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

        func open() {
            let waiting = state.withLock { state in
                state.isOpen = true
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in waiting { continuation.resume() }
        }

        func wait() async {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    if !state.isOpen { state.waiting.append(continuation) }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
        }
    }

    @Test func aTokenIsFetchedAgainShortlyBeforeItEnds() async throws {
        let source = Source()
        #expect(try await source.token() == "t1")
        source.clock.advance(3299)
        #expect(try await source.token() == "t1")
        source.clock.advance(1)
        #expect(try await source.token() == "t2")
    }

    @Test func aShortTokenServesForHalfItsLife() async throws {
        let source = Source(lifetime: 100)
        #expect(try await source.token() == "t1")
        source.clock.advance(49)
        #expect(try await source.token() == "t1")
        source.clock.advance(1)
        #expect(try await source.token() == "t2")
    }

    @Test func aTokenWithoutAnEndStays() async throws {
        let source = Source(lifetime: nil)
        #expect(try await source.token() == "t1")
        source.clock.advance(1_000_000)
        #expect(try await source.token() == "t1")
        #expect(try await source.token("other") == "t2")
    }

    @Test func aTokenThatCannotBeRenewedServesToItsEnd() async throws {
        let source = Source()
        _ = try await source.token()
        source.failing.withLock { $0 = true }
        source.clock.advance(3400)
        #expect(try await source.token() == "t1")
        // No new attempt with each call.
        #expect(try await source.token() == "t1")
        #expect(source.count.withLock { $0 } == 2)
        source.clock.advance(60)
        #expect(try await source.token() == "t1")
        #expect(source.count.withLock { $0 } == 3)
        source.clock.advance(140)
        let error = await #expect(throws: ModelError.self) { try await source.token() }
        #expect(error?.message == "failed 4")
        source.failing.withLock { $0 = false }
        #expect(try await source.token() == "t5")
    }

    @Test func aRefusedTokenIsForgottenOnce() async throws {
        let source = Source()
        _ = try await source.token()
        let refused = AccessToken(value: "t1", expiry: source.clock.now + 3600)
        source.cache.forget("k", refused)
        #expect(try await source.token() == "t2")
        source.cache.forget("k", refused)
        #expect(try await source.token() == "t2")
    }

    @Test func aThousandCallsMakeOneRequest() async throws {
        let source = Source(isOpen: false)
        let values = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<1000 { group.addTask { try await source.token() } }
            group.addTask {
                try await Task.sleep(for: .milliseconds(20))
                source.gate.open()
                return "t1"
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(values.count == 1001)
        #expect(Set(values) == ["t1"])
        #expect(source.count.withLock { $0 } == 1)
    }

    @Test func aFailureIsToldToAllWhoWait() async throws {
        let source = Source(isOpen: false)
        source.failing.withLock { $0 = true }
        let tasks = (0..<20).map { _ in Task { try await source.token() } }
        try await Task.sleep(for: .milliseconds(20))
        source.gate.open()
        for task in tasks {
            let error = await #expect(throws: ModelError.self) { try await task.value }
            #expect(error?.code == .authentication)
        }
    }

    @Test func whoIsCancelledTakesNothingFromTheOthers() async throws {
        let source = Source(isOpen: false)
        let first = Task { try await source.token() }
        let second = Task { try await source.token() }
        try await Task.sleep(for: .milliseconds(20))
        first.cancel()
        let error = await #expect(throws: ModelError.self) { try await first.value }
        #expect(error?.code == .cancelled)
        source.gate.open()
        #expect(try await second.value == "t1")
        #expect(source.count.withLock { $0 } == 1)
    }

    @Test func nobodyWaitsBeyondTheCallsOwnLimit() async throws {
        let source = Source(isOpen: false)
        let error = await #expect(throws: ModelError.self) {
            try await source.token(deadline: .now.advanced(by: .milliseconds(20)))
        }
        #expect(error?.code == .timeout)
        #expect(error?.timeoutPhase == .total)
        source.gate.open()
        #expect(try await source.token() == "t1")
    }

    @Test func endlesslyManyCredentialsDoNotFillTheMemory() async throws {
        let source = Source()
        for number in 0..<3000 { _ = try await source.token("\(number)") }
        #expect(source.cache.count <= 1024)
    }
}
