/// What an attribute may hold, of what OTLP has: Langfuse understands no nested values.
enum OTLPValue: Sendable, Hashable {
    case string(String)
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case strings([String])
}

/// A named value of a span, a resource or a scope.
struct OTLPAttribute: Sendable, Hashable {
    var key: String
    var value: OTLPValue

    init(_ key: String, _ value: OTLPValue) {
        self.key = key
        self.value = value
    }
}

extension ProtobufWriter {
    /// `opentelemetry.proto.common.v1.KeyValue`, each.
    mutating func attributes(_ field: Int, _ attributes: [OTLPAttribute]) {
        for attribute in attributes {
            message(field) { pair in
                pair.string(1, attribute.key)
                pair.message(2) { $0.value(attribute.value) }
            }
        }
    }

    /// The one field of an `AnyValue`.
    private mutating func value(_ value: OTLPValue) {
        switch value {
        case .string(let text): string(1, text)
        case .bool(let bool): varint(2, bool ? 1 : 0)
        case .int(let int): varint(3, UInt64(bitPattern: int))
        case .double(let double): fixed64(4, double.bitPattern)
        case .strings(let texts):
            message(5) { list in
                for text in texts { list.message(1) { $0.string(1, text) } }
            }
        }
    }
}
