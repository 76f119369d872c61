/// Splits the bytes of an `application/vnd.amazon.eventstream` into messages and checks both of their checksums. How the
/// stream is cut into chunks never matters.
struct EventStreamParser: Sendable {
    let maxFrameBytes: Int
    /// A message whose end has not come yet.
    private var pending: [UInt8] = []
    /// Where in the stream the next message begins.
    private var offset = 0
    private var failure: EventStreamError?

    /// The lengths of the message and of its headers, and the checksum of both.
    private static let preludeBytes = 12
    private static let checksumBytes = 4
    private static let maxHeaderBytes = 128 << 10

    /// A parser that fails beyond so many bytes in one message; 24 MiB is the most that the format allows.
    init(maxFrameBytes: Int = 24 << 20) {
        self.maxFrameBytes = maxFrameBytes
    }

    /// Takes the next bytes of the stream and hands out each message they complete.
    ///
    /// - Throws: ``EventStreamError`` through the mapping, also on every later call, or what the body throws; then the
    ///   rest of the bytes is lost.
    mutating func feed<E: Error>(
        _ bytes: UnsafeRawBufferPointer,
        failure map: (EventStreamError) -> E,
        _ body: (EventStreamFrame) throws(E) -> Void
    ) throws(E) {
        if let failure { throw map(failure) }
        var rest = bytes[...]
        while !rest.isEmpty {
            if pending.isEmpty, let length = try length(of: UnsafeRawBufferPointer(rebasing: rest), map),
                length <= rest.count
            {
                let frame = try frame(UnsafeRawBufferPointer(rebasing: rest.prefix(length)), map)
                rest = rest.dropFirst(length)
                try body(frame)
                continue
            }
            let wanted = try pendingLength(map) ?? Self.preludeBytes
            let part = rest.prefix(wanted - pending.count)
            pending.append(contentsOf: part)
            rest = rest.dropFirst(part.count)
            guard try pendingLength(map) == pending.count else { continue }
            var whole: [UInt8] = []
            swap(&whole, &pending)
            defer {
                whole.removeAll(keepingCapacity: whole.capacity <= 1 << 16)
                pending = whole
            }
            try whole.withBytes { (bytes) throws(E) in try body(frame(bytes, map)) }
        }
    }

    /// Ends the stream and makes the parser new. Throws where it ends within a message. `feed` has reported any other
    /// failure.
    mutating func finish<E: Error>(failure map: (EventStreamError) -> E) throws(E) {
        defer { self = EventStreamParser(maxFrameBytes: maxFrameBytes) }
        if failure == nil, !pending.isEmpty { throw map(.truncated(offset: offset)) }
    }

    private mutating func pendingLength<E: Error>(_ map: (EventStreamError) -> E) throws(E) -> Int? {
        let start = Array(pending.prefix(Self.preludeBytes))
        return try start.withBytes { (bytes) throws(E) in try length(of: bytes, map) }
    }

    /// The length of the message that begins here; `nil` where too little of it has come.
    private mutating func length<E: Error>(
        of bytes: UnsafeRawBufferPointer,
        _ map: (EventStreamError) -> E
    ) throws(E) -> Int? {
        guard bytes.count >= Self.preludeBytes else { return nil }
        guard Self.checksum(bytes.prefix(8)) == Self.integer(bytes, at: 8) else {
            throw fail(.preludeChecksum(offset: offset), map)
        }
        let length = Int(Self.integer(bytes, at: 0))
        let headerLength = Int(Self.integer(bytes, at: 4))
        guard length <= maxFrameBytes, headerLength <= Self.maxHeaderBytes else {
            throw fail(.tooLong(offset: offset, limit: maxFrameBytes), map)
        }
        guard Self.preludeBytes + headerLength + Self.checksumBytes <= length else {
            throw fail(.malformed(offset: offset), map)
        }
        return length
    }

    /// The message that these bytes are. The next one begins behind it.
    private mutating func frame<E: Error>(
        _ bytes: UnsafeRawBufferPointer,
        _ map: (EventStreamError) -> E
    ) throws(E) -> EventStreamFrame {
        let end = bytes.count - Self.checksumBytes
        guard Self.checksum(bytes.prefix(end)) == Self.integer(bytes, at: end) else {
            throw fail(.messageChecksum(offset: offset), map)
        }
        let start = Self.preludeBytes + Int(Self.integer(bytes, at: 4))
        guard let headers = EventStreamHeaders(UnsafeRawBufferPointer(rebasing: bytes[Self.preludeBytes..<start]))
        else {
            throw fail(.malformed(offset: offset), map)
        }
        offset += bytes.count
        return EventStreamFrame(headers: headers, payload: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
    }

    private mutating func fail<E: Error>(_ error: EventStreamError, _ map: (EventStreamError) -> E) -> E {
        failure = error
        return map(error)
    }

    private static func checksum(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt32 {
        CRC32.checksum(of: UnsafeRawBufferPointer(rebasing: bytes))
    }

    private static func integer(_ bytes: UnsafeRawBufferPointer, at place: Int) -> UInt32 {
        UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
    }
}
