/// Feeds the bytes of a streamed response through its framing into the protocol's decoder. Pure: it does no I/O.
struct EventPump: Sendable {
    private var framing: FramingParser
    private var sink: Sink

    private enum FramingParser: Sendable {
        case serverSentEvents(ServerSentEventParser)
        case jsonLines(JSONLinesParser)
        /// Held while the parser is being fed.
        case inUse
    }

    init(wire: any WireProtocol, dialect: Dialect) {
        sink = Sink(decoder: wire.makeStreamDecoder(dialect: dialect))
        framing =
            switch wire.framing {
            case .serverSentEvents: .serverSentEvents(ServerSentEventParser())
            case .jsonLines: .jsonLines(JSONLinesParser())
            }
    }

    /// The answer so far.
    var builder: GenerationBuilder {
        _read { yield sink.builder }
        _modify { yield &sink.builder }
    }

    /// Whether the terminal event has been seen and nothing more is to be expected.
    var isDone: Bool { sink.decoder.isDone }

    /// Decodes the events that are complete with these bytes. On an error, the deltas before it are in `deltas`.
    mutating func feed(
        _ bytes: UnsafeRawBufferPointer,
        into deltas: inout [Generation.Delta]
    ) throws(ModelError) {
        // Taken out, so that the parser is changed in place and not copied.
        var framing = FramingParser.inUse
        swap(&framing, &self.framing)
        defer { self.framing = framing }
        try Self.feed(bytes, &framing, &sink, &deltas)
    }

    private static func feed(
        _ bytes: UnsafeRawBufferPointer,
        _ framing: inout FramingParser,
        _ sink: inout Sink,
        _ deltas: inout [Generation.Delta]
    ) throws(ModelError) {
        switch framing {
        case .serverSentEvents(var parser):
            framing = .inUse
            defer { framing = .serverSentEvents(parser) }
            try parser.feed(bytes, failure: Self.tooLong) { (event) throws(ModelError) in
                try sink.decode(StreamEvent(name: event.name, data: event.data), &deltas)
            }
        case .jsonLines(var parser):
            framing = .inUse
            defer { framing = .jsonLines(parser) }
            try parser.feed(bytes, failure: Self.tooLong) { (line) throws(ModelError) in
                try sink.decode(StreamEvent(data: line), &deltas)
            }
        case .inUse: break
        }
    }

    /// The body has ended. Throws `.incompleteStream` where the terminal event did not come.
    mutating func finish(into deltas: inout [Generation.Delta]) throws(ModelError) {
        switch framing {
        case .serverSentEvents(var parser):
            try parser.finish(failure: Self.tooLong) { (event) throws(ModelError) in
                try sink.decode(StreamEvent(name: event.name, data: event.data), &deltas)
            }
        case .jsonLines(var parser):
            try parser.finish { (line) throws(ModelError) in try sink.decode(StreamEvent(data: line), &deltas) }
        case .inUse: break
        }
        guard sink.decoder.isComplete else {
            throw ModelError(
                .incompleteStream,
                builder.isEmpty
                    ? "The stream ended before it said anything."
                    : "The stream ended without its terminal event; the answer may be cut off."
            )
        }
    }

    private static func tooLong(_ error: ServerSentEventError) -> ModelError {
        ModelError(.decoding, "An event of the stream is larger than 16 MiB.", underlying: error)
    }

    private static func tooLong(_ error: JSONLinesError) -> ModelError {
        ModelError(.decoding, "A line of the stream is larger than 16 MiB.", underlying: error)
    }
}

/// Where events go: the decoder and what it builds.
private struct Sink: Sendable {
    var decoder: any StreamDecoder
    var builder = GenerationBuilder(streaming: true)

    mutating func decode(_ event: StreamEvent, _ deltas: inout [Generation.Delta]) throws(ModelError) {
        guard !decoder.isDone else { return }
        do throws(ModelError) {
            try decoder.decode(event, into: &builder)
        } catch {
            if let delta = builder.takeDelta() { deltas.append(delta) }
            throw error
        }
        if let delta = builder.takeDelta() { deltas.append(delta) }
    }
}
