/// A key as the cursor met it. Compare it with literals; make a string only when it must be kept.
///
///     switch key {
///     case "choices": …
///     default: try cursor.skip()
///     }
struct JSONKey {
    let text: JSONText

    /// The key, unescaped.
    var string: String { text.string }

    @inline(__always)
    static func ~= (literal: StaticString, key: JSONKey) -> Bool { key == literal }

    @inline(__always)
    static func == (key: JSONKey, literal: StaticString) -> Bool {
        if key.text.hasEscapes { return key.equalsUnescaped(literal) }
        guard key.text.count == literal.utf8CodeUnitCount else { return false }
        return equalBytes(key.text.start, literal.utf8Start, count: literal.utf8CodeUnitCount)
    }

    @inline(__always)
    static func != (key: JSONKey, literal: StaticString) -> Bool { !(key == literal) }

    @inline(never)
    private func equalsUnescaped(_ literal: StaticString) -> Bool {
        sameBytes(string, literal.withUTF8Buffer { String(decoding: $0, as: UTF8.self) })
    }
}
