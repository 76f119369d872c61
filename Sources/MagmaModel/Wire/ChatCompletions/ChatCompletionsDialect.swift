// What OpenAI-compatible providers do otherwise than OpenAI. Each provider's row lists the flags that hold for it.
extension Dialect.Flag {
    /// The output limit goes as `max_completion_tokens` (OpenAI, Groq, Cerebras).
    public static let maxCompletionTokens: Dialect.Flag = "max_completion_tokens"
    /// `total_tokens` holds thinking that no other count does (Gemini's OpenAI-compatible endpoint).
    public static let totalIncludesThinking: Dialect.Flag = "total_includes_thinking"
    /// Reasoning is counted beside the completion, not within it, where it is the larger one (Vercel's gateway).
    public static let reasoningBesideCompletion: Dialect.Flag = "reasoning_beside_completion"
    /// Streams carry usage without being asked, and `stream_options` is refused or useless (Mistral).
    public static let noStreamOptions: Dialect.Flag = "no_stream_options"
    /// A list of text parts is refused: text is joined into one string.
    public static let flatText: Dialect.Flag = "flat_text"
    /// Images, audio and files are refused (DeepSeek).
    public static let textOnly: Dialect.Flag = "text_only"
    /// `name` on messages is refused.
    public static let noMessageNames: Dialect.Flag = "no_message_names"
    /// Reasoning goes back with assistant messages under the name it came under, also when it is empty, on turns that
    /// call tools (DeepSeek, Moonshot).
    public static let replaysReasoning: Dialect.Flag = "replays_reasoning"
    /// Earlier reasoning is refused in any form on messages (Mistral, Databricks: unknown members are errors).
    public static let noReasoningReplay: Dialect.Flag = "no_reasoning_replay"
    /// `reasoning_details` go back unchanged (OpenRouter, Vercel, MiniMax).
    public static let reasoningDetails: Dialect.Flag = "reasoning_details"
    /// Signed and encrypted thinking goes back as `thinking_blocks` (LiteLLM's proxy).
    public static let thinkingBlocks: Dialect.Flag = "thinking_blocks"
    /// The role `developer` is known; elsewhere it goes as `system`, the word it replaced.
    public static let developerRole: Dialect.Flag = "developer_role"
    /// Newer models refuse any temperature but their own, so the built-in default is not sent (Moonshot, MiniMax).
    public static let omitsDefaultTemperature: Dialect.Flag = "omits_default_temperature"
    /// `cache_control` on parts is understood.
    public static let cacheControl: Dialect.Flag = "cache_control"
    /// `tool_choice: "required"` is spelled `"any"` (Fireworks, Mistral).
    public static let toolChoiceAny: Dialect.Flag = "tool_choice_any"
    /// `seed` is spelled `random_seed` (Mistral).
    public static let randomSeed: Dialect.Flag = "random_seed"
    /// `strict` in tool definitions is refused (xAI).
    public static let noStrictTools: Dialect.Flag = "no_strict_tools"
    /// Tools are refused (Perplexity).
    public static let noTools: Dialect.Flag = "no_tools"
    /// Anthropic's `thinking` object is understood.
    public static let takesThinking: Dialect.Flag = "takes_thinking"
    /// Thinking is asked for with `reasoning: {enabled, max_tokens}` (OpenRouter).
    public static let reasoningObject: Dialect.Flag = "reasoning_object"
    /// Thinking is bounded with `thinking_token_budget`, and switched off through `chat_template_kwargs` (vLLM).
    public static let thinkingTokenBudget: Dialect.Flag = "thinking_token_budget"

    /// Every flag that some code reads: any other word in a user's file is an error.
    static let known: Set<Dialect.Flag> = [
        .maxCompletionTokens, .totalIncludesThinking, .reasoningBesideCompletion, .noStreamOptions, .flatText,
        .textOnly,
        .noMessageNames, .replaysReasoning, .cacheControl, .toolChoiceAny, .randomSeed, .noStrictTools, .noTools,
        .takesThinking, .noReasoningReplay, .reasoningDetails, .thinkingBlocks, .developerRole,
        .omitsDefaultTemperature, .reasoningObject, .thinkingTokenBudget,
    ]
}
