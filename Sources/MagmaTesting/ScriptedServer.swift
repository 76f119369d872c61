internal import MagmaModel
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// An HTTP/1.1 server on the loopback interface that answers as a script says, faults included.
///
/// ```swift
/// let server = try await ScriptedServer { request in .json(#"{"ok": true}"#) }
/// defer { server.stop() }
/// ```
public final class ScriptedServer: Sendable {
    /// Decides the reply to each request. It is called on the server's event loop, so it must not block.
    public typealias Script = @Sendable (ReceivedRequest) -> ScriptedReply

    private let channel: any Channel
    private let log: ServerLog

    /// The port it listens on.
    public let port: Int

    /// Where requests go: `http://127.0.0.1:port`, or `https` where it speaks TLS, without a trailing slash.
    public var url: String { "\(certificate == nil ? "http" : "https")://127.0.0.1:\(port)" }

    /// The certificate that it shows, in PEM; `nil` without TLS. Nobody trusts it who is not told to.
    public let certificate: String?

    /// How a server speaks TLS: with a certificate that is made for it and signed by itself.
    public enum TLS: Sendable {
        /// The certificate is for this host, as it should be.
        case selfSigned
        /// The certificate is for another host.
        case wrongHost
    }

    /// Starts to listen on a free port. Where `keepsRequests` is false, they are counted only: for very many.
    public init(keepsRequests: Bool = true, tls: TLS? = nil, _ script: @escaping Script) async throws {
        let log = ServerLog(keepsRequests: keepsRequests)
        self.log = log
        let own = try tls.map { try SelfSignedCertificate(host: $0 == .selfSigned ? "127.0.0.1" : "other.example") }
        let context = try own?.context(protocols: ["http/1.1"])
        certificate = try own?.pem
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 4096)
            .childChannelInitializer { channel in
                log.opened()
                channel.closeFuture.whenComplete { _ in log.closed() }
                return channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    let decoder = ByteToMessageHandler(HTTPRequestDecoder())
                    try channel.pipeline.syncOperations.addHandlers(decoder, ScriptHandler(script, log))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    /// Answers with these, in this order; the last one is repeated.
    public convenience init(replies: [ScriptedReply]) async throws {
        let position = Mutex(0)
        try await self.init { _ in
            let index = position.withLock { position in
                defer { position += 1 }
                return position
            }
            return replies.isEmpty ? .closeBeforeHead : replies[min(index, replies.count - 1)]
        }
    }

    /// Stops listening. Connections that are open stay so until their client closes them.
    public func stop() { channel.close(promise: nil) }

    deinit { channel.close(promise: nil) }

    /// All requests received, in order; none where they are not kept.
    public var requests: [ReceivedRequest] { log.state.withLock { $0.requests } }

    /// How many requests were received.
    public var requestCount: Int { log.state.withLock { $0.received } }

    /// How many connections are open now.
    public var openConnections: Int { log.state.withLock { $0.open } }

    /// How many connections were ever accepted.
    public var acceptedConnections: Int { log.state.withLock { $0.accepted } }

    /// How many body bytes of endless replies have gone into sockets.
    public var endlessBytes: Int { log.state.withLock { $0.endlessBytes } }

    /// The URL of a port on which nothing listens: a connection to it is refused.
    public static func refusingURL() async throws -> String {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        try await channel.close().get()
        return "http://127.0.0.1:\(port)"
    }
}

/// What a server has seen, over all its connections.
final class ServerLog: Sendable {
    struct State {
        var requests: [ReceivedRequest] = []
        var received = 0
        var open = 0
        var accepted = 0
        var endlessBytes = 0
    }

    let state = Mutex(State())
    private let keepsRequests: Bool

    init(keepsRequests: Bool) { self.keepsRequests = keepsRequests }

    func received(_ request: ReceivedRequest) {
        state.withLock {
            $0.received += 1
            if keepsRequests { $0.requests.append(request) }
        }
    }

    func opened() {
        state.withLock {
            $0.open += 1
            $0.accepted += 1
        }
    }

    func closed() { state.withLock { $0.open -= 1 } }
}
