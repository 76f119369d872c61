/// Who speaks. The set is open: a word that is not listed is kept and sent as it is.
public struct Role: Sendable, Hashable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The word on the wire.
    public let rawValue: String

    /// A role by its word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// A role by its word.
    public init(stringLiteral value: String) { self.init(rawValue: value) }

    /// Instructions.
    public static let system: Role = "system"
    /// OpenAI's newer word for ``system``.
    public static let developer: Role = "developer"
    /// Who asks.
    public static let user: Role = "user"
    /// The model.
    public static let assistant: Role = "assistant"
    /// A tool's result.
    public static let tool: Role = "tool"

    /// The word.
    public var description: String { rawValue }

    /// Reads the word.
    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    /// Writes the word.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
