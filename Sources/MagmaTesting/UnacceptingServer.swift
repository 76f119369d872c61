internal import NIOCore
internal import NIOPosix

/// A listener that never accepts, with its queue full: a connection to it is neither made nor refused.
///
/// How many fit the queue is up to the system; ``isFull`` says whether it is.
public final class UnacceptingServer: Sendable {
    private let channel: any Channel
    private let queued: [any Channel]

    /// Where connections hang: `http://127.0.0.1:port`.
    public let url: String
    /// Whether a further connection was seen to hang.
    public let isFull: Bool

    /// Listens on a free port and fills the queue.
    public init() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1)
            .serverChannelOption(.autoRead, value: false)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        url = "http://127.0.0.1:\(port)"
        var queued: [any Channel] = []
        var isFull = false
        while !isFull, queued.count < 64 {
            do {
                let client = ClientBootstrap(group: group).connectTimeout(.milliseconds(200))
                queued.append(try await client.connect(host: "127.0.0.1", port: port).get())
            } catch {
                isFull = true
            }
        }
        self.queued = queued
        self.isFull = isFull
    }

    deinit {
        for channel in queued { channel.close(promise: nil) }
        channel.close(promise: nil)
    }
}
