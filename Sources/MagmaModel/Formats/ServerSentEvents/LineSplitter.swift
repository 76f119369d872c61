/// Cuts bytes into lines. A line that lies within one chunk is handed out in place; only a torn one is copied.
struct LineSplitter {
    /// Which bytes end a line.
    enum Ending {
        /// LF, CR or CR LF, as in server-sent events.
        case any
        /// LF alone, with a CR before it taken off, as in JSON lines.
        case lineFeed
    }

    private let ending: Ending
    private let limit: Int
    /// The beginning of a line whose end has not come.
    private var tail: [UInt8] = []
    /// Whether the last byte was a CR that ended a line: an LF right after belongs to it.
    private var skipsLineFeed = false

    init(_ ending: Ending, limit: Int) {
        self.ending = ending
        self.limit = limit
    }

    /// Calls `body` for each line that ends in these bytes. Throws `tooLong` for a line above the limit.
    mutating func feed<Failure: Error>(
        _ bytes: UnsafeRawBufferPointer,
        tooLong: () -> Failure,
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        var from = 0
        if skipsLineFeed, bytes.count > 0 {
            skipsLineFeed = false
            if base[0] == 0x0A { from = 1 }
        }
        while from < bytes.count {
            guard let end = Self.lineEnd(base, from, bytes.count, ending) else {
                guard tail.count + bytes.count - from <= limit else { throw tooLong() }
                tail.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[from...]))
                return
            }
            guard tail.count + end - from <= limit else { throw tooLong() }
            let line = UnsafeRawBufferPointer(rebasing: bytes[from..<end])
            from = end + 1
            if base[end] == 0x0D {
                if from == bytes.count { skipsLineFeed = true } else if base[from] == 0x0A { from += 1 }
            }
            if tail.isEmpty {
                try body(trimmed(line))
            } else {
                tail.append(contentsOf: line)
                let whole = tail
                tail.removeAll()
                try whole.withBytes { (line) throws(Failure) in try body(trimmed(line)) }
            }
        }
    }

    /// The last line, where no line ending followed it.
    mutating func finish<Failure: Error>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
        guard !tail.isEmpty else { return }
        let whole = tail
        tail.removeAll()
        try whole.withBytes { (line) throws(Failure) in try body(trimmed(line)) }
    }

    private func trimmed(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard ending == .lineFeed, line.last == 0x0D else { return line }
        return UnsafeRawBufferPointer(rebasing: line.dropLast())
    }

    private static func lineEnd(_ base: UnsafePointer<UInt8>, _ from: Int, _ count: Int, _ ending: Ending) -> Int? {
        var at = from
        // Eight bytes at a time: a byte of `word ^ pattern` is zero where the word holds the byte looked for.
        while at + 8 <= count {
            let word = UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self)
            var hit = zeroBytes(word ^ 0x0A0A_0A0A_0A0A_0A0A)
            if ending == .any { hit |= zeroBytes(word ^ 0x0D0D_0D0D_0D0D_0D0D) }
            if hit != 0 { return at + UInt64(littleEndian: hit).trailingZeroBitCount / 8 }
            at += 8
        }
        while at < count {
            if base[at] == 0x0A || (ending == .any && base[at] == 0x0D) { return at }
            at += 1
        }
        return nil
    }

    /// The lowest zero byte has its top bit set in the result; bits above it may be set too.
    @inline(__always)
    private static func zeroBytes(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }
}
