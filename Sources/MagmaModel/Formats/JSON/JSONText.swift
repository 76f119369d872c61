/// The bytes of a scanned string between its quotes, known to be well formed.
struct JSONText {
    let start: UnsafePointer<UInt8>
    let count: Int
    let hasEscapes: Bool
    /// Whether the text is ASCII, unescaped too.
    let isASCII: Bool

    @inline(__always)
    var string: String {
        if hasEscapes { return unescaped() }
        return String(wellFormed: UnsafeBufferPointer(start: start, count: count), isASCII: isASCII)
    }

    @inline(never)
    private func unescaped() -> String {
        // No escape is shorter than what it stands for.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { output in
            guard let base = output.baseAddress else { return "" }
            return String(wellFormed: UnsafeBufferPointer(start: base, count: unescape(into: base)), isASCII: isASCII)
        }
    }

    private func unescape(into output: UnsafeMutablePointer<UInt8>) -> Int {
        var from = start
        let end = start + count
        var to = output
        while from < end {
            let plain = indexOfBackslash(from, count: end - from)
            to.update(from: from, count: plain)
            to += plain
            from += plain
            guard from < end else { break }
            let kind = from[1]
            from += 2
            if kind == 0x75 {
                to += Self.encode(Self.scalar(&from, end), to)
            } else {
                to.pointee = Self.plain(kind)
                to += 1
            }
        }
        return to - output
    }

    @inline(__always)
    private static func plain(_ kind: UInt8) -> UInt8 {
        switch kind {
        case 0x62: 0x08
        case 0x66: 0x0C
        case 0x6E: 0x0A
        case 0x72: 0x0D
        case 0x74: 0x09
        default: kind
        }
    }

    /// The scalar whose four digits are at `from`, with the second half of a surrogate pair when it follows. A half
    /// without its partner becomes U+FFFD.
    private static func scalar(_ from: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UInt32 {
        let first = unit(from)
        from += 4
        guard (0xD800..<0xE000).contains(first) else { return first }
        guard first < 0xDC00, end - from >= 6, from[0] == 0x5C, from[1] == 0x75 else { return 0xFFFD }
        let second = unit(from + 2)
        guard (0xDC00..<0xE000).contains(second) else { return 0xFFFD }
        from += 6
        return 0x10000 &+ (first &- 0xD800) &<< 10 &+ (second &- 0xDC00)
    }

    private static func unit(_ at: UnsafePointer<UInt8>) -> UInt32 {
        var unit: UInt32 = 0
        for index in 0..<4 { unit = unit &<< 4 | UInt32(hexDigit(at[index]) ?? 0) }
        return unit
    }

    /// Writes a scalar as UTF-8 and returns how many bytes that took.
    private static func encode(_ scalar: UInt32, _ to: UnsafeMutablePointer<UInt8>) -> Int {
        if scalar < 0x80 {
            to[0] = UInt8(truncatingIfNeeded: scalar)
            return 1
        }
        let count = scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
        var rest = scalar
        for index in stride(from: count - 1, to: 0, by: -1) {
            to[index] = 0x80 | UInt8(truncatingIfNeeded: rest & 0x3F)
            rest &>>= 6
        }
        let marks: UInt8 = count == 2 ? 0xC0 : count == 3 ? 0xE0 : 0xF0
        to[0] = marks | UInt8(truncatingIfNeeded: rest)
        return count
    }
}
