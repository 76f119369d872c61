import Synchronization

@testable import MagmaModel

/// Answers each request by the host it goes to (`http://name/…`), and keeps count.
final class HostTransport: Transport {
    typealias Answer = @Sendable (_ host: String, _ count: Int) async throws(ModelError) -> FakeTransport.Reply

    private let hosts = Mutex<[String]>([])
    private let cancelled = Mutex<[String]>([])
    private let answer: Answer

    init(_ answer: @escaping Answer) { self.answer = answer }

    /// Where each request went, in order.
    var asked: [String] { hosts.withLock { $0 } }
    /// Those that were cancelled before they had an answer.
    var givenUp: [String] { cancelled.withLock { $0 } }

    func count(_ host: String) -> Int { asked.count { $0 == host } }

    func send(_ request: TransportRequest) async throws(ModelError) -> TransportResponse {
        let host = String(request.url.dropFirst("http://".count).prefix { $0 != "/" })
        let count = hosts.withLock { hosts in
            hosts.append(host)
            return hosts.count { $0 == host }
        }
        do throws(ModelError) {
            let reply = try await answer(host, count)
            if let failure = reply.failure { throw failure }
            return TransportResponse(status: reply.status, headers: reply.headers, body: FakeBody(reply))
        } catch {
            if error.code == .cancelled { cancelled.withLock { $0.append(host) } }
            throw error
        }
    }

    /// Never answers; ends when the task is cancelled.
    static func stall() async throws(ModelError) -> FakeTransport.Reply {
        do {
            try await Task.sleep(for: .seconds(60))
        } catch {
            throw ModelError(.cancelled, "cancelled")
        }
        throw ModelError(.timeout, "nobody came")
    }

    static let busy = FakeTransport.Reply.json(#"{"error":{"message":"busy"}}"#, status: 503)
}

extension Model {
    /// A model at `http://host/`.
    static func at(_ host: String, _ name: String = "m") -> Model {
        Model(ModelID(stringLiteral: "openai/\(name)"), baseURL: "http://\(host)")
    }
}

extension Dispatcher {
    /// Over the transport, with a seeded chance. Waits take no time unless they are to be real.
    static func routing(
        _ transport: any Transport,
        realTime: Bool = false,
        now: (@Sendable () -> Moment)? = nil,
        environment: [String: String] = [:],
        stores: [String: any ResponseStore] = [:]
    ) -> Dispatcher {
        let random = SharedRandom(1)
        let sleep: @Sendable (Duration) async throws -> Void = { duration in
            if realTime { try await Task.sleep(for: duration) } else { try Task.checkCancellation() }
        }
        let variables = environment.merging(["OPENAI_API_KEY": testKey, "GROQ_API_KEY": testKey]) { given, _ in given }
        return Dispatcher(
            transport: transport,
            environment: Environment(variables),
            providers: [],
            timing: Timing(now: now ?? { .now }, sleep: sleep, random: { random.next() }),
            stores: stores)
    }
}

/// The same numbers from 0 up to 1 for the same seed (SplitMix64).
struct SeededRandom {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((bits ^ (bits >> 31)) >> 11) / Double(1 << 53)
    }
}

private final class SharedRandom: Sendable {
    private let random: Mutex<SeededRandom>
    init(_ seed: UInt64) { random = Mutex(SeededRandom(seed)) }
    func next() -> Double { random.withLock { $0.next() } }
}
