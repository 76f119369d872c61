import MagmaModel
import MagmaTesting
import Testing

extension TransportTests {
    @Suite struct TimeoutTests {
        @Test func head() async throws {
            let server = try await ScriptedServer(replies: [.stallBeforeHead])
            try await expectTimeout(.head, TransportTimeouts(head: .milliseconds(200)), server)
        }

        @Test func idle() async throws {
            let server = try await ScriptedServer(replies: [.stallAfterHead])
            try await expectTimeout(.idle, TransportTimeouts(idle: .milliseconds(200)), server)
        }

        @Test func total() async throws {
            let drip = Array(repeating: Array("x".utf8), count: 500)
            let server = try await ScriptedServer(replies: [.stream(drip, delay: .milliseconds(20))])
            let deadline = ContinuousClock.now.advanced(by: .milliseconds(200))
            try await expectTimeout(.total, TransportTimeouts(idle: .seconds(30), deadline: deadline), server)
        }

        @Test func connect() async throws {
            let server = try await UnacceptingServer()
            try #require(server.isFull)
            let started = ContinuousClock.now
            let error = await failure { () async throws(ModelError) in
                _ = try await exchange(server.url, timeouts: TransportTimeouts(connect: .milliseconds(200)))
            }
            let elapsed = ContinuousClock.now - started
            #expect(error?.code == .timeout)
            #expect(error?.timeoutPhase == .connect)
            #expect(error?.message.contains("connect timeout") == true)
            #expect(elapsed >= .milliseconds(190))
            #expect(elapsed < .seconds(5))
        }

        /// The exchanges of a loop share a timer.
        @Test func shortLimitsBesideLongOnes() async throws {
            let server = try await ScriptedServer(replies: Array(repeating: .stallBeforeHead, count: 60))
            let limits = [30_000, 500, 250]
            let ended = await withTaskGroup(of: (Int, Duration).self) { group in
                for limit in (0..<20).flatMap({ _ in limits }) {
                    group.addTask {
                        let started = ContinuousClock.now
                        _ = await failure { () async throws(ModelError) in
                            _ = try await exchange(server.url, timeouts: TransportTimeouts(head: .milliseconds(limit)))
                        }
                        return (limit, ContinuousClock.now - started)
                    }
                }
                var elapsed: [(Int, Duration)] = []
                while elapsed.count < 40, let next = await group.next() { elapsed.append(next) }
                group.cancelAll()
                return elapsed
            }
            for (limit, elapsed) in ended {
                #expect(limit < 30_000)
                #expect(elapsed >= .milliseconds(limit - 10))
                #expect(elapsed < .seconds(5))
            }
            #expect(await holds { server.openConnections == 0 })
        }

        @Test func aSteadyStreamOutlivesTheIdleTimeout() async throws {
            let drip = Array(repeating: Array("x".utf8), count: 25)
            let server = try await ScriptedServer(replies: [.stream(drip, delay: .milliseconds(100))])
            let response = try await exchange(server.url, timeouts: TransportTimeouts(idle: .milliseconds(1500)))
            let body = try await response.body.collect(upTo: 100)
            #expect(body.count == 25)
        }

        @Test func aSlowReaderIsNotTakenForASilentServer() async throws {
            let server = try await ScriptedServer(replies: [.endless(Array(repeating: 0x61, count: 1 << 14))])
            let response = try await exchange(server.url, timeouts: TransportTimeouts(idle: .seconds(1)))
            for _ in 0..<2 {
                _ = try #require(try await response.body.next())
                try await Task.sleep(for: .milliseconds(1500))
            }
            response.body.cancel()
        }

        private func expectTimeout(
            _ phase: ModelError.TimeoutPhase,
            _ timeouts: TransportTimeouts,
            _ server: ScriptedServer
        ) async throws {
            let started = ContinuousClock.now
            let error = await failure { () async throws(ModelError) in
                _ = try await exchange(server.url, timeouts: timeouts).body.collect(upTo: 1 << 20)
            }
            let elapsed = ContinuousClock.now - started
            #expect(error?.code == .timeout)
            #expect(error?.timeoutPhase == phase)
            #expect(error?.message.contains("\(phase.rawValue) timeout") == true)
            #expect(elapsed >= .milliseconds(190))
            #expect(elapsed < .seconds(5))
            #expect(await holds { server.openConnections == 0 })
        }
    }
}
