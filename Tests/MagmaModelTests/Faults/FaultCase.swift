import MagmaTesting

@testable import MagmaModel

/// A row of the matrix: a fault, and what comes of it for a call and for a stream, whatever the protocol.
struct FaultCase: Sendable {
    struct Outcome: Sendable, Hashable, CustomStringConvertible {
        /// `nil`: all is well.
        var code: ModelError.Code?
        var attempts: Int
        /// Whether the error holds what had arrived.
        var hasPartial = false

        static func ok(_ attempts: Int = 1) -> Outcome { Outcome(code: nil, attempts: attempts) }

        static func error(_ code: ModelError.Code, _ attempts: Int = 1, partial: Bool = false) -> Outcome {
            Outcome(code: code, attempts: attempts, hasPartial: partial)
        }

        var description: String {
            guard let code else { return "an answer" }
            let times = attempts == 1 ? "" : ", \(attempts) attempts"
            return "`\(code)`\(times)\(hasPartial ? ", partial" : "")"
        }
    }

    let title: String
    let fault: Fault
    let call: Outcome
    let stream: Outcome
    /// Where a protocol's own form makes another outcome right.
    var exceptions: [WireProtocolID: (call: Outcome, stream: Outcome)] = [:]
    /// Whether the connection may serve again: the response was whole.
    var keepsConnection = false
    /// Whether it sends as much as is read: not many at once, and with more time.
    var isFlood = false

    init(
        _ title: String,
        _ fault: Fault,
        call: Outcome,
        stream: Outcome,
        keepsConnection: Bool = false,
        isFlood: Bool = false,
        exceptions: [WireProtocolID: (call: Outcome, stream: Outcome)] = [:]
    ) {
        (self.title, self.fault, self.call, self.stream) = (title, fault, call, stream)
        (self.keepsConnection, self.isFlood, self.exceptions) = (keepsConnection, isFlood, exceptions)
    }

    init(
        _ title: String,
        _ fault: Fault,
        _ both: Outcome,
        keepsConnection: Bool = false,
        isFlood: Bool = false
    ) {
        self.init(title, fault, call: both, stream: both, keepsConnection: keepsConnection, isFlood: isFlood)
    }

    func expected(_ wire: WireProtocolID, streaming: Bool) -> Outcome {
        let own = exceptions[wire] ?? (call, stream)
        return streaming ? own.stream : own.call
    }

