/// An event of a `text/event-stream`. The bytes are valid only while it is handed out.
struct ServerSentEvent {
    /// The `event` field; empty where there was none.
    var name: UnsafeRawBufferPointer
    /// The `data` lines, joined by line feeds.
    var data: UnsafeRawBufferPointer
}

/// Why a stream of events cannot be read on.
enum ServerSentEventError: Error, Hashable {
    case lineTooLong(limit: Int)
    case eventTooLong(limit: Int)
}

/// Bytes in, events out, by the rules of the HTML standard, section 9.2: any split of the same bytes gives the same
/// events.
///
/// One deviation, which servers of language models make necessary: an event that the end of the stream cuts off before
/// its blank line is handed out by ``finish(_:)``. `id` and `retry` steer reconnection, which is never done here; they
/// are read over. A field of the name `error`, which the standard ignores, is handed out as an event of that name:
/// servers built on llama.cpp report a failure that way.
struct ServerSentEventParser {
    private var lines: LineSplitter
    private var event: PendingEvent
    private var isAtStart = true
    private let lineLimit: Int

    init(maxLineBytes: Int = 16 << 20, maxEventBytes: Int = 16 << 20) {
        lines = LineSplitter(.any, limit: maxLineBytes)
        event = PendingEvent(limit: maxEventBytes)
        lineLimit = maxLineBytes
    }

    /// Hands out each event that is complete with these bytes.
    mutating func feed<Failure: Error>(
        _ bytes: UnsafeRawBufferPointer,
        failure: (ServerSentEventError) -> Failure,
        _ body: (ServerSentEvent) throws(Failure) -> Void
    ) throws(Failure) {
        let limit = lineLimit
        let tooLong: () -> Failure = { failure(.lineTooLong(limit: limit)) }
        var event = event
        var isAtStart = isAtStart
        self.event = PendingEvent(limit: 0)
        defer {
            self.event = event
            self.isAtStart = isAtStart
        }
        try lines.feed(bytes, tooLong: tooLong) { (line) throws(Failure) in
            try Self.take(line, &event, &isAtStart, failure, body)
        }
    }

    /// Hands out what the end of the stream completes.
    mutating func finish<Failure: Error>(
        failure: (ServerSentEventError) -> Failure,
        _ body: (ServerSentEvent) throws(Failure) -> Void
    ) throws(Failure) {
        var event = event
        var isAtStart = isAtStart
        try lines.finish { (line) throws(Failure) in try Self.take(line, &event, &isAtStart, failure, body) }
        try event.dispatch(body)
        self.event = event
    }

    private static func take<Failure: Error>(
        _ line: UnsafeRawBufferPointer,
        _ event: inout PendingEvent,
        _ isAtStart: inout Bool,
        _ failure: (ServerSentEventError) -> Failure,
        _ body: (ServerSentEvent) throws(Failure) -> Void
    ) throws(Failure) {
        var line = line
        if isAtStart {
            isAtStart = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = UnsafeRawBufferPointer(rebasing: line[3...]) }
        }
        guard !line.isEmpty else { return try event.dispatch(body) }
        let colon = line.firstIndex(of: 0x3A) ?? line.count
        guard colon > 0 else { return }
        let name = UnsafeRawBufferPointer(rebasing: line[..<colon])
        var value = UnsafeRawBufferPointer(rebasing: line[min(colon + 1, line.count)...])
        if value.first == 0x20 { value = UnsafeRawBufferPointer(rebasing: value[1...]) }
        if name.elementsEqual("data".utf8) {
            guard event.append(data: value) else { throw failure(.eventTooLong(limit: event.limit)) }
        } else if name.elementsEqual("event".utf8) {
            event.name = [UInt8](value)
        } else if name.elementsEqual("error".utf8) {
            let name: [UInt8] = Array("error".utf8)
            try name.withBytes { (name) throws(Failure) in try body(ServerSentEvent(name: name, data: value)) }
        }
    }
}

/// The event whose blank line has not come.
private struct PendingEvent {
    var name: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    let limit: Int

    init(limit: Int) { self.limit = limit }

    /// False where the event would grow beyond the limit.
    mutating func append(data line: UnsafeRawBufferPointer) -> Bool {
        guard data.count + line.count < limit else { return false }
        if hasData { data.append(0x0A) }
        hasData = true
        data.append(contentsOf: line)
        return true
    }

    mutating func dispatch<Failure: Error>(_ body: (ServerSentEvent) throws(Failure) -> Void) throws(Failure) {
        defer {
            name.removeAll(keepingCapacity: true)
            data.removeAll(keepingCapacity: true)
            hasData = false
        }
        guard hasData else { return }
        try name.withBytes { (name) throws(Failure) in
            try data.withBytes { (data) throws(Failure) in try body(ServerSentEvent(name: name, data: data)) }
        }
    }
}
