import ArgumentParser
import NIOCore
import NIOHTTP1
import NIOPosix

/// Answers every request on 127.0.0.1: with ``Bodies/reply``, or, where the body asks for a stream, with ``Bodies/stream``
/// at once, or an event at a time when the model is called `paced-MILLISECONDS`.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve")

    @Option var port = 18190

    func run() throws {
        let channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup(numberOfThreads: 1))
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(AnswerHandler())
                }
            }
            .bind(host: "127.0.0.1", port: port).wait()
        print("listening on 127.0.0.1:\(port)")
        try channel.closeFuture.wait()
    }
}

private final class AnswerHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private var body = ByteBuffer()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: body.clear()
        case .body(var part): body.writeBuffer(&part)
        case .end: answer(context)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        let request = String(buffer: body)
        guard request.contains(#""stream":true"#) else {
            var headers: HTTPHeaders = ["content-type": "application/json"]
            headers.add(name: "content-length", value: String(Bodies.reply.count))
            write(context, headers, ByteBuffer(bytes: Bodies.reply))
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            return
        }
        let headers: HTTPHeaders = ["content-type": "text/event-stream", "transfer-encoding": "chunked"]
        guard let mark = request.firstRange(of: "paced-"),
            let pace = Int64(request[mark.upperBound...].prefix { $0.isNumber })
        else {
            write(context, headers, nil)
            // One HTTP chunk an event, as servers send them.
            for event in Self.events { context.write(wrapOutboundOut(.body(.byteBuffer(event))), promise: nil) }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            return
        }
        write(context, headers, nil)
        send(0, every: .milliseconds(pace), NIOLoopBound(context, eventLoop: context.eventLoop))
    }

    private func write(_ context: ChannelHandlerContext, _ headers: HTTPHeaders, _ body: ByteBuffer?) {
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if let body { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
    }

    private func send(_ index: Int, every pace: TimeAmount, _ context: NIOLoopBound<ChannelHandlerContext>) {
        guard context.value.channel.isActive else { return }
        guard index < Self.events.count else {
            context.value.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            return
        }
        context.value.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(Self.events[index]))), promise: nil)
        let this = NIOLoopBound(self, eventLoop: context.value.eventLoop)
        context.value.eventLoop.scheduleTask(in: pace) { this.value.send(index + 1, every: pace, context) }
    }

    private static let events = (Bodies.chunks + ["[DONE]"]).map { ByteBuffer(string: "data: \($0)\n\n") }
}
