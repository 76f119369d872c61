/// One event of a stream. The pointers are valid inside the closure that receives it only.
struct ServerSentEvent {
    /// The `event` field; empty means `message`.
    var name: UnsafeRawBufferPointer
    /// The `data` lines joined by LF. A block without any reaches a caller only with `otherLines`, and its data is
    /// empty. If they start with a line `error: …`, that is an event of its own, with that name and the line's value.
    var data: UnsafeRawBufferPointer
    /// Whether the block had a `data` line.
    var hasData = true
    /// The last `id` field of the stream so far; empty when there was none.
    var id = Self.none
    /// The `retry` field of the block, in milliseconds.
    var retry: Int?
    /// The lines of the block whose field the standard does not name, joined by LF: some servers report an error on a
    /// line `error: {…}`, or send a bare JSON text.
    var otherLines = Self.none

    /// Name and value of the first of the `otherLines`.
    var otherField: (name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer)? {
        guard !otherLines.isEmpty else { return nil }
        let end = otherLines.firstIndex(of: 0x0A) ?? otherLines.count
        let line = UnsafeRawBufferPointer(rebasing: otherLines[..<end])
        guard let colon = line.firstIndex(of: 0x3A) else { return (line, Self.none) }
        var value = line[(colon + 1)...]
        if value.first == 0x20 { value.removeFirst() }
        return (UnsafeRawBufferPointer(rebasing: line[..<colon]), UnsafeRawBufferPointer(rebasing: value))
    }

    static var none: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }
}

/// A stream of server-sent events that needs more memory than allowed.
enum ServerSentEventError: Error, Sendable, Hashable {
    /// A line has more bytes than the limit.
    case lineTooLong(limit: Int)
    /// The data of an event, or its unnamed lines, have more bytes than the limit.
    case eventTooLong(limit: Int)
}
