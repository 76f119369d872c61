internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// An HTTP/2 server that is about to go away: it answers each request with GOAWAY, by which no request was taken, and closes.
public final class GoAwayServer: Sendable {
    private let channel: any Channel
    private let count: RequestCount

    /// Where requests go: `https://127.0.0.1:port`.
    public let url: String
    /// The certificate that it shows, in PEM.
    public let certificate: String
    /// How many requests came.
    public var requestCount: Int { count.value.load(ordering: .relaxed) }

    /// Starts to listen on a free port.
    public init() async throws {
        let own = try SelfSignedCertificate(host: "127.0.0.1")
        let tls = try own.context(protocols: ["h2"])
        certificate = try own.pem
        let count = RequestCount()
        self.count = count
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        NIOSSLServerHandler(context: tls), ByteToMessageHandler(GoAwayHandler(count)))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        url = "https://127.0.0.1:\(channel.localAddress?.port ?? 0)"
    }

    /// Stops listening.
    public func stop() { channel.close(promise: nil) }

    deinit { channel.close(promise: nil) }
}

private final class RequestCount: Sendable {
    let value = Atomic(0)
}

/// Reads frames as far as it takes to see a request (RFC 9113 §4.1), and sends two: SETTINGS and GOAWAY.
private struct GoAwayHandler: ByteToMessageDecoder {
    typealias InboundOut = Never

    private static let prefaceLength = 24
    private static let headersFrame: UInt8 = 1
    private let count: RequestCount
    private var isGreeted = false

    init(_ count: RequestCount) { self.count = count }

    mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        guard isGreeted else {
            guard buffer.readableBytes >= Self.prefaceLength else { return .needMoreData }
            buffer.moveReaderIndex(forwardBy: Self.prefaceLength)
            isGreeted = true
            // SETTINGS, empty.
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: [0, 0, 0, 4, 0, 0, 0, 0, 0])), promise: nil)
            return .continue
        }
        guard let head = buffer.getBytes(at: buffer.readerIndex, length: 9) else { return .needMoreData }
        let length = Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])
        guard buffer.readableBytes >= 9 + length else { return .needMoreData }
        buffer.moveReaderIndex(forwardBy: 9 + length)
        if head[3] == Self.headersFrame {
            count.value.add(1, ordering: .relaxed)
            // GOAWAY: the last stream that was taken is 0, the reason NO_ERROR.
            let frame: [UInt8] = [0, 0, 8, 7, 0, 0, 0, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 0]
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: frame)), promise: nil)
            context.close(promise: nil)
        }
        return .continue
    }

    mutating func decodeLast(context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool) -> DecodingState {
        .needMoreData
    }
}
