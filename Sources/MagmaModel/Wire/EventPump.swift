/// Feeds the bytes of a streamed response through its framing into the protocol's decoder. Pure: it does no I/O.
struct EventPump: Sendable {
    var builder = GenerationBuilder(streaming: true)

    private var framing: FramingParser
    private var decoder: any StreamDecoder

    private enum FramingParser: Sendable {
        case serverSentEvents(ServerSentEventParser)
        case jsonLines(JSONLinesParser)
        /// Held while the parser is being fed.
        case inUse
    }

    init(wire: any WireProtocol, dialect: Dialect) {
        decoder = wire.makeStreamDecoder(dialect: dialect)
        framing =
            switch wire.framing {
            case .serverSentEvents: .serverSentEvents(ServerSentEventParser())
            case .jsonLines: .jsonLines(JSONLinesParser())
            }
    }

    /// Whether the terminal event has been seen and nothing more is to be expected.
    var isDone: Bool { decoder.isDone }

    /// Decodes the events that are complete with these bytes. On an error, the deltas before it are in `deltas`.
    mutating func feed(
        _ bytes: UnsafeRawBufferPointer,
        into deltas: inout [Generation.Delta]
    ) throws(ModelError) {
        var framing = framing
        self.framing = .inUse
        defer { self.framing = framing }
        switch framing {
        case .serverSentEvents(var parser):
            defer { framing = .serverSentEvents(parser) }
            try parser.feed(bytes, failure: Self.tooLong) { (event) throws(ModelError) in
                try decode(StreamEvent(name: event.name, data: event.data), &deltas)
            }
        case .jsonLines(var parser):
            defer { framing = .jsonLines(parser) }
            try parser.feed(bytes, failure: Self.tooLong) { (line) throws(ModelError) in
                try decode(StreamEvent(data: line), &deltas)
            }
        case .inUse: break
        }
    }

    /// The body has ended. Throws `.incompleteStream` where the terminal event did not come.
    mutating func finish(into deltas: inout [Generation.Delta]) throws(ModelError) {
        switch framing {
        case .serverSentEvents(var parser):
            try parser.finish(failure: Self.tooLong) { (event) throws(ModelError) in
                try decode(StreamEvent(name: event.name, data: event.data), &deltas)
            }
        case .jsonLines(var parser):
            try parser.finish { (line) throws(ModelError) in try decode(StreamEvent(data: line), &deltas) }
        case .inUse: break
        }
        guard decoder.isComplete else {
            throw ModelError(
                .incompleteStream,
                builder.isEmpty
                    ? "The stream ended before it said anything."
                    : "The stream ended without its terminal event; the answer may be cut off."
            )
        }
    }

    private mutating func decode(
        _ event: StreamEvent,
        _ deltas: inout [Generation.Delta]
    ) throws(ModelError) {
        guard !decoder.isDone else { return }
        do throws(ModelError) {
            try decoder.decode(event, into: &builder)
        } catch {
            if let delta = builder.takeDelta() { deltas.append(delta) }
            throw error
        }
        if let delta = builder.takeDelta() { deltas.append(delta) }
    }

    private static func tooLong(_ error: ServerSentEventError) -> ModelError {
        ModelError(.decoding, "An event of the stream is larger than 16 MiB.", underlying: error)
    }

    private static func tooLong(_ error: JSONLinesError) -> ModelError {
        ModelError(.decoding, "A line of the stream is larger than 16 MiB.", underlying: error)
    }
}
