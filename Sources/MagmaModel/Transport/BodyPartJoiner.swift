internal import NIOCore
internal import NIOHTTP1

/// Joins the parts of a body that lie in one read of the socket. Servers send a stream event by event, each an HTTP chunk
/// of its own, and what the client does for a part costs more than decoding the event.
final class BodyPartJoiner: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    private var joined: ByteBuffer?

    /// Puts a joiner behind the decoder of an HTTP/1.1 connection.
    static func add(to channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
            try pipeline.addHandler(BodyPartJoiner(), position: .after(decoder))
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .body(var part) = unwrapInboundIn(data) else {
            flush(context)
            return context.fireChannelRead(data)
        }
        guard var buffer = joined.take() else { return joined = part }
        buffer.writeBuffer(&part)
        joined = buffer
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        flush(context)
        context.fireChannelReadComplete()
    }

    func channelInactive(context: ChannelHandlerContext) {
        flush(context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        flush(context)
        context.fireErrorCaught(error)
    }

    private func flush(_ context: ChannelHandlerContext) {
        guard let buffer = joined.take() else { return }
        context.fireChannelRead(wrapInboundOut(.body(buffer)))
    }
}
