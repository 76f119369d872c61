internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOSSL

/// The transport over AsyncHTTPClient: HTTP/1.1 and HTTP/2, `https` and `http`.
///
/// A request is written to a connection at most once. Where a kept-alive connection turns out to be closed by the
/// server, the exchange fails with `.connection`, and whether to send again is for the caller to decide.
public final class HTTPTransport: Transport {
    /// The one that all of a process shares, with its pool of connections.
    public static let shared = HTTPTransport()

    private let client: HTTPClient
    private let loops: LoopChooser
    private let templates = RequestTemplates()

    /// The most that a compressed body may grow to.
    private static let decompressionLimit = 64 << 20

    /// A transport with a pool of its own, whose idle connections end with it.
    public convenience init() { self.init(tls: nil) }

    /// A transport with a pool of its own, that trusts more certificates than the system's: for a server with a private
    /// authority.
    ///
    /// Throws ``ModelError`` (`.configuration`) where the text holds no certificate.
    ///
    /// - Parameter certificates: one or more in PEM.
    public convenience init(trusting certificates: String) throws(ModelError) {
        var tls = TLSConfiguration.makeClientConfiguration()
        do {
            tls.additionalTrustRoots = [
                .certificates(try NIOSSLCertificate.fromPEMBytes(Array(certificates.utf8)))
            ]
        } catch {
            throw ModelError(.configuration, "The certificates to be trusted cannot be read: \(error)")
        }
        self.init(tls: tls)
    }

    private init(tls: TLSConfiguration?) {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.tlsConfiguration = tls
        configuration.decompression = .enabled(limit: .size(Self.decompressionLimit))
        // The exchange keeps the time itself. This bounds only how long an attempt to connect that nobody waits for
        // any more stays around.
        configuration.timeout = HTTPClient.Configuration.Timeout(connect: .seconds(300))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1024
        // A refused connection is reported at once; the retry policy of the call rules.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.http1_1ConnectionDebugInitializer = BodyPartJoiner.add(to:)
        // A call is one span, whatever it sends; the client would make one of its own for each request, of no trace.
        configuration.tracing.tracer = nil
        client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        loops = LoopChooser(client.eventLoopGroup)
    }

    deinit {
        // Idle connections end here; what is under way holds the transport.
        client.shutdown { _ in }
    }

    /// Sends the request and returns once the response head is there. It runs where its caller does.
    public nonisolated(nonsending) func send(_ request: TransportRequest) async throws(ModelError) -> TransportResponse
    {
        let (exchange, body) = try start(request)
        let head = try await exchange.head()
        return TransportResponse(
            status: Int(head.status.code),
            headers: HeaderFields(head.headers),
            body: body
        )
    }

    // Apart, so that what only the start needs does not lie in the frame of `send`, which a stream keeps the memory of.
    @inline(never)
    private func start(_ request: TransportRequest) throws(ModelError) -> (HTTPExchange, HTTPResponseBody) {
        var outgoing = try templates.request(for: request)
        guard !Task.isCancelled else { throw TransportFailure.cancelled }
        outgoing.body = request.body.isEmpty ? nil : .byteBuffer(ByteBuffer(bytes: request.body))
        let exchange = HTTPExchange(request, host: outgoing.host, loops)
        let body = HTTPResponseBody(exchange, self)
        exchange.attach(client.execute(request: outgoing, delegate: exchange, eventLoop: .delegate(on: exchange.loop)))
        return (exchange, body)
    }
}

extension HeaderFields {
    fileprivate init(_ headers: HTTPHeaders) {
        self.init()
        reserveCapacity(headers.count)
        for (name, value) in headers { append(name, value) }
    }
}

/// The consumer's end of an exchange. It is apart from the exchange, which the client holds too, so that dropping it
/// can be noticed.
private final class HTTPResponseBody: ResponseBody {
    private let exchange: HTTPExchange
    /// With it would go the connection.
    private let transport: HTTPTransport

    init(_ exchange: HTTPExchange, _ transport: HTTPTransport) {
        self.exchange = exchange
        self.transport = transport
    }

    deinit { exchange.drop() }

    nonisolated(nonsending) func next() async throws(ModelError) -> BodyChunk? { try await exchange.next() }

    func takeRest() -> BodyChunk? { exchange.takeRest() }

    func cancel() { exchange.fail(TransportFailure.cancelled, keepingBuffer: false) }

    func discard() { exchange.discard() }
}
