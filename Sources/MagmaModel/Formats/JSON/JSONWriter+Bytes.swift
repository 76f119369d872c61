extension JSONWriter {
    /// Appends the text of a string without its quotes.
    mutating func escaped(_ text: UnsafeBufferPointer<UInt8>) {
        guard var from = text.baseAddress else { return }
        let end = from + text.count
        var at = from
        while at < end {
            if end - at >= 8 {
                let plain = unescapedPrefix8(at)
                at += plain
                if plain == 8 { continue }
            } else if Self.isPlain(at.pointee) {
                at += 1
                continue
            }
            plain(UnsafeBufferPointer(start: from, count: at - from))
            escape(at.pointee)
            at += 1
            from = at
        }
        plain(UnsafeBufferPointer(start: from, count: end - from))
    }

    /// Copies text that needs no escapes; false as soon as it meets a byte that does.
    @inline(__always)
    static func copyPlain(_ text: UnsafeBufferPointer<UInt8>, _ to: UnsafeMutablePointer<UInt8>) -> Bool {
        guard let from = text.baseAddress else { return true }
        var at = 0
        while at &+ 8 <= text.count {
            guard unescapedPrefix8(from + at) == 8 else { return false }
            UnsafeMutableRawPointer(to + at).copyMemory(from: from + at, byteCount: 8)
            at &+= 8
        }
        while at < text.count {
            guard isPlain(from[at]) else { return false }
            to[at] = from[at]
            at &+= 1
        }
        return true
    }

    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x22 && byte != 0x5C }

    private mutating func escape(_ byte: UInt8) {
        let short: StaticString? =
            switch byte {
            case 0x22: "\\\""
            case 0x5C: "\\\\"
            case 0x0A: "\\n"
            case 0x0D: "\\r"
            case 0x09: "\\t"
            case 0x08: "\\b"
            case 0x0C: "\\f"
            default: nil
            }
        if let short {
            plain(UnsafeBufferPointer(start: short.utf8Start, count: 2))
            return
        }
        let prefix: StaticString = byte < 0x10 ? "\\u000" : "\\u001"
        let low = byte & 0x0F
        plain(UnsafeBufferPointer(start: prefix.utf8Start, count: 5))
        withUnsafePointer(to: low < 10 ? 0x30 + low : 0x57 + low) { plain(UnsafeBufferPointer(start: $0, count: 1)) }
    }

    /// Appends the decimal digits of a number.
    mutating func digits(_ value: UInt64) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { buffer in
            var rest = value
            var first = 20
            repeat {
                first &-= 1
                let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
                buffer.initializeElement(at: first, to: 0x30 &+ UInt8(truncatingIfNeeded: remainder))
                rest = quotient
            } while rest != 0
            plain(UnsafeBufferPointer(rebasing: buffer[first...]))
        }
    }
}
