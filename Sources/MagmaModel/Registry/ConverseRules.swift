/// What a model takes and wants where it is asked through Amazon's Converse, which has one form for all but not the same
/// abilities. Unknown models: nothing is refused.
struct ConverseRules: Sendable, Hashable {
    /// How a request for an effort is written. Converse has no place of its own for it.
    var effort: Effort = .word
    /// Where `top_k` goes.
    var topK: TopK = .member
    /// How the model may be told to use tools.
    var toolChoice: ToolChoice = .any
    /// Whether a tool's definition may be strict.
    var takesStrictTools = true
    /// Whether calls side by side can be forbidden, by Anthropic's parameter.
    var takesParallelSwitch = false
    /// Whether an answer can be held to a schema.
    var takesSchemas = true
    /// Whether a schema must lie in Anthropic's subset.
    var narrowsSchemas = false
    var cache: Cache = .withLifetime
    /// Whether earlier thinking may go back.
    var takesReasoning = true
    var takesAudio = true
    var takesVideo = true
    /// The tool of the system's that searches the web.
    var searchTool: String?

    enum Effort: Sendable, Hashable {
        /// Anthropic's `thinking` and effort.
        case thinking
        /// `reasoning_effort` with a word.
        case word
        /// `reasoning_config` with a word.
        case configWord
        /// OpenAI's `reasoning: {effort}`.
        case object
        /// `reasoningConfig: {type, maxReasoningEffort}`, of three words.
        case config
        /// The model does not reason, or cannot be told how much.
        case none
    }

    enum TopK: Sendable, Hashable {
        case member
        /// Within an `inferenceConfig` of the model's own.
        case inferenceConfig
        case none
    }

    enum ToolChoice: Sendable, Hashable {
        case any
        /// Only left to the model, which need not be said and must not.
        case unsaid
    }

    enum Cache: Sendable, Hashable {
        case withLifetime
        case plain
        case none
    }
}
