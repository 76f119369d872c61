import MagmaTesting
import Synchronization
import Testing

@testable import MagmaModel

extension TransportTests {
    /// Cancelling returns at once, in whatever phase a call is, and leaves no connection. In a process of its own, for the times.
    @Suite struct PromptCancellationTests {
        @Test func atAnyPoint() async {
            let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                try await Cancels.run()
            }
            print(result.map { String(decoding: $0.standardOutputContent, as: UTF8.self) } ?? "")
        }
    }

    private enum Cancels {
        /// Where a call is when it is cancelled.
        private enum Phase: CaseIterable {
            case connecting, waitingForHead, afterHead, inEvent, betweenEvents, backingOff, inHook, readingSlowly
        }

        private static let count = 1_000
        private static let seed: UInt64 = 42

        static func run() async throws {
            let hanging = try await UnacceptingServer()
            var servers: [Phase: FakeProvider] = [:]
            for phase in Phase.allCases {
                servers[phase] = try await FakeProvider(wire: .chatCompletions) { _ in
                    switch phase {
                    case .connecting, .inHook: nil
                    case .waitingForHead: .stall(.beforeHead)
                    case .afterHead: .stall(.afterHead)
                    case .inEvent: .stall(.inBody)
                    case .betweenEvents: .stall(.betweenEvents)
                    case .backingOff: .status(503)
                    case .readingSlowly: .endless
                    }
                }
            }
            let phases = Phase.allCases.filter { $0 != .connecting || hanging.isFull }
            var random = SeededGenerator(seed: seed)
            var times: [(time: Duration, phase: Phase)] = []
            for number in 0..<count {
                let phase = phases[number % phases.count]
                let url = phase == .connecting ? hanging.url : try #require(servers[phase]).url
                let wait = Duration.milliseconds(Int.random(in: 0...12, using: &random))
                times.append((try await cancel(phase, url, streaming: number % 16 < 8, after: wait), phase))
            }
            times.sort { $0.time < $1.time }
            let p99 = times[count * 99 / 100]
            print(
                "\(count) cancels: median \(times[count / 2].time), p99 \(p99.time), worst \(times[count - 1])"
            )
            // A sanitizer makes everything ten times slower.
            let limit: Duration = Environment.process["MAGMA_SAMPLE"] == nil ? .milliseconds(50) : .milliseconds(500)
            #expect(p99.time < limit, "\(p99.phase)")
            for (phase, server) in servers where phase != .backingOff {
                // Where a request was cancelled before its connection was there, the pool has that one, unused; the next
                // calls take it.
                for _ in 0..<64 where phase != .connecting && phase != .inHook && server.openConnections > 0 {
                    _ = try await cancel(phase, server.url, streaming: true, after: .milliseconds(30))
                }
                #expect(await holds { server.openConnections == 0 }, "\(phase): \(server.openConnections)")
                server.stop()
            }
        }

        /// From the cancel to the call's return.
        private static func cancel(
            _ phase: Phase,
            _ url: String,
            streaming: Bool,
            after wait: Duration
        ) async throws -> Duration {
            let model = Model(
                "vllm/fake", baseURL: url,
                retry: RetryPolicy(count: 5, initialDelay: .seconds(30), maximumDelay: .seconds(60)))
            let task = Task {
                await withDispatcher(Dispatcher(environment: Environment([:]))) {
                    await failure { () async throws(ModelError) in
                        if phase == .inHook {
                            try await withHook(.beforeAttempt, { _ in try await Task.sleep(for: .seconds(30)) }) {
                                () async throws(ModelError) in _ = try await model([.user("one two")])
                            }
                        } else if streaming || phase == .readingSlowly {
                            for try await _ in model.stream([.user("one two")]) where phase == .readingSlowly {
                                // The endless stream is there, and its reader is slow.
                                try? await Task.sleep(for: .milliseconds(1))
                            }
                        } else {
                            _ = try await model([.user("one two")])
                        }
                    }
                }
            }
            try await Task.sleep(for: wait)
            let started = ContinuousClock.now
            task.cancel()
            let error = await task.value
            let time = ContinuousClock.now - started
            #expect(error?.code == .cancelled, "\(phase): \(String(describing: error))")
            return time
        }
    }
}
