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

    /// The value of the first of the names that has one which is not empty.
    func first(of names: HeaderNames) -> String? {
        var found: (rank: Int, value: String)?
        for index in fields.indices where names.mayHold(fields[index].name) && !fields[index].value.isEmpty {
            for rank in 0..<(found?.rank ?? names.all.count)
            where fields[index].name.equalsCaseless(names.all[rank]) {
                found = (rank, fields[index].value)
                break
            }
        }
        return found?.value
    }

    /// Whether the name of a field holds a word, which is in lower case.
    func containsName(with word: StaticString) -> Bool { fields.contains { $0.name.containsCaseless(word) } }

    /// Makes room for so many fields.
    public mutating func reserveCapacity(_ count: Int) { fields.reserveCapacity(count) }

    /// Adds a field, beside others of its name.
    public mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }
}

/// Names of header fields that mean the same, in the order in which they are believed.
struct HeaderNames: Sendable {
    let all: [String]
    /// A bit for each length, for most fields have none of them.
    private let lengths: UInt64

    init(_ names: String...) {
        all = names
        lengths = names.reduce(0) { $0 | 1 << UInt64($1.utf8.count) }
    }

    func mayHold(_ name: String) -> Bool { lengths >> UInt64(name.utf8.count) & 1 == 1 }
}
