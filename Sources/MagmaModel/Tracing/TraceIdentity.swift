/// The 16 bytes that tell a trace from all others.
struct TraceID: Sendable, Hashable {
    var high: UInt64
    /// What sampling goes by.
    var low: UInt64

    /// A new one; never all zeros, which means none.
    static func random() -> TraceID { TraceID(high: .random(in: .min ... .max), low: .random(in: 1 ... .max)) }

    /// 32 hexadecimal digits.
    var hex: String { high.hex + low.hex }
}

/// The 8 bytes that tell a span from all others of its trace.
struct SpanID: Sendable, Hashable {
    var value: UInt64

    /// A new one; never all zeros, which means none.
    static func random() -> SpanID { SpanID(value: .random(in: 1 ... .max)) }

    /// 16 hexadecimal digits.
    var hex: String { value.hex }
}

/// What W3C's `traceparent` header says: `00-<trace>-<span>-<flags>`.
struct TraceParent: Sendable, Hashable {
    var trace: TraceID
    var span: SpanID
    var isSampled: Bool

    /// `nil` where it is none, or of a version that cannot be.
    init?(_ header: String) {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].count == 2, parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            parts[1].utf8.count == 32, parts[2].utf8.count == 16, parts[3].utf8.count == 2,
            let high = UInt64(hexDigits: parts[1].prefix(16)), let low = UInt64(hexDigits: parts[1].suffix(16)),
            let span = UInt64(hexDigits: parts[2]), let flags = UInt64(hexDigits: parts[3]),
            high | low != 0, span != 0
        else { return nil }
        trace = TraceID(high: high, low: low)
        self.span = SpanID(value: span)
        isSampled = flags & 1 == 1
    }
}

extension UInt64 {
    fileprivate var hex: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    /// Lower-case digits alone, as the W3C demands: no sign, no capitals.
    fileprivate init?(hexDigits text: Substring) {
        guard text.utf8.allSatisfy({ 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }) else { return nil }
        self.init(text, radix: 16)
    }
}
