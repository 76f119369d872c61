extension JSON {
    /// The value as JSON text in UTF-8.
    public func bytes() -> [UInt8] {
        var writer = JSONWriter(reserving: 256)
        writer.value(self)
        return writer.bytes
    }

    /// The value as JSON text on one line, or with `pretty` indented by two spaces.
    public func serialized(sortedKeys: Bool = false, pretty: Bool = false) -> String {
        var writer = JSONWriter(reserving: 256)
        writer.value(self, sortedKeys: sortedKeys)
        return String(decoding: pretty ? Self.indented(writer.bytes) : writer.bytes, as: UTF8.self)
    }

    /// Adds line breaks and spaces to compact JSON text.
    private static func indented(_ compact: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(compact.count * 2)
        var depth = 0
        var isInString = false
        var isEscaped = false
        var previous: UInt8 = 0
        func lineBreak(_ depth: Int) -> [UInt8] { [0x0A] + [UInt8](repeating: 0x20, count: depth * 2) }
        for byte in compact {
            if isInString {
                output.append(byte)
                if isEscaped { isEscaped = false } else if byte == 0x5C { isEscaped = true } else if byte == 0x22 {
                    isInString = false
                }
                previous = byte
                continue
            }
            let isClosing = byte == 0x7D || byte == 0x5D
            let isEmptyPair = isClosing && (previous == 0x7B || previous == 0x5B)
            if isClosing {
                depth -= 1
                if !isEmptyPair { output += lineBreak(depth) }
            } else if previous == 0x7B || previous == 0x5B {
                output += lineBreak(depth)
            }
            output.append(byte)
            switch byte {
            case 0x7B, 0x5B: depth += 1
            case 0x2C: output += lineBreak(depth)
            case 0x3A: output.append(0x20)
            case 0x22: isInString = true
            default: break
            }
            previous = byte
        }
        return output
    }
}

extension JSON: CustomStringConvertible {
    public var description: String { serialized() }
}
