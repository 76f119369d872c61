/// What is known of a model: limits, prices, abilities. What nobody said is `nil` or ``Support/unknown``; nothing is guessed.
///
/// As an override on a handle (`Model(…, capabilities:)`) it replaces what the registry knows, member by member.
public struct Capabilities: Sendable, Hashable {
    /// What it is called for: `chat`, `responses`, `completion` or `embedding`.
    public var mode: String?
    /// Tokens that prompt and answer may have together, or the prompt alone where the source gives only that.
    public var contextWindow: Int?
    /// The most tokens of a prompt.
    public var maxInputTokens: Int?
    /// The most tokens of an answer.
    public var maxOutput: Int?
    /// The shortest beginning of a prompt that is kept in a cache, in tokens.
    public var minimumCacheableTokens: Int?
    /// The length of an embedding.
    public var embeddingDimensions: Int?
    /// What it reads: `text`, `image`, `audio`, `video`, `file`.
    public var inputModalities: Set<String>?
    /// What it writes.
    public var outputModalities: Set<String>?
    /// The abilities of which something is known: `true` for those that it has.
    public var abilities: [Ability: Bool]
    /// The words that `reasoning_effort` may be.
    public var reasoningEfforts: [String]?
    /// The effort that holds where none is said.
    public var defaultReasoningEffort: String?
    /// The paths that serve it, as OpenAI names them.
    public var endpoints: [String]?
    /// What its tokens cost.
    public var prices: Prices?
    /// The limits of an account as the headers of the last response told them to this dispatcher, else those that the source
    /// publishes. `remaining` and `reset` are as of then; ``Generation/rateLimits`` has those of one answer.
    public var rateLimits: RateLimits?
    /// The day from which it may be gone, as `2026-11-30`.
    public var deprecation: String?
    /// Where the facts are from.
    public var source: String?
    /// When they held, as `2026-11`.
    public var asOf: String?

    /// Nothing known.
    public init() { abilities = [:] }

    /// Limits, abilities and prices; more can be set on the value.
    public init(
        contextWindow: Int? = nil,
        maxInputTokens: Int? = nil,
        maxOutput: Int? = nil,
        abilities: [Ability: Bool] = [:],
        prices: Prices? = nil
    ) {
        self.contextWindow = contextWindow
        self.maxInputTokens = maxInputTokens
        self.maxOutput = maxOutput
        self.abilities = abilities
        self.prices = prices
    }

    /// Whether it has an ability.
    public func supports(_ ability: Ability) -> Support {
        switch abilities[ability] {
        case true: .supported
        case false: .unsupported
        case nil: .unknown
        }
    }

    /// These facts where there are any, else those of `other`.
    public func over(_ other: Capabilities) -> Capabilities {
        var result = other
        result.mode = mode ?? other.mode
        result.contextWindow = contextWindow ?? other.contextWindow
        result.maxInputTokens = maxInputTokens ?? other.maxInputTokens
        result.maxOutput = maxOutput ?? other.maxOutput
        result.minimumCacheableTokens = minimumCacheableTokens ?? other.minimumCacheableTokens
        result.embeddingDimensions = embeddingDimensions ?? other.embeddingDimensions
        result.inputModalities = inputModalities ?? other.inputModalities
        result.outputModalities = outputModalities ?? other.outputModalities
        result.abilities.merge(abilities) { $1 }
        result.reasoningEfforts = reasoningEfforts ?? other.reasoningEfforts
        result.defaultReasoningEffort = defaultReasoningEffort ?? other.defaultReasoningEffort
        result.endpoints = endpoints ?? other.endpoints
        result.prices = prices ?? other.prices
        result.rateLimits = rateLimits ?? other.rateLimits
        result.deprecation = deprecation ?? other.deprecation
        result.source = source ?? other.source
        result.asOf = asOf ?? other.asOf
        return result
    }
}
