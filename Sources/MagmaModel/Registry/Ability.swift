/// Something that a model can do, or a parameter that it takes. The names are those of LiteLLM's model map.
public struct Ability: Sendable, Hashable, Comparable, RawRepresentable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    /// The name.
    public let rawValue: String
    /// An ability by its name.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// An ability by its name.
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    /// The name.
    public var description: String { rawValue }
    /// In the order of the names.
    public static func < (a: Ability, b: Ability) -> Bool { a.rawValue < b.rawValue }

    /// Images in messages.
    public static let vision: Ability = "vision"
    /// PDF files in messages.
    public static let pdfInput: Ability = "pdf_input"
    /// Audio in messages.
    public static let audioInput: Ability = "audio_input"
    /// Spoken answers.
    public static let audioOutput: Ability = "audio_output"
    /// Videos in messages.
    public static let videoInput: Ability = "video_input"
    /// Function tools.
    public static let functionCalling: Ability = "function_calling"
    /// Several tool calls in one answer.
    public static let parallelFunctionCalling: Ability = "parallel_function_calling"
    /// `tool_choice`.
    public static let toolChoice: Ability = "tool_choice"
    /// Being made to use a tool.
    public static let forcedToolUse: Ability = "forced_tool_use"
    /// Answers that follow a JSON schema.
    public static let responseSchema: Ability = "response_schema"
    /// Thinking before the answer.
    public static let reasoning: Ability = "reasoning"
    /// Thinking that cannot be switched off.
    public static let thinkingAlwaysOn: Ability = "thinking_always_on"
    /// A cache for the beginning of prompts.
    public static let promptCaching: Ability = "prompt_caching"
    /// System messages.
    public static let systemMessages: Ability = "system_messages"
    /// Temperature and its like.
    public static let samplingParameters: Ability = "sampling_params"
    /// A conversation that ends with words of the assistant, to be continued.
    public static let assistantPrefill: Ability = "assistant_prefill"
    /// Searching the web on the provider's side.
    public static let webSearch: Ability = "web_search"
    /// Working a computer's screen.
    public static let computerUse: Ability = "computer_use"
}

/// What is known of an ability.
public enum Support: String, Sendable, Hashable, Codable {
    /// The model has it.
    case supported
    /// The model is known to lack it.
    case unsupported
    /// Nobody said. Nothing is refused for this.
    case unknown
}