    /// The handle that all cases are called with has one retry.
    static let all: [FaultCase] = [
        // Before a head nothing was answered: it is sent again.
        FaultCase("closes before the head", .close(.beforeHead), .error(.connection, 2)),
        FaultCase("resets before the head", .reset(.beforeHead), .error(.connection, 2)),
        FaultCase("half-closes before the head", .halfClose(.beforeHead), .error(.connection, 2)),
        FaultCase("closes in the head", .close(.inHead), .error(.connection, 2)),
        FaultCase("resets in the head", .reset(.inHead), .error(.connection, 2)),
        FaultCase("answers what is no HTTP", .garbage, .error(.connection, 2)),
        // It may be at work on it: it is not sent again.
        FaultCase("never answers", .stall(.beforeHead), .error(.timeout)),
        FaultCase("stops in the head", .stall(.inHead), .error(.timeout)),
        // After a good head it may have been paid for.
        FaultCase("closes after the head", .close(.afterHead), .error(.connection)),
        FaultCase("resets after the head", .reset(.afterHead), .error(.connection)),
        FaultCase("stops after the head", .stall(.afterHead), .error(.timeout)),
        FaultCase(
            "closes in the body, in an event", .close(.inBody), call: .error(.connection),
            stream: .error(.connection, partial: true)),
        FaultCase(
            "resets in the body, in an event", .reset(.inBody), call: .error(.connection),
            stream: .error(.connection, partial: true)),
        FaultCase(
            "half-closes in the body, in an event", .halfClose(.inBody), call: .error(.connection),
            stream: .error(.connection, partial: true)),
        FaultCase(
            "closes between two events", .close(.betweenEvents), call: .error(.connection),
            stream: .error(.connection, partial: true)),
        FaultCase(
            "resets between two events", .reset(.betweenEvents), call: .error(.connection),
            stream: .error(.connection, partial: true)),
        FaultCase(
            "stops in the body, in an event", .stall(.inBody), call: .error(.timeout),
            stream: .error(.timeout, partial: true)),
        FaultCase("is slow to answer", .slowHead(.milliseconds(150)), .ok(), keepsConnection: true),
        FaultCase("drips, seven bytes at a time", .slowDrip(.milliseconds(2)), .ok(), keepsConnection: true),
        // Bytes that are wrong.
        // Once its terminal event has come, a stream is whole. These two have none, or send more behind it.
        FaultCase(
            "sends less than it announced", .lengthTooLong, call: .error(.connection), stream: .ok(),
            exceptions: [
                .generateContent: (.error(.connection), .error(.connection, partial: true)),
                .ollamaChat: (.error(.connection), .error(.connection, partial: true)),
            ]),
        FaultCase(
            "sends more than it announced", .lengthTooShort, call: .error(.decoding),
            stream: .error(.incompleteStream, partial: true)),
        FaultCase(
            "breaks the chunked encoding", .brokenChunks, call: .error(.connection),
            stream: .error(.connection, partial: true)),
        FaultCase(
            "sends bytes that are no UTF-8", .invalidUTF8, call: .error(.decoding),
            stream: .error(.decoding, partial: true), keepsConnection: true),
        FaultCase("says gzip and sends none", .brokenGzip, .error(.decoding)),
        FaultCase(
            "sends no body", .empty, call: .error(.decoding), stream: .error(.incompleteStream),
            keepsConnection: true),
        FaultCase("sends a line of 1 GB", .hugeLine(bytes: 1 << 30), .error(.decoding), isFlood: true),
        FaultCase(
            "never ends, as fast as it can", .endless, call: .error(.decoding),
            stream: .error(.timeout, partial: true), isFlood: true),
        FaultCase(
            "leaves out the end", .missingEnd, call: .error(.decoding),
            stream: .error(.incompleteStream, partial: true), keepsConnection: true),
        // Answers that are errors.
        FaultCase("web page, status 200", .webPage(status: 200), .error(.invalidRequest), keepsConnection: true),
        FaultCase("web page, status 502", .webPage(status: 502), .error(.serverError, 2), keepsConnection: true),
        FaultCase(
            "redirects to another host", .redirect(to: "http://127.0.0.2:9/"), .error(.invalidRequest),
            keepsConnection: true),
        FaultCase("429 without headers", .status(429), .error(.rateLimited, 2), keepsConnection: true),
        FaultCase(
            "429, retry-after-ms: 20", .status(429, headers: ["retry-after-ms": "20"]), .error(.rateLimited, 2),
            keepsConnection: true),
        FaultCase(
            "429, retry-after: 3600", .status(429, headers: ["retry-after": "3600"]), .error(.rateLimited),
            keepsConnection: true),
        FaultCase("500", .status(500), .error(.serverError, 2), keepsConnection: true),
        FaultCase(
            "500, x-should-retry: false", .status(500, headers: ["x-should-retry": "false"]), .error(.serverError),
            keepsConnection: true),
        FaultCase("503", .status(503), .error(.overloaded, 2), keepsConnection: true),
        FaultCase("529", .status(529), .error(.overloaded, 2), keepsConnection: true),
        // Two protocols have no word for the kind of an error that has no status.
        FaultCase(
            "status 200 with an error body or event", .errorAs200, call: .error(.overloaded, 2),
            stream: .error(.overloaded, 2), keepsConnection: true,
            exceptions: [
                .cohereChat: (.error(.serverError, 2), .error(.serverError, 2)),
                .ollamaChat: (.error(.serverError, 2), .error(.serverError, 2)),
            ]),
        FaultCase(
            "an error event after some of the text", .errorEvent, call: .error(.overloaded, 2),
            stream: .error(.overloaded, partial: true), keepsConnection: true,
            exceptions: [
                .cohereChat: (.error(.serverError, 2), .error(.serverError, partial: true)),
                .ollamaChat: (.error(.serverError, 2), .error(.serverError, partial: true)),
            ]),
    ]
}
