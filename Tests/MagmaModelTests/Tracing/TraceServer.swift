import MagmaTesting

@testable import MagmaModel

/// Takes traces, and keeps what it took; of what it refused, the number only.
final class TraceServer: Sendable {
    private let server: ScriptedServer

    /// Answers as the replies say, in this order; the last one is repeated.
    init(_ replies: ScriptedReply...) async throws {
        server = try await ScriptedServer(replies: replies.isEmpty ? [.json("{}")] : replies)
    }

    init(_ script: @escaping ScriptedServer.Script) async throws { server = try await ScriptedServer(script) }

    deinit { server.stop() }

    var url: String { server.url }
    var requests: [ReceivedRequest] { server.requests }
    var requestCount: Int { server.requestCount }
    var connections: Int { server.acceptedConnections }

    /// All spans of all requests, those that came twice too.
    var spans: [PostedSpan] {
        get throws { try requests.flatMap { try PostedTraces($0.body).spans } }
    }

    /// The environment that has traces sent here, at once.
    var environment: [String: String] {
        [
            "LANGFUSE_PUBLIC_KEY": testKey, "LANGFUSE_SECRET_KEY": testKey, "LANGFUSE_BASE_URL": url,
            "LANGFUSE_FLUSH_INTERVAL": "0", "OPENAI_API_KEY": testKey,
        ]
    }

    func settings(_ more: [String: String] = [:]) throws -> LangfuseSettings {
        let environment = Environment(environment.merging(more) { $1 })
        guard let settings = LangfuseSettings(environment: environment) else { throw OTLPReader.Malformed() }
        return settings
    }

    /// One that is on its own, with a clock a thousand times as fast; it waits to be told to send.
    func exporter(_ more: [String: String] = [:], timing: Timing = .hurried) throws -> LangfuseExporter {
        let patient = ["LANGFUSE_FLUSH_INTERVAL": "3000"]
        return LangfuseExporter(try settings(patient.merging(more) { $1 }), timing: timing)
    }
}

extension Timing {
    /// A millisecond is a second.
    static var hurried: Timing {
        let zero = Moment.now
        return Timing(
            now: { zero + (Moment.now - zero) * 1000 },
            sleep: { try await Task.sleep(for: $0 / 1000) },
            random: { 0.5 })
    }

    /// The same; what is slept is noted in seconds.
    static func hurried(_ log: Log) -> Timing {
        var timing = Timing.hurried
        let sleep = timing.sleep
        timing.sleep = { duration in
            log.add("\(Int((duration / .seconds(1)).rounded()))")
            try await sleep(duration)
        }
        return timing
    }
}

extension Dispatcher {
    /// Traced by the server, with answers from a list.
    static func traced(
        _ server: TraceServer,
        _ transport: FakeTransport,
        _ more: [String: String] = [:]
    ) -> Dispatcher {
        .fake(transport, environment: server.environment.merging(more) { $1 })
    }
}
