import MagmaTesting
import Synchronization
import Testing

@testable import MagmaModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A thousand clients and a server that is down for half a minute, in virtual time.
@Suite struct RetryStormTests {
    /// In a process of its own: virtual time holds the thread that it runs on.
    @Test func anOutageIsNotMultiplied() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            try await RetryStorm.check()
        }
        print(result.map { String(decoding: $0.standardOutputContent, as: UTF8.self) } ?? "")
    }
}

private enum RetryStorm {
    /// A sanitizer is content with fewer.
    private static let clients = Environment.process["MAGMA_SAMPLE"] == nil ? 1_000 : 100
    /// Seconds: how long it lasts, when the server is down, and how long a client waits between two calls.
    private static let (length, down, pause) = (90, 30..<60, 3.0)

    /// Requests in each second, and how many calls were made.
    private struct Load: Sendable {
        var requests: [Int]
        var calls = 0
        var total: Int { requests.reduce(0, +) }
    }

    static func check() async throws {
        let with = await load(budgeted: true)
        let without = await load(budgeted: false)
        let (ratio, other) = (Double(with.total) / Double(with.calls), Double(without.total) / Double(without.calls))
        let during = with.requests[down].reduce(0, +)
        let wanted = without.requests[0..<30].reduce(0, +)
        print("requests for each call: \(ratio) with the budget, \(other) without")
        #expect(with.calls > 25 * clients)
        #expect(ratio <= 1.2)
        // While the server is down it is asked hardly more often than when it was well.
        #expect(Double(during) <= 1.2 * Double(wanted), "\(during) in the outage, \(wanted) before")
        // The test would see a storm.
        #expect(other > 1.5)
        if ProcessInfo.processInfo.environment["MAGMA_WRITE_DOCS"] != nil {
            try picture(with, without).write(
                to: SourceFiles.package.appendingPathComponent("docs/retry-storm.svg"), atomically: true,
                encoding: .utf8)
        }
    }

    private static func load(budgeted: Bool) async -> Load {
        let time = VirtualTime()
        let server = FailingServer(time: time, seconds: length + 60, down: down)
        let dispatcher = Dispatcher(transport: server, environment: Environment([:]), clock: time)
        let calls = await time.run {
            await withTaskGroup { group in
                for client in 0..<clients {
                    group.addTask {
                        var random = SeededGenerator(seed: UInt64(client))
                        let model = Model(
                            "vllm/m", baseURL: "http://127.0.0.1:1", retry: RetryPolicy(usesBudget: budgeted))
                        var calls = 0
                        try? await time.sleep(for: .seconds(Double.random(in: 0..<pause, using: &random)))
                        while time.now.offset < .seconds(length) {
                            calls += 1
                            await withDispatcher(dispatcher) { _ = try? await model([.user("hi")]) }
                            try? await time.sleep(for: .seconds(pause * Double.random(in: 0.9..<1.1, using: &random)))
                        }
                        return calls
                    }
                }
                return await group.reduce(0, +)
            }
        }
        return Load(requests: server.requests.withLock { $0 }, calls: calls)
    }

    /// Two lines: requests in each second.
    private static func picture(_ with: Load, _ without: Load) -> String {
        let top = Double(without.requests.max() ?? 1)
        func x(_ second: Int) -> Double { 50 + Double(second) * 600 / Double(length) }
        func line(_ load: Load, _ colour: String) -> String {
            let points = load.requests.prefix(length).enumerated().map { second, count in
                "\(x(second)),\((200 - Double(count) / top * 160).rounded())"
            }
            return
                "<polyline points=\"\(points.joined(separator: " "))\" stroke=\"\(colour)\" fill=\"none\" stroke-width=\"1.5\"/>"
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 240" font-family="sans-serif" font-size="11">
            <rect width="700" height="240" fill="white"/>
            <rect x="\(x(down.lowerBound))" y="40" width="\(x(down.upperBound) - x(down.lowerBound))" height="160" fill="#eee"/>
            <text x="\(x(down.lowerBound) + 5)" y="54" fill="#777">the server is down</text>
            <path d="M50,40V200H655" fill="none" stroke="#888"/>
            <text x="50" y="30">requests a second (top: \(Int(top))), \(clients) clients</text>
            <text x="655" y="216" text-anchor="end">\(length) s</text>
            \(line(without, "#c33"))
            \(line(with, "#36c"))
            <text x="\(x(down.upperBound) + 8)" y="70" fill="#c33">without a retry budget</text>
            <text x="\(x(down.upperBound) + 8)" y="86" fill="#36c">with it</text>
            </svg>

            """
    }
}

/// Counts its requests by the second, and refuses those that come while it is down.
private final class FailingServer: Transport {
    let requests: Mutex<[Int]>
    private let time: VirtualTime
    private let down: Range<Int>

    init(time: VirtualTime, seconds: Int, down: Range<Int>) {
        (self.time, self.down) = (time, down)
        requests = Mutex(Array(repeating: 0, count: seconds))
    }

    func send(_ request: TransportRequest) async throws(ModelError) -> TransportResponse {
        let second = Int(time.now.offset / .seconds(1))
        requests.withLock { $0[min(second, $0.count - 1)] += 1 }
        let reply: FakeTransport.Reply =
            down.contains(second) ? .json(#"{"error":"down"}"#, status: 503) : .json(Answers.hello)
        return TransportResponse(status: reply.status, headers: reply.headers, body: FakeBody(reply))
    }
}
