extension JSON {
    /// The JSON text. A number that is not finite becomes `null`; see ``isSerializable``.
    ///
    /// - Parameters:
    ///   - sortedKeys: whether members are written in order of their keys' bytes instead of their own.
    ///   - pretty: whether to write one value a line, indented by two spaces.
    public func serialized(sortedKeys: Bool = false, pretty: Bool = false) -> String {
        var writer = JSONWriter(reserving: 512)
        writer.value(self, sortedKeys: sortedKeys)
        return pretty ? String(decoding: JSON.indented(writer.bytes), as: UTF8.self) : writer.text
    }

    /// The JSON text in UTF-8. A number that is not finite becomes `null`; see ``isSerializable``.
    public func bytes() -> [UInt8] {
        var writer = JSONWriter(reserving: 512)
        writer.value(self)
        return writer.bytes
    }

    /// Whether all numbers in the tree are finite, as they are in every parsed one; JSON has no text for others.
    public var isSerializable: Bool {
        var pending: [JSON] = []
        var value = self
        while true {
            switch value {
            case .double(let double) where !double.isFinite: return false
            case .array(let array): pending.append(contentsOf: array)
            case .object(let object): pending.append(contentsOf: object.members.lazy.map(\.value))
            default: break
            }
            guard let next = pending.popLast() else { return true }
            value = next
        }
    }

    /// Puts line breaks and spaces into compact JSON.
    private static func indented(_ compact: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(compact.count * 2)
        var depth = 0
        var inString = false
        var isEscaped = false
        var previous: UInt8 = 0
        func breakLine() {
            output.append(0x0A)
            output.append(contentsOf: repeatElement(0x20, count: depth * 2))
        }
        for byte in compact {
            if inString {
                output.append(byte)
                if isEscaped {
                    isEscaped = false
                } else if byte == 0x5C {
                    isEscaped = true
                } else {
                    inString = byte != 0x22
                }
                previous = byte
                continue
            }
            let isEmptyEnd = (byte == 0x7D && previous == 0x7B) || (byte == 0x5D && previous == 0x5B)
            switch byte {
            case 0x7D, 0x5D:
                depth -= 1
                if !isEmptyEnd { breakLine() }
                output.append(byte)
            case 0x2C:
                output.append(byte)
                breakLine()
            case 0x3A:
                output.append(byte)
                output.append(0x20)
            default:
                if previous == 0x7B || previous == 0x5B { breakLine() }
                output.append(byte)
                if byte == 0x7B || byte == 0x5B { depth += 1 }
                inString = byte == 0x22
            }
            previous = byte
        }
        return output
    }
}

extension JSON: CustomStringConvertible {
    /// The compact JSON text.
    public var description: String { serialized() }
}
