/// How long each part of a call may take.
///
/// The defaults: connect 10 s, head 600 s (a reasoning model is silent for minutes), idle 120 s, total none.
public struct Timeouts: Sendable, Hashable {
    /// Until the connection is there, waiting for a free one included.
    public var connect: Duration
    /// From the call's start to the response head.
    public var head: Duration
    /// Between two reads of the response body.
    public var idle: Duration
    /// For the whole call, all attempts and waits and the last byte of a stream included. `nil`: no limit.
    public var total: Duration?

    public init(
        connect: Duration = .seconds(10),
        head: Duration = .seconds(600),
        idle: Duration = .seconds(120),
        total: Duration? = nil
    ) {
        self.connect = connect
        self.head = head
        self.idle = idle
        self.total = total
    }

    /// A limit in seconds, as texts and parameters give it; `nil` for what is no length of time above 0, or one that
    /// nothing can be waited for.
    static func limit(seconds: Double) -> Duration? {
        seconds > 0 && seconds <= 1e9 ? .seconds(seconds) : nil
    }
}
