internal import MagmaModel
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Collects the requests of one connection and plays the reply to each.
final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let script: ScriptedServer.Script
    private let log: ServerLog
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    /// Chunk of an endless reply, written whenever the socket has room.
    private var endless: [UInt8] = []
    /// How often it is still to be written.
    private var remaining = 0

    init(_ script: @escaping ScriptedServer.Script, _ log: ServerLog) {
        self.script = script
        self.log = log
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let buffer): body.append(contentsOf: buffer.readableBytesView)
        case .end:
            guard let head else { return }
            let request = ReceivedRequest(
                method: head.method.rawValue,
                uri: head.uri,
                headers: HeaderFields(head.headers.map { ($0.name, $0.value) }),
                body: body
            )
            log.received(request)
            play(script(request).steps[...], context)
        }
    }

    private func play(_ steps: ArraySlice<ScriptedReply.Step>, _ context: ChannelHandlerContext) {
        var steps = steps
        while let step = steps.popFirst() {
            switch step {
            case .write(let bytes): context.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: nil)
            case .wait(let duration):
                let rest = steps
                let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
                context.eventLoop.scheduleTask(in: TimeAmount(duration)) {
                    let (handler, context) = bound.value
                    guard context.channel.isActive else { return }
                    handler.play(rest, context)
                }
                return
            case .repeatForever(let bytes): return fill(bytes, .max, context)
            case .repeated(let bytes, let count): return fill(bytes, count, context)
            case .stall: return
            case .close: return context.close(promise: nil)
            case .closeOutput: return context.close(mode: .output, promise: nil)
            case .reset: return reset(context)
            }
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        fill(context)
        context.fireChannelWritabilityChanged()
    }

    /// A socket that does not linger is closed with a reset.
    private func reset(_ context: ChannelHandlerContext) {
        guard let socket = context.channel as? any SocketOptionProvider else { return context.close(promise: nil) }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in bound.value.close(promise: nil) }
    }

    private func fill(_ bytes: [UInt8], _ count: Int, _ context: ChannelHandlerContext) {
        (endless, remaining) = (bytes, count)
        fill(context)
    }

    private func fill(_ context: ChannelHandlerContext) {
        guard remaining > 0, context.channel.isActive else { return }
        while context.channel.isWritable, remaining > 0 {
            remaining -= 1
            log.state.withLock { $0.endlessBytes += endless.count }
            context.write(NIOAny(ByteBuffer(bytes: endless)), promise: nil)
        }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        // Off the stack: a flush may report that the socket is writable again before it returns.
        context.eventLoop.execute { bound.value.flush() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
