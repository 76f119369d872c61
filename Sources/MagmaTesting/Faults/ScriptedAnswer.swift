internal import MagmaModel

/// An answer before it is a reply: its type and its pieces, which are a stream's events or one whole body.
struct ScriptedAnswer {
    var type: String
    var pieces: [[UInt8]]
    var isStreaming: Bool
    /// Between two events.
    var delay = Duration.zero

    var bytes: [UInt8] { Array(pieces.joined()) }

    /// As it should be.
    var reply: ScriptedReply {
        isStreaming ? .stream(headers: headers(), pieces, delay: delay) : .whole(headers: headers(), body: bytes)
    }

    func headers(_ more: (String, String)...) -> HeaderFields { HeaderFields([("content-type", type)] + more) }

    func headers(_ name: String, _ value: String) -> HeaderFields { headers((name, value)) }

    /// The head, and what follows it piece by piece, in the bytes of HTTP; without the end of a chunked body.
    private var parts: (head: [UInt8], body: [[UInt8]]) {
        isStreaming
            ? (ScriptedReply.head(200, headers(), length: nil), pieces.map(ScriptedReply.framed))
            : (ScriptedReply.head(200, headers(), length: bytes.count), [bytes])
    }

    /// Up to a place, and there what ends it.
    func interrupted(_ place: Fault.Place, by end: ScriptedReply.Step) -> ScriptedReply {
        let (head, body) = parts
        let middle = body.count / 2
        let half = Array(body[middle].prefix(body[middle].count / 2))
        let sent: [[UInt8]] =
            switch place {
            case .beforeHead: []
            case .inHead: [Array(head.prefix(head.count / 2))]
            case .afterHead: [head]
            case .betweenEvents where isStreaming: [head] + body.prefix(middle)
            case .inBody, .betweenEvents: [head] + body.prefix(middle) + [half]
            }
        var steps = sent.map(ScriptedReply.Step.write)
        // What lies in a socket when it is reset is lost, so the client is given time to read.
        if !sent.isEmpty { steps.append(.wait(.milliseconds(250))) }
        return ScriptedReply(steps: steps + [end])
    }

    /// A few bytes at a time.
    func dripping(_ delay: Duration) -> ScriptedReply {
        let (head, body) = parts
        let all = head + body.joined() + Array((isStreaming ? "0\r\n\r\n" : "").utf8)
        return ScriptedReply(
            steps: stride(from: 0, to: all.count, by: 7).flatMap { start in
                [.wait(delay), .write(Array(all[start..<min(start + 7, all.count)]))]
            })
    }

    /// Whole, with a length that is not its own.
    func announcing(_ length: Int) -> ScriptedReply {
        ScriptedReply(steps: [
            .write(ScriptedReply.head(200, headers(), length: length) + bytes), .wait(.milliseconds(250)), .close,
        ])
    }

    /// Half of it in chunks, then a chunk whose size is no number.
    var brokenChunks: ScriptedReply {
        let head = ScriptedReply.head(200, headers(), length: nil)
        let half = ScriptedReply.framed(Array(bytes.prefix(bytes.count / 2)))
        return ScriptedReply(steps: [
            .write(head + half), .wait(.milliseconds(250)), .write(Array("no-number\r\nrest\r\n".utf8)), .close,
        ])
    }

    /// The beginning, then this over and over: `times` times, or for ever.
    func flooded(start: [UInt8], with chunk: [UInt8], times: Int?) -> ScriptedReply {
        let head = ScriptedReply.head(200, headers(), length: nil)
        let framed = ScriptedReply.framed(chunk)
        return ScriptedReply(steps: [
            .write(head + ScriptedReply.framed(start)), times.map { .repeated(framed, $0) } ?? .repeatForever(framed),
        ])
    }
}
