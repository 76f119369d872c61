/// Appends fields of the protobuf encoding: what OTLP needs of it.
///
/// A field whose value is its type's default may be left out by the writer's user; here everything that is given is written.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    init(reserving capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// How the value after a tag is laid out.
    private enum Layout: UInt64 {
        case varint = 0
        case fixed64 = 1
        case delimited = 2
        case fixed32 = 5
    }

    mutating func varint(_ field: Int, _ value: UInt64) {
        tag(field, .varint)
        raw(value)
    }

    mutating func fixed64(_ field: Int, _ value: UInt64) {
        tag(field, .fixed64)
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func fixed32(_ field: Int, _ value: UInt32) {
        tag(field, .fixed32)
        for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func string(_ field: Int, _ value: String) {
        tag(field, .delimited)
        raw(UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    /// Bytes, or a message that is encoded already.
    mutating func delimited(_ field: Int, _ value: [UInt8]) {
        tag(field, .delimited)
        raw(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// A message whose fields the body writes.
    mutating func message(_ field: Int, _ body: (inout ProtobufWriter) -> Void) {
        var inner = ProtobufWriter()
        body(&inner)
        delimited(field, inner.bytes)
    }

    private mutating func tag(_ field: Int, _ layout: Layout) { raw(UInt64(field) << 3 | layout.rawValue) }

    private mutating func raw(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}
