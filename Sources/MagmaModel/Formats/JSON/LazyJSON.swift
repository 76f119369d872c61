/// A JSON value that is kept as text until it is asked for, and as a value from then on only if it is changed.
enum LazyJSON: Sendable {
    case text([UInt8])
    case tree(JSON)

    /// The bytes of one value, known to be well formed.
    init(_ text: UnsafeRawBufferPointer) { self = .text(Array(text)) }

    init(_ value: JSON) { self = .tree(value) }

    /// Parses the text, each time.
    var value: JSON {
        switch self {
        case .text(let text): (try? JSON(parsing: text)) ?? .null
        case .tree(let value): value
        }
    }
}

extension LazyJSON: Hashable {
    /// Equality of the values; equal texts need no look at them.
    static func == (left: LazyJSON, right: LazyJSON) -> Bool {
        if case (.text(let left), .text(let right)) = (left, right), left == right { return true }
        return left.value == right.value
    }

    func hash(into hasher: inout Hasher) { value.hash(into: &hasher) }
}
