/// One way of talking to a model over HTTP: values to bytes and bytes to values, nothing else.
///
/// A wire protocol is pure. It does no I/O and sees no clock, logger or environment. Each lives in a folder of its own,
/// split into request, response, stream decoder and errors.
protocol WireProtocol: Sendable {
    /// What is appended to a base URL: `/chat/completions`, `/models/{model}:generateContent`. Where a provider's row has
    /// a path, that one holds.
    var path: String { get }
    /// The same for a streamed call, where it is another.
    var streamPath: String { get }
    /// The version segment a base URL without any path gets: `/v1`; empty where there is none.
    var versionPath: String { get }
    /// How the bytes of a streamed response are cut into events.
    var framing: Framing { get }

    /// The body and the protocol's own headers.
    ///
    /// Each message part and parameter is written, or reported through ``RequestNotes/unsupported(_:_:)``.
    func encode(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> WireRequest

    /// Reads a whole response body into the builder. Errors inside a 2xx body are thrown.
    func decode(
        _ body: UnsafeRawBufferPointer,
        dialect: Dialect,
        into builder: inout GenerationBuilder
    ) throws(ModelError)

    /// A decoder for one streamed response.
    func makeStreamDecoder(dialect: Dialect) -> any StreamDecoder

    /// What the body of an error response says. Status, headers and text rules are common to all protocols and are
    /// applied by the caller, ``ErrorClassifier``.
    func errorFacts(_ body: JSON, status: Int) -> ErrorFacts
}

extension WireProtocol {
    var streamPath: String { path }
}

/// How a streamed body is cut into events.
enum Framing: Sendable {
    case serverSentEvents
    case jsonLines
    /// Server-sent events, with JSON texts that have no `data:` before them; or one JSON array, element by element.
    case serverSentEventsOrArray
    /// `application/vnd.amazon.eventstream`.
    case eventStream
}

/// What a protocol makes of a call: the transport adds method, URL, credentials and the provider's own headers.
struct WireRequest: Sendable {
    var headers: HeaderFields = [:]
    var body: [UInt8]
}

/// Turns the events of one stream into deltas.
///
/// The decoder writes into the builder, which keeps the whole answer so far and the delta of the current event.
protocol StreamDecoder: Sendable {
    /// One event. `data` is valid only during the call. Throws what the provider reports as an error, and `.decoding`
    /// for bytes that are no event of this protocol.
    mutating func decode(_ event: StreamEvent, into builder: inout GenerationBuilder) throws(ModelError)

    /// Whether the terminal event has been seen. A stream that ends before is `.incompleteStream`.
    var isComplete: Bool { get }

    /// Whether nothing more is to be expected: the rest of the body may be read and thrown away.
    var isDone: Bool { get }
}

/// One event of a stream, as its framing gives it.
struct StreamEvent {
    /// The `event:` field of a server-sent event, or the type of an event-stream's message; empty where there is none.
    var name: UnsafeRawBufferPointer
    /// The data, without framing.
    var data: UnsafeRawBufferPointer
    /// Whether the framing itself says that this is an error: then the name is its kind.
    var isError = false

    init(name: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0), data: UnsafeRawBufferPointer) {
        self.name = name
        self.data = data
    }

    /// A message of an event stream; of an error without a payload the data is its text.
    init(_ frame: EventStreamFrame) {
        let headers = frame.headers
        let name = headers.string(":event-type") ?? headers.string(":exception-type") ?? headers.string(":error-code")
        self.init(name: name ?? UnsafeRawBufferPointer(start: nil, count: 0), data: frame.payload)
        isError = headers.string(":message-type").map { $0.equals("exception") || $0.equals("error") } ?? false
        if isError, data.isEmpty, let message = headers.string(":error-message") { data = message }
    }
}
