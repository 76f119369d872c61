/// The name of a wire protocol, as provider rows and cassettes write it.
public struct WireProtocolID: Sendable, Hashable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The name.
    public let rawValue: String

    /// A protocol by its name.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// A protocol by its name.
    public init(stringLiteral value: String) { self.init(rawValue: value) }

    /// OpenAI's Chat Completions, and everything compatible with it.
    public static let chatCompletions: WireProtocolID = "chat_completions"
    /// Anthropic's Messages.
    public static let messages: WireProtocolID = "messages"
    /// OpenAI's Responses.
    public static let responses: WireProtocolID = "responses"
    /// Google's `generateContent`, at the Gemini API and at Vertex AI.
    public static let generateContent: WireProtocolID = "generate_content"
    /// Google's Interactions API.
    public static let interactions: WireProtocolID = "interactions"
    /// Cohere's Chat, version 2.
    public static let cohereChat: WireProtocolID = "cohere_chat"
    /// Ollama's own `/api/chat`.
    public static let ollamaChat: WireProtocolID = "ollama_chat"
    /// Amazon's Converse.
    public static let converse: WireProtocolID = "converse"
    /// Amazon's InvokeModel, which passes on what the vendor of the model speaks.
    public static let invokeModel: WireProtocolID = "invoke_model"
    /// The built-in provider that answers in the process.
    public static let echo: WireProtocolID = "echo"

    /// The name.
    public var description: String { rawValue }

    /// Reads the name.
    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    /// Writes the name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
