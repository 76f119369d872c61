/// Feeds the bytes of a streamed response through its framing into the protocol's decoder. Pure: it does no I/O.
struct EventPump: Sendable {
    private var framing: FramingParser
    private var sink: Sink

    private enum FramingParser: Sendable {
        case serverSentEvents(ServerSentEventParser)
        case jsonLines(JSONLinesParser)
        case elements(JSONElementsParser)
        /// Nothing but line ends has come, which does not tell events from an array.
        case undecided
        case eventStream(EventStreamParser)
        /// Held while the parser is being fed.
        case inUse
    }

    init(wire: any WireProtocol, dialect: Dialect) {
        sink = Sink(decoder: wire.makeStreamDecoder(dialect: dialect))
        framing =
            switch wire.framing {
            case .serverSentEvents: .serverSentEvents(ServerSentEventParser())
            case .jsonLines: .jsonLines(JSONLinesParser())
            case .serverSentEventsOrArray: .undecided
            case .eventStream: .eventStream(EventStreamParser())
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
                try sink.decode(event, &deltas)
            }
        case .jsonLines(var parser):
            framing = .inUse
            defer { framing = .jsonLines(parser) }
            try parser.feed(bytes, failure: Self.tooLong) { (line) throws(ModelError) in
                try sink.decode(StreamEvent(data: line), &deltas)
            }
        case .elements(var parser):
            framing = .inUse
            defer { framing = .elements(parser) }
            try parser.feed(bytes, failure: Self.tooLong) { (element) throws(ModelError) in
                try sink.decode(StreamEvent(data: element), &deltas)
            }
        case .undecided:
            guard let first = bytes.first(where: { $0 != 0x0A && $0 != 0x0D }) else { return }
            sink.takesBareJSON = true
            let isJSON = first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
            framing = isJSON ? .elements(JSONElementsParser()) : .serverSentEvents(ServerSentEventParser())
            try feed(bytes, &framing, &sink, &deltas)
        case .eventStream(var parser):
            framing = .inUse
            defer { framing = .eventStream(parser) }
            try parser.feed(bytes, failure: Self.broken) { (frame) throws(ModelError) in
                try sink.decode(StreamEvent(frame), &deltas)
            }
        case .inUse: break
        }
    }

    /// The body has ended. Throws `.incompleteStream` where the terminal event did not come.
    mutating func finish(into deltas: inout [Generation.Delta]) throws(ModelError) {
        var isCut = false
        switch framing {
        case .serverSentEvents(var parser):
            try parser.finish(failure: Self.tooLong) { (event) throws(ModelError) in
                do throws(ModelError) { try sink.decode(event, &deltas) } catch { throw Self.cutOff(error) }
            }
        case .jsonLines(var parser):
            try parser.finish { (line) throws(ModelError) in
                do throws(ModelError) {
                    try sink.decode(StreamEvent(data: line), &deltas)
                } catch {
                    throw Self.cutOff(error)
                }
            }
        case .elements(let parser): isCut = !parser.isClosed
        case .eventStream(var parser): try parser.finish(failure: Self.broken)
        case .undecided, .inUse: break
        }
        guard sink.decoder.isComplete, !isCut else {
            throw ModelError(
                .incompleteStream,
                builder.isEmpty
                    ? "The stream ended before it said anything."
                    : "The stream ended without its terminal event; the answer may be cut off."
            )
        }
    }

    /// What cannot be read and has no end was cut off.
    private static func cutOff(_ error: ModelError) -> ModelError {
        guard error.code == .decoding else { return error }
        return ModelError(.incompleteStream, "The stream ended within an event.", underlying: error)
    }

    private static func tooLong(_ error: ServerSentEventError) -> ModelError {
        ModelError(.decoding, "An event of the stream is larger than 16 MiB.", underlying: error)
    }

    private static func tooLong(_ error: JSONElementsError) -> ModelError {
        ModelError(.decoding, "An element of the stream is larger than 16 MiB.", underlying: error)
    }

    private static func tooLong(_ error: JSONLinesError) -> ModelError {
        ModelError(.decoding, "A line of the stream is larger than 16 MiB.", underlying: error)
    }
}

extension EventPump {
    private static func broken(_ error: EventStreamError) -> ModelError {
        if case .truncated = error {
            return ModelError(.incompleteStream, "The stream ended within an event.", underlying: error)
        }
        return ModelError(.decoding, "The event stream is damaged: \(error).", underlying: error)
    }
}

/// Where events go: the decoder and what it builds.
private struct Sink: Sendable {
    var decoder: any StreamDecoder
    var builder = GenerationBuilder(streaming: true)
    /// Whether lines that are no field of an event may hold one, as JSON.
    var takesBareJSON = false

    @inline(__always)
    mutating func decode(_ event: ServerSentEvent, _ deltas: inout [Generation.Delta]) throws(ModelError) {
        try decode(StreamEvent(name: event.name, data: event.data), &deltas)
        guard takesBareJSON, let first = event.otherLines.first, first == 0x7B || first == 0x5B else { return }
        try decode(StreamEvent(data: event.otherLines), &deltas)
    }

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
