public import MagmaModel

/// A request as a ``ScriptedServer`` received it.
public struct ReceivedRequest: Sendable {
    /// The HTTP method.
    public var method: String
    /// Path and query.
    public var uri: String
    /// The header fields.
    public var headers: HeaderFields
    /// The body.
    public var body: [UInt8]
}

/// What a ``ScriptedServer`` does with a request.
public struct ScriptedReply: Sendable {
    enum Step: Sendable {
        /// Writes these bytes as they stand.
        case write([UInt8])
        case wait(Duration)
        /// Writes these bytes again and again, as fast as the client reads.
        case repeatForever([UInt8])
        /// Writes these bytes so many times, as fast as the client reads, and then nothing more.
        case repeated([UInt8], Int)
        /// Sends nothing more and leaves the connection open.
        case stall
        case close
        /// Closes this side only.
        case closeOutput
        /// Closes with a reset.
        case reset
    }

    var steps: [Step]

    /// A whole response with a `content-length`.
    public static func whole(
        status: Int = 200,
        headers: HeaderFields = [:],
        body: [UInt8]
    ) -> ScriptedReply {
        ScriptedReply(steps: [.write(head(status, headers, length: body.count) + body)])
    }

    /// JSON text.
    public static func json(status: Int = 200, headers: HeaderFields = [:], _ text: String) -> ScriptedReply {
        var headers = headers
        headers["content-type"] = "application/json"
        return whole(status: status, headers: headers, body: Array(text.utf8))
    }

    /// A web page, as a wrong base URL or a proxy answers.
    public static func html(status: Int = 200, _ text: String) -> ScriptedReply {
        whole(status: status, headers: ["content-type": "text/html"], body: Array(text.utf8))
    }

    /// A redirect.
    public static func redirect(status: Int = 302, to location: String) -> ScriptedReply {
        whole(status: status, headers: ["location": location], body: [])
    }

    /// A body that is compressed already.
    public static func gzip(_ compressed: [UInt8]) -> ScriptedReply {
        whole(headers: ["content-type": "application/json", "content-encoding": "gzip"], body: compressed)
    }

    /// A chunked body, each chunk after a delay, and how it ends. A slow drip is one with single bytes and delays.
    public static func stream(
        status: Int = 200,
        headers: HeaderFields = ["content-type": "text/event-stream"],
        _ chunks: [[UInt8]],
        delay: Duration = .zero,
        ending: StreamEnding = .complete
    ) -> ScriptedReply {
        var steps: [Step] = [.write(head(status, headers, length: nil))]
        for chunk in chunks {
            if delay > .zero { steps.append(.wait(delay)) }
            steps.append(.write(framed(chunk)))
        }
        switch ending {
        case .complete: steps.append(.write(Array("0\r\n\r\n".utf8)))
        case .cut: steps.append(.close)
        case .stalled: steps.append(.stall)
        }
        return ScriptedReply(steps: steps)
    }

    /// How a ``stream(status:headers:_:delay:ending:)`` ends.
    public enum StreamEnding: Sendable {
        /// With the last chunk, as it should.
        case complete
        /// The connection closes without it.
        case cut
        /// Nothing more comes.
        case stalled
    }

    /// A stream without an end, as fast as the client takes it.
    public static func endless(_ chunk: [UInt8]) -> ScriptedReply {
        let headers: HeaderFields = ["content-type": "text/event-stream"]
        return ScriptedReply(steps: [.write(head(200, headers, length: nil)), .repeatForever(framed(chunk))])
    }

    /// Announces more than it sends, then closes.
    public static func truncated(_ body: [UInt8], announcing length: Int) -> ScriptedReply {
        let headers: HeaderFields = ["content-type": "application/json"]
        return ScriptedReply(steps: [.write(head(200, headers, length: length) + body), .close])
    }

    /// Closes without an answer.
    public static let closeBeforeHead = ScriptedReply(steps: [.close])
    /// Never answers.
    public static let stallBeforeHead = ScriptedReply(steps: [.stall])
    /// Sends a head and nothing after it.
    public static let stallAfterHead = stream([], ending: .stalled)
    /// Bytes that are not HTTP.
    public static let garbage = ScriptedReply(steps: [.write(Array("\u{1}\u{2} this is no HTTP\r\n\r\n".utf8)), .close])

    /// This reply after a wait.
    public func delayed(_ delay: Duration) -> ScriptedReply {
        ScriptedReply(steps: [.wait(delay)] + steps)
    }

    /// This reply and, right behind it, another one that nobody asked for.
    public func followed(by other: ScriptedReply) -> ScriptedReply {
        ScriptedReply(steps: steps + other.steps)
    }

    static func head(_ status: Int, _ headers: HeaderFields, length: Int?) -> [UInt8] {
        var text = "HTTP/1.1 \(status) Scripted\r\n"
        for field in headers { text += "\(field.name): \(field.value)\r\n" }
        text += length.map { "content-length: \($0)\r\n" } ?? "transfer-encoding: chunked\r\n"
        return Array((text + "\r\n").utf8)
    }

    static func framed(_ chunk: [UInt8]) -> [UInt8] {
        guard !chunk.isEmpty else { return [] }
        return Array((String(chunk.count, radix: 16) + "\r\n").utf8) + chunk + [0x0D, 0x0A]
    }
}
