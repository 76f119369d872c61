internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression

/// The transport over AsyncHTTPClient: HTTP/1.1 and HTTP/2, `https` and `http`.
///
/// A request is written to a connection at most once. Where a kept-alive connection turns out to be closed by the
/// server, the exchange fails with `.connection`, and whether to send again is for the caller to decide.
public final class HTTPTransport: Transport {
    /// The one that all of a process shares, with its pool of connections.
    public static let shared = HTTPTransport()

    private let client: HTTPClient

    /// The most that a compressed body may grow to.
    private static let decompressionLimit = 64 << 20

    private init() {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .enabled(limit: .size(Self.decompressionLimit))
        // The exchange keeps the time itself. This bounds only how long an attempt to connect that nobody waits for
        // any more stays around.
        configuration.timeout = HTTPClient.Configuration.Timeout(connect: .seconds(300))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1024
        // A refused connection is reported at once; the retry policy of the call rules.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }

    deinit {
        // The shared instance lives as long as the process, so this runs in no program that uses the public API.
        client.shutdown { _ in }
    }

    public func send(_ request: TransportRequest) async throws(ModelError) -> TransportResponse {
        guard let parts = URLParts(request.url), ["http", "https"].contains(parts.scheme) else {
            throw ModelError(
                .invalidRequest,
                "\"\(Redaction.url(request.url))\" is not an absolute http or https URL."
            )
        }
        try HeaderCheck.check(request)
        guard !Task.isCancelled else { throw TransportFailure.cancelled }
        let outgoing: HTTPClient.Request
        do {
            outgoing = try HTTPClient.Request(
                url: request.url,
                method: HTTPMethod(rawValue: request.method),
                headers: HTTPHeaders(request.headers.map { ($0.name, $0.value) }),
                body: request.body.isEmpty ? nil : .bytes(request.body)
            )
        } catch {
            throw TransportFailure.notSendable(error, host: parts.host)
        }
        let loop = client.eventLoopGroup.next()
        let exchange = HTTPExchange(host: parts.host, timeouts: request.timeouts, loop: loop)
        let body = HTTPResponseBody(exchange)
        exchange.attach(client.execute(request: outgoing, delegate: exchange, eventLoop: .delegate(on: loop)))
        let head = try await exchange.head()
        return TransportResponse(
            status: Int(head.status.code),
            headers: HeaderFields(head.headers.lazy.map { ($0.name, $0.value) }),
            body: body
        )
    }
}

/// The consumer's end of an exchange. It is apart from the exchange, which the client holds too, so that dropping it
/// can be noticed.
private final class HTTPResponseBody: ResponseBody {
    private let exchange: HTTPExchange

    init(_ exchange: HTTPExchange) { self.exchange = exchange }

    deinit { exchange.drop() }

    func next() async throws(ModelError) -> BodyChunk? { try await exchange.next() }

    func cancel() { exchange.fail(TransportFailure.cancelled, keepingBuffer: false) }

    func discard() { exchange.discard() }
}
