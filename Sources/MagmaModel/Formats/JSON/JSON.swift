/// A JSON value (RFC 8259).
///
/// Equality is by value: `1`, `1.0` and the unsigned 1 are equal, the order of an object's members does not count, and
/// strings and keys compare by their bytes (RFC 8259 section 8.3), not by canonical equivalence.
public enum JSON: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number written without fraction and exponent which fits.
    case int(Int64)
    /// The same above `Int64.max`. Parsing makes this case only for such numbers.
    case uint(UInt64)
    /// Any other number. Must be finite to be written.
    case double(Double)
    /// A string. Parsing turns an escaped surrogate without a partner into U+FFFD.
    case string(String)
    /// An array.
    case array([JSON])
    /// An object, in the order of the text.
    case object(JSON.Object)
}

extension JSON {
    /// The member of an object; nil when this is no object or has no such member.
    public subscript(key: String) -> JSON? {
        if case .object(let object) = self { object[key] } else { nil }
    }

    /// The element of an array; nil when this is no array or has no such element.
    public subscript(index: Int) -> JSON? {
        if case .array(let array) = self, array.indices.contains(index) { array[index] } else { nil }
    }

    /// Whether this is `null`.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The text of a string, else nil.
    public var stringValue: String? {
        if case .string(let string) = self { string } else { nil }
    }

    /// The value of a boolean, else nil.
    public var boolValue: Bool? {
        if case .bool(let bool) = self { bool } else { nil }
    }

    /// The value of a number without a fractional part that fits (`2` and `2.0`), else nil.
    public var intValue: Int? {
        switch self {
        case .int(let int): Int(exactly: int)
        case .uint(let uint): Int(exactly: uint)
        case .double(let double): Int(exactly: double)
        default: nil
        }
    }

    /// The nearest double to any number, else nil.
    public var doubleValue: Double? {
        switch self {
        case .int(let int): Double(int)
        case .uint(let uint): Double(uint)
        case .double(let double): double
        default: nil
        }
    }

    /// The elements of an array, else nil.
    public var arrayValue: [JSON]? {
        if case .array(let array) = self { array } else { nil }
    }

    /// The members of an object, else nil.
    public var objectValue: JSON.Object? {
        if case .object(let object) = self { object } else { nil }
    }
}
