/// Why a text is not JSON, or not the JSON that was asked for.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was wrong.
    public enum Reason: String, Sendable, Hashable {
        /// The text stops inside a value, or holds none.
        case unexpectedEnd
        /// A byte that the grammar does not allow there.
        case unexpectedByte
        /// A malformed number (`01`, `1.`, `+1`), or one beyond the range of a double.
        case invalidNumber
        /// A control character inside a string.
        case invalidString
        /// A backslash followed by anything that RFC 8259 does not name.
        case invalidEscape
        /// A string which is not UTF-8.
        case invalidUTF8
        /// More containers inside one another than allowed.
        case depthExceeded
        /// Something other than white space behind the value.
        case trailingBytes
        /// Valid so far, but a value of another kind than the reader needs.
        case typeMismatch
    }

    /// What was wrong.
    public var reason: Reason
    /// Where, in bytes from the start of the text; the length of the text for an unexpected end.
    public var offset: Int

    /// An error at a byte offset.
    public init(_ reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// One line of text, for example `invalid JSON at byte 17: unexpectedByte`.
    public var description: String { "invalid JSON at byte \(offset): \(reason.rawValue)" }
}
