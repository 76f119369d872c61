/// A JSON value that is kept as text until it is asked for, and as a value from then on only if it is changed.
struct LazyJSON: Sendable {
    private var text: [UInt8] = []
    private var tree: JSON?

    /// The bytes of one value, known to be well formed.
    init(_ text: UnsafeRawBufferPointer) { self.text = Array(text) }

    init(_ value: JSON) { tree = value }

    /// Parses the text, each time.
    var value: JSON { tree ?? (try? JSON(parsing: text)) ?? .null }
}

extension LazyJSON: Hashable {
    /// Equality of the values; equal texts need no look at them.
    static func == (left: LazyJSON, right: LazyJSON) -> Bool {
        (left.tree == nil && right.tree == nil && left.text == right.text) || left.value == right.value
    }

    func hash(into hasher: inout Hasher) { value.hash(into: &hasher) }
}
