/// What a model refuses or wants otherwise than its protocol has it. Unknown models: nothing is refused.
struct ModelRules: Sendable, Hashable {
    /// Whether a temperature and the other settings of sampling may be sent.
    var sampling: Sampling = .accepted
    /// Parameters that it refuses, by name.
    var refuses: Set<String> = []
    /// Whether function tools are refused while it reasons (OpenAI).
    var refusesToolsWhileReasoning = false
    /// Whether it answers whole only (OpenAI).
    var refusesStreams = false
    /// Whether the output limit goes by the name `max_completion_tokens`.
    var wantsMaxCompletionTokens = false
    /// How the model takes a request to think (Anthropic).
    var thinking: Thinking = .unknown
    /// The most tokens it writes; needed where a protocol demands a limit.
    var maxOutput: Int?
    /// Whether it can be made to use a tool, any or a certain one (Anthropic).
    var takesForcedTools = true
    /// Whether system messages may stand within the conversation (Anthropic).
    var takesLaterSystem = true
    /// Whether a conversation may end with words of the assistant, to be continued (Anthropic).
    var takesPrefill = true

    /// How much it thinks, said by level or by budget (Gemini).
    var geminiThinking: GeminiThinking = .levels(["low", "medium", "high"])
    /// Whether calls of functions have ids, which their results name (Gemini).
    var hasCallIDs = false
    /// Whether results of functions may hold images and files (Gemini).
    var takesMediaInResults = false
    /// Whether its vendor speaks Anthropic's Messages.
    var speaksMessages = false
    /// What it takes and wants where it is asked through Amazon's Converse.
    var converse = ConverseRules()

    enum Sampling: Sendable, Hashable {
        case accepted
        /// Not with a `reasoning_effort` other than `none`: the model reasons when it is asked to.
        case withoutEffort
        /// Only with `reasoning_effort: none`.
        case withoutReasoning
        case refused
        /// A family's member newer than all that is known: what is said passes, a mere default is not sent.
        case onlySaid
    }

    enum Thinking: Sendable, Hashable {
        case unknown
        /// `thinking: {type: enabled, budget_tokens}`.
        case budget
        /// `thinking: {type: adaptive}` with `output_config.effort`; a budget is still taken.
        case adaptiveOrBudget
        /// Adaptive only; a budget is refused.
        case adaptive
        /// Adaptive only, and it cannot be switched off.
        case alwaysAdaptive
    }

    static let unknown = ModelRules()

    /// What a handle says of its model goes before what its name says.
    mutating func take(_ said: Capabilities) {
        if let known = said.abilities[.samplingParameters] { sampling = known ? .accepted : .refused }
        if let known = said.abilities[.forcedToolUse] { takesForcedTools = known }
        if let known = said.abilities[.assistantPrefill] { takesPrefill = known }
        maxOutput = said.maxOutput ?? maxOutput
    }
}
