import ArgumentParser
import AsyncHTTPClient
import MagmaModel
import NIOCore
import NIOHTTP1
import NIOHTTPCompression

/// Where and how often, for the workloads that talk to a server.
struct Connection: ParsableArguments, Sendable {
    @Option(help: "Calls or streams to make.") var n = 1000
    @Option(help: "How many at a time.") var c = 1
    @Option(help: "What is done before the measurement.") var warm = 100
    @Option(help: "The server's base URL.") var url = "http://127.0.0.1:18190/v1"
    @Option(help: "The model to name.") var model = "llamacpp/gpt-4o-mini"
    @Flag(help: "AsyncHTTPClient alone.") var bare = false
    @Flag(help: "AsyncHTTPClient alone, set up as the library's transport has it: no tracer, bodies decompressed.")
    var alike = false
    @Flag(help: "The library's transport alone.") var bytes = false

    var isBare: Bool { bare || alike }

    var handle: Model {
        get throws(ModelError) {
            try Model(parsing: model)
                .with(temperature: 0.2, maxTokens: 256, apiKey: "sk-0123456789abcdefghijklmnopqrstuvwxyz", baseURL: url)
        }
    }

    /// Does the work `n` times, `c` at a time; the warm-up first.
    func measure(
        _ name: String,
        unitsEach: Int = 1,
        _ work: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await times(max(warm, c * 4), work)
        let start = Measurement.now()
        try await times(n, work)
        report(
            name + (isBare ? ".bare" : bytes ? ".bytes" : "") + ".c\(c)", units: n * unitsEach, from: start, to: .now())
    }

    private func times(_ count: Int, _ work: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<c {
                let share = count / c + (lane < count % c ? 1 : 0)
                group.addTask { for _ in 0..<share { try await work() } }
            }
            try await group.waitForAll()
        }
    }
}

/// The floor: the HTTP client beneath, asked in its own way.
struct BareClient: Sendable {
    let client: HTTPClient
    let url: String
    let body: ByteBuffer

    init(_ connection: Connection, streaming: Bool) throws {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        if connection.alike {
            // Looking for a tracer costs the client some 50,000 instructions a request.
            configuration.tracing.tracer = nil
            configuration.decompression = .enabled(limit: .size(64 << 20))
        }
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1024
        client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        url = connection.url + "/chat/completions"
        let name = try ModelID(parsing: connection.model).name
        let messages = Bodies.messages.map { message in
            #"{"role":"\#(message.role.rawValue)","content":\#(JSON.string(message.text).serialized())}"#
        }
        let stream = streaming ? #","stream":true,"stream_options":{"include_usage":true}"# : ""
        body = ByteBuffer(
            string:
                #"{"model":"\#(name)","messages":[\#(messages.joined(separator: ","))],"temperature":0.2,"max_tokens":256\#(stream)}"#
        )
    }

    /// The same request for the library's transport.
    func transportRequest(streaming: Bool) -> TransportRequest {
        TransportRequest(
            url: url,
            headers: [
                "content-type": "application/json", "authorization": "Bearer sk-0123456789abcdefghijklmnopqrstuvwxyz",
            ],
            body: Array(buffer: body),
            wantsWholeBody: !streaming
        )
    }

    func send() async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "authorization", value: "Bearer sk-0123456789abcdefghijklmnopqrstuvwxyz")
        request.body = .bytes(body)
        return try await client.execute(request, timeout: .seconds(60))
    }
}
