@testable import MagmaModel

/// A recorded stream, cut into the events that its framing has.
struct RecordedStream {
    let file: String
    let exchange: RecordedExchange
    let events: [ArraySlice<UInt8>]
    /// The state before the first event.
    let pump: EventPump

    var size: Int { exchange.body.count }

    /// The streams of a dialect that end as they should.
    static func all(_ dialect: String) throws -> [RecordedStream] {
        try Expectation.all(dialect)
            .filter { $0.json["outcome"] == "generation" && $0.json["streaming"] == true }
            .compactMap { try RecordedStream($0.recording) }
    }

    /// `nil` for a whole body in answer to a request for a stream.
    private init?(_ file: String) throws {
        self.file = file
        exchange = try RecordedExchange(parsing: SharedFiles.bytes(file))
        guard let wire = exchange.wire, !exchange.isWholeJSON(wire) else { return nil }
        pump = EventPump(wire: wire, dialect: exchange.flags)
        events = Self.events(of: exchange.body)
    }

    /// What comes of other events in their place.
    func replay(_ events: [ArraySlice<UInt8>]) -> Result<Generation, ModelError> {
        replay(pump, events[...])
    }

    /// What comes of it where these events follow what the pump has already had.
    func replay(_ pump: EventPump, _ events: ArraySlice<ArraySlice<UInt8>>) -> Result<Generation, ModelError> {
        var pump = pump
        do throws(ModelError) {
            for event in events { try Self.feed(event, to: &pump) }
        } catch {
            return .failure(error)
        }
        return end(of: pump)
    }

    /// What comes of it where nothing follows.
    func end(of pump: EventPump) -> Result<Generation, ModelError> {
        var pump = pump
        var deltas: [Generation.Delta] = []
        do throws(ModelError) {
            try pump.finish(into: &deltas)
        } catch {
            return .failure(error)
        }
        return .success(pump.builder.build())
    }

    static func feed(_ event: ArraySlice<UInt8>, to pump: inout EventPump) throws(ModelError) {
        var deltas: [Generation.Delta] = []
        try Array(event).withBytes { (bytes) throws(ModelError) in try pump.feed(bytes, into: &deltas) }
    }

    /// Binary frames begin with a zero byte, their length being less than 16 MiB; lines of JSON with a brace, an array
    /// of events with a bracket.
    static func events(of body: [UInt8]) -> [ArraySlice<UInt8>] {
        switch body.first {
        case 0: frames(of: body)
        case UInt8(ascii: "{"): body.split(separator: 10).map { $0 + [10] }
        case UInt8(ascii: "["): elements(of: body)
        default: serverSentEvents(of: body)
        }
    }

    /// The elements of an array, each with what stands before it; its end is the last one.
    private static func elements(of body: [UInt8]) -> [ArraySlice<UInt8>] {
        var elements: [ArraySlice<UInt8>] = []
        var parser = JSONElementsParser()
        var start = 0
        for place in body.indices {
            var isEnd = false
            // One byte at a time, so that the element's end is known.
            try? Array(body[place...place]).withBytes { (bytes) throws(JSONElementsError) in
                try parser.feed(bytes, failure: { $0 }) { (_) throws(JSONElementsError) in isEnd = true }
            }
            guard isEnd else { continue }
            elements.append(body[start...place])
            start = place + 1
        }
        return elements + [body[start...]]
    }

    private static func frames(of body: [UInt8]) -> [ArraySlice<UInt8>] {
        var frames: [ArraySlice<UInt8>] = []
        var start = 0
        while start + 4 <= body.count {
            let length = body[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
            let end = min(body.count, start + max(4, length))
            frames.append(body[start..<end])
            start = end
        }
        return frames
    }

    /// Events end with an empty line.
    private static func serverSentEvents(of body: [UInt8]) -> [ArraySlice<UInt8>] {
        var events: [ArraySlice<UInt8>] = []
        var start = 0
        var lineStart = 0
        for (index, byte) in body.enumerated() where byte == 10 {
            let line = body[lineStart..<index]
            lineStart = index + 1
            guard line.isEmpty || line.elementsEqual([13]) else { continue }
            events.append(body[start...index])
            start = index + 1
        }
        // Made an event of its own, so that another one may follow.
        if start < body.count { events.append(body[start...] + [10, 10]) }
        return events
    }
}
