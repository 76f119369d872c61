/// A span as OTLP sends it: `opentelemetry.proto.trace.v1.Span`.
struct OTLPSpan: Sendable, Hashable {
    var trace: TraceID
    var span: SpanID
    var parent: SpanID?
    var name: String
    /// Nanoseconds since 1970.
    var start: UInt64
    var end: UInt64
    var attributes: [OTLPAttribute] = []
    /// What went wrong; `nil` leaves the status unset.
    var failure: String?

    /// Of a client that asks a service.
    private static let kind: UInt64 = 3
    /// Sampled (1), and it is known (0x100) that the parent is not of another process.
    private static let flags: UInt32 = 0x101
    private static let failed: UInt64 = 2

    /// The bytes of the message, the same ones each time.
    var encoded: [UInt8] {
        var writer = ProtobufWriter(reserving: 1024)
        writer.delimited(1, trace.bytes)
        writer.delimited(2, span.value.bigEndianBytes)
        if let parent { writer.delimited(4, parent.value.bigEndianBytes) }
        writer.string(5, name)
        writer.varint(6, Self.kind)
        writer.fixed64(7, start)
        writer.fixed64(8, end)
        writer.attributes(9, attributes)
        writer.message(15) { status in
            guard let failure else { return }
            status.string(2, failure)
            status.varint(3, Self.failed)
        }
        writer.fixed32(16, Self.flags)
        return writer.bytes
    }

    subscript(key: String) -> OTLPValue? {
        get { attributes.first { $0.key == key }?.value }
        set {
            let index = attributes.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): attributes[index].value = value
            case (let index?, nil): attributes.remove(at: index)
            case (nil, let value?): attributes.append(OTLPAttribute(key, value))
            case (nil, nil): break
            }
        }
    }
}

extension TraceID {
    fileprivate var bytes: [UInt8] { high.bigEndianBytes + low.bigEndianBytes }
}

extension UInt64 {
    fileprivate var bigEndianBytes: [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> UInt64($0)) }
    }
}
