/// Why the model stopped: one word for all providers, and the provider's own beside it.
public struct FinishReason: Sendable, Hashable {
    /// The unified words.
    public enum Kind: String, Sendable, Hashable, Codable {
        /// The answer is complete, or a stop sequence was met.
        case stop
        /// The output limit or the context window was reached.
        case length
        /// The model asks for tools to be run.
        case toolCalls = "tool_calls"
        /// The provider's policy ended the answer.
        case contentFilter = "content_filter"
        /// Anything else; see ``FinishReason/raw``.
        case other
    }

    /// The unified word.
    public var kind: Kind
    /// The provider's word. `nil` where it gave none.
    public var raw: String?

    /// A reason, with the provider's word for it.
    public init(_ kind: Kind, raw: String? = nil) {
        self.kind = kind
        self.raw = raw
    }
}

extension FinishReason: CustomStringConvertible {
    /// The unified word.
    public var description: String { kind.rawValue }
}
