/// What kind of value starts at a place, judged by its first byte.
enum JSONKind {
    case object, array, string, number, bool, null
    /// Nothing is left but white space.
    case end
    /// No value starts with that byte.
    case invalid

    @inline(__always)
    init(_ byte: UInt8?) {
        guard let byte else {
            self = .end
            return
        }
        switch byte {
        case 0x7B: self = .object
        case 0x5B: self = .array
        case 0x22: self = .string
        case 0x2D, 0x30...0x39: self = .number
        case 0x74, 0x66: self = .bool
        case 0x6E: self = .null
        default: self = .invalid
        }
    }
}
