/// Splits a byte stream into lines that end with LF or CRLF. How the stream is cut into chunks never matters.
struct JSONLinesParser: Sendable {
    let maxLineBytes: Int
    /// A line whose end has not come yet.
    private var line: [UInt8] = []
    private var isFirstLine = true
    private var failure: JSONLinesError?

    /// A parser that fails beyond so many bytes in one line.
    init(maxLineBytes: Int = 16 << 20) {
        self.maxLineBytes = maxLineBytes
    }

    /// Takes the next bytes of the stream and hands out each line they complete, without its end. Lines of nothing but
    /// white space are left out. The bytes of a line are valid inside the body only.
    ///
    /// - Throws: ``JSONLinesError``, also on every later call, or what the body throws; then the rest of the bytes is
    ///   lost.
    mutating func feed(
        _ bytes: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        try feed(bytes, failure: { $0 as any Error }, body)
    }

    /// The same in typed throws; the parser's own errors pass through a mapping.
    mutating func feed<E: Error>(
        _ bytes: UnsafeRawBufferPointer,
        failure map: (JSONLinesError) -> E,
        _ body: (UnsafeRawBufferPointer) throws(E) -> Void
    ) throws(E) {
        if let failure { throw map(failure) }
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        var at = 0
        while at < bytes.count {
            let length = indexOfLineEnd(base + at, count: bytes.count &- at, carriageReturns: false)
            let part = UnsafeRawBufferPointer(start: base + at, count: length)
            guard at + length < bytes.count else {
                keep(part)
                break
            }
            if line.isEmpty {
                if let whole = checked(part) { try body(whole) }
            } else {
                keep(part)
                if failure == nil { try endLine(body) }
            }
            if failure != nil { break }
            at += length + 1
        }
        if let failure { throw map(failure) }
    }

    /// Ends the stream: hands out a last line without an end, if any, and makes the parser new.
    /// Nothing is left to hand out behind a line that was too long, which `feed` has reported.
    mutating func finish<E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> Void) throws(E) {
        defer { self = JSONLinesParser(maxLineBytes: maxLineBytes) }
        if failure == nil { try endLine(body) }
    }

    private mutating func keep(_ part: UnsafeRawBufferPointer) {
        line.append(contentsOf: part)
        // A CR may yet turn out to belong to the line's end.
        let length = line.last == 0x0D ? line.count - 1 : line.count
        if length > maxLineBytes { failure = .lineTooLong(limit: maxLineBytes) }
    }

    private mutating func endLine<E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> Void) throws(E) {
        var line: [UInt8] = []
        swap(&line, &self.line)
        defer {
            line.removeAll(keepingCapacity: line.capacity <= 1 << 16)
            self.line = line
        }
        try line.withUnsafeBufferPointer { bytes throws(E) in
            if let whole = checked(UnsafeRawBufferPointer(bytes)) { try body(whole) }
        }
    }

    /// The line as it is handed out; nil when it is blank or too long.
    private mutating func checked(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        var line = bytes[...]
        if line.last == 0x0D { line = line.dropLast() }
        guard line.count <= maxLineBytes else {
            failure = .lineTooLong(limit: maxLineBytes)
            return nil
        }
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        }
        guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { return nil }
        return UnsafeRawBufferPointer(rebasing: line)
    }
}

/// A stream of lines that needs more memory than allowed.
enum JSONLinesError: Error, Sendable, Hashable {
    /// A line has more bytes than the limit.
    case lineTooLong(limit: Int)
}
