/// Who speaks. The set is open: a word that is not listed is kept and sent as it is.
public struct Role: Sendable, Hashable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { self.init(rawValue: value) }

    public static let system: Role = "system"
    /// OpenAI's newer word for ``system``.
    public static let developer: Role = "developer"
    public static let user: Role = "user"
    public static let assistant: Role = "assistant"
    public static let tool: Role = "tool"

    public var description: String { rawValue }

    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
