/// One event of a stream. The pointers are valid inside the closure that receives it only.
struct ServerSentEvent {
    /// The `event` field; empty means `message`.
    var name: UnsafeRawBufferPointer
    /// The `data` lines joined by LF. Empty when the block had none, which reaches a caller only with `otherLines`.
    var data: UnsafeRawBufferPointer
    /// Whether the block had a `data` line.
    var hasData: Bool
    /// The last `id` field of the stream so far; empty when there was none.
    var id: UnsafeRawBufferPointer
    /// The `retry` field of the block, in milliseconds.
    var retry: Int?
    /// The lines of the block whose field the standard does not name, joined by LF: some servers report an error on a
    /// line `error: {…}`, or send a bare JSON text.
    var otherLines: UnsafeRawBufferPointer

    /// Name and value of the first of the `otherLines`.
    var otherField: (name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer)? {
        guard !otherLines.isEmpty else { return nil }
        let line = UnsafeRawBufferPointer(rebasing: otherLines[..<(otherLines.firstIndex(of: 0x0A) ?? otherLines.count)])
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
