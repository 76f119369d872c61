/// One way in which a server, or what stands before it, fails a request.
///
/// A ``FakeProvider`` commits the ones it is told to:
///
/// ```swift
/// // Overloaded twice, then well.
/// let server = try await FakeProvider(wire: .messages) { number in number <= 2 ? .status(529) : nil }
/// ```
public enum Fault: Sendable, Hashable {
    /// Closes the connection.
    case close(Place)
    /// Resets the connection (RST), as a process that is killed or a load balancer does.
    case reset(Place)
    /// Closes its own side only and goes on listening.
    case halfClose(Place)
    /// Sends nothing more and keeps the connection.
    case stall(Place)
    /// The response head comes after this time; then all is well.
    case slowHead(Duration)
    /// All is well, but comes a few bytes at a time, each after this time.
    case slowDrip(Duration)

    /// `content-length` says more than comes; then the connection closes.
    case lengthTooLong
    /// `content-length` says half of what comes.
    case lengthTooShort
    /// After half of the body, a chunk whose size is no number.
    case brokenChunks
    /// A byte in the text that UTF-8 does not have.
    case invalidUTF8
    /// Says gzip and is none.
    case brokenGzip
    /// What comes is no HTTP at all.
    case garbage
    /// No body.
    case empty
    /// A line, or for a whole answer a string, of so many bytes.
    case hugeLine(bytes: Int)
    /// The answer does not end; it comes as fast as it is read.
    case endless

    /// A web page, as a proxy, a login or a wrong base URL answers.
    case webPage(status: Int)
    /// Goes elsewhere.
    case redirect(to: String)
    /// A status with the error body of the protocol's owner: 429, 500, 503, 529, …
    case status(Int, headers: [String: String] = [:])
    /// Status 200 with an error where the answer should be: in a stream, as its first event.
    case errorAs200
    /// In a stream, an error event after some of the text.
    case errorEvent
    /// What ends an answer is missing: a stream's last events, the second half of a whole one. The HTTP message is complete.
    case missingEnd

    /// Where a response is given up.
    public enum Place: String, Sendable, Hashable, CaseIterable {
        /// Before its first byte.
        case beforeHead
        /// In the middle of its head.
        case inHead
        /// Right after its head.
        case afterHead
        /// In the middle of a body; of a stream, in the middle of an event.
        case inBody
        /// Between two events of a stream; of a whole body, in its middle.
        case betweenEvents
    }
}

extension Fault {
    /// How an answer, that was to be this, becomes the fault; `nil` where it takes a protocol's knowledge.
    func applied(to answer: ScriptedAnswer) -> ScriptedReply? {
        switch self {
        case .close(let place): answer.interrupted(place, by: .close)
        case .reset(let place): answer.interrupted(place, by: .reset)
        case .halfClose(let place): answer.interrupted(place, by: .closeOutput)
        case .stall(let place): answer.interrupted(place, by: .stall)
        case .slowHead(let delay): answer.reply.delayed(delay)
        case .slowDrip(let delay): answer.dripping(delay)
        case .lengthTooLong: answer.announcing(answer.bytes.count + 100)
        case .lengthTooShort: answer.announcing(answer.bytes.count / 2)
        case .brokenChunks: answer.brokenChunks
        case .brokenGzip: .whole(headers: answer.headers("content-encoding", "gzip"), body: answer.bytes)
        case .garbage: .garbage
        case .empty: .whole(headers: answer.headers(), body: [])
        case .webPage(let status): .html(status: status, "<!doctype html><title>Bad gateway</title>")
        case .redirect(let location): .redirect(to: location)
        case .invalidUTF8, .hugeLine, .endless, .status, .errorAs200, .errorEvent, .missingEnd: nil
        }
    }
}
