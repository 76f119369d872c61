/// HTTP header fields: names compare without case, order and repeated names are kept.
public struct HeaderFields: Sendable, Hashable, ExpressibleByDictionaryLiteral, RandomAccessCollection {
    /// One field.
    public typealias Element = (name: String, value: String)

    private var fields: [Field] = []

    private struct Field: Sendable, Hashable {
        var name: String
        var value: String
    }

    /// No fields.
    public init() {}

    /// The fields in the order written.
    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    /// The fields in order.
    public init(_ elements: some Sequence<(String, String)>) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    /// Always 0.
    public var startIndex: Int { 0 }
    /// The number of fields.
    public var endIndex: Int { fields.count }

    public subscript(position: Int) -> Element {
        (fields[position].name, fields[position].value)
    }

    /// The first value of a name. Setting replaces all fields of that name; `nil` removes them.
    public subscript(name: String) -> String? {
        get { fields.first { $0.name.equalsCaseless(name) }?.value }
        set {
            guard let newValue else { return fields.removeAll { $0.name.equalsCaseless(name) } }
            if let index = fields.firstIndex(where: { $0.name.equalsCaseless(name) }) {
                fields[index].value = newValue
                let rest = fields[(index + 1)...].filter { !$0.name.equalsCaseless(name) }
                fields.replaceSubrange((index + 1)..., with: rest)
            } else {
                fields.append(Field(name: name, value: newValue))
            }
        }
    }

    /// Makes room for so many fields.
    public mutating func reserveCapacity(_ count: Int) { fields.reserveCapacity(count) }

    /// Adds a field, beside others of its name.
    public mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }
}
