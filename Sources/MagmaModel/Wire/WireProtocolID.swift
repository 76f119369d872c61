/// The name of a wire protocol, as provider rows and cassettes write it.
public struct WireProtocolID: Sendable, Hashable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { self.init(rawValue: value) }

    /// OpenAI's Chat Completions, and everything compatible with it.
    public static let chatCompletions: WireProtocolID = "chat_completions"
    /// Anthropic's Messages.
    public static let messages: WireProtocolID = "messages"
    /// Ollama's own `/api/chat`.
    public static let ollamaChat: WireProtocolID = "ollama_chat"
    /// The built-in provider that answers in the process.
    public static let echo: WireProtocolID = "echo"

    public var description: String { rawValue }

    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
