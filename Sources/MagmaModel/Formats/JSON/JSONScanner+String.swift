extension JSONScanner {
    /// Consumes a string, whose opening quote is at `next`, and checks its escapes and its UTF-8.
    @inline(__always)
    mutating func string() throws(JSONError) -> JSONText {
        let body = next + 1
        var at = body
        while end - at >= 8 {
            let plain = plainPrefix8(at)
            at += plain
            if plain == 8 { continue }
            guard at.pointee == 0x22 else { break }
            next = at + 1
            return JSONText(start: body, count: at - body, hasEscapes: false, isASCII: true)
        }
        return try string(body, from: at)
    }

    /// The rest of a string whose text starts at `body` and is plain up to `from`.
    @inline(never)
    private mutating func string(
        _ body: UnsafePointer<UInt8>,
        from: UnsafePointer<UInt8>
    ) throws(JSONError) -> JSONText {
        var at = from
        var hasEscapes = false
        var isASCII = true
        while at < end {
            let byte = at.pointee
            if byte >= 0x80 {
                guard let length = lengthOfScalar(at, end) else {
                    throw JSONError(.invalidUTF8, offset: at - start)
                }
                at += length
                isASCII = false
                continue
            }
            switch byte {
            case 0x22:
                next = at + 1
                return JSONText(start: body, count: at - body, hasEscapes: hasEscapes, isASCII: isASCII)
            case 0x5C:
                hasEscapes = true
                if end - at >= 2, at[1] == 0x75 { isASCII = false }
                at = try escape(at)
            case 0..<0x20:
                throw error(.invalidString, at: at)
            default:
                at += 1
                while end - at >= 8 {
                    let plain = plainPrefix8(at)
                    at += plain
                    if plain != 8 { break }
                }
            }
        }
        throw error(.unexpectedEnd, at: end)
    }

    /// Where the escape at `at` ends.
    @inline(__always)
    private func escape(_ at: UnsafePointer<UInt8>) throws(JSONError) -> UnsafePointer<UInt8> {
        guard end - at >= 2 else { throw error(.unexpectedEnd, at: end) }
        switch at[1] {
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74:
            return at + 2
        case 0x75:
            var digit = at + 2
            while digit < at + 6 {
                guard digit < end, hexDigit(digit.pointee) != nil else { throw error(.invalidEscape, at: digit) }
                digit += 1
            }
            return digit
        default:
            throw error(.invalidEscape, at: at + 1)
        }
    }
}

@inline(__always)
func hexDigit(_ byte: UInt8) -> UInt16? {
    switch byte {
    case 0x30...0x39: UInt16(byte &- 0x30)
    case 0x41...0x46: UInt16(byte &- 0x37)
    case 0x61...0x66: UInt16(byte &- 0x57)
    default: nil
    }
}
