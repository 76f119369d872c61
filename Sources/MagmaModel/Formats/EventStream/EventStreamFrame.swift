/// One message of an `application/vnd.amazon.eventstream`. What it holds is valid only while it is handed out.
struct EventStreamFrame {
    var headers: EventStreamHeaders
    var payload: UnsafeRawBufferPointer
}

/// Why bytes are no event stream, with the place in the stream where the faulty message begins.
enum EventStreamError: Error, Sendable, Hashable {
    /// The first twelve bytes do not match their checksum.
    case preludeChecksum(offset: Int)
    /// The message does not match its checksum.
    case messageChecksum(offset: Int)
    /// The message says that it is longer than is allowed.
    case tooLong(offset: Int, limit: Int)
    /// Its lengths contradict each other, or its headers are none.
    case malformed(offset: Int)
    /// The stream ends within the message.
    case truncated(offset: Int)
}
