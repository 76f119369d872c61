// What OpenAI-compatible providers do otherwise than OpenAI. Each provider's row lists the flags that hold for it.
extension Dialect.Flag {
    /// The other flags hold on the provider's own host: another base URL is that of some compatible server (OpenAI).
    public static let ownHostOnly: Dialect.Flag = "own_host_only"
    /// A name of three parts begins with who is to run the model, which the provider wants behind it: `a/b/c` goes as
    /// `b/c:a` (Hugging Face).
    public static let routeSuffix: Dialect.Flag = "route_suffix"
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
    /// A list of parts is refused as a tool's result: text is joined into one string (DeepInfra).
    public static let flatToolText: Dialect.Flag = "flat_tool_text"
    /// Tool results may hold images; elsewhere they follow in a message of the user's (LiteLLM's proxy).
    public static let toolImages: Dialect.Flag = "tool_images"
    /// Images, audio and files are refused (DeepSeek).
    public static let textOnly: Dialect.Flag = "text_only"
    /// Files are refused where images are not (Azure OpenAI).
    public static let noFiles: Dialect.Flag = "no_files"
    /// `name` on messages is refused.
    public static let noMessageNames: Dialect.Flag = "no_message_names"
    /// `name` on tool results is taken where it is refused on other messages (Mistral).
    public static let toolNames: Dialect.Flag = "tool_names"
    /// Ids of tool calls are nine letters and digits; others are changed to such (Mistral's older models).
    public static let shortToolIDs: Dialect.Flag = "short_tool_ids"
    /// Words of the assistant that are to be continued need `prefix: true` (Mistral).
    public static let prefixMember: Dialect.Flag = "prefix_member"
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
    /// `response_format` is refused beside tools (Fireworks).
    public static let noFormatBesideTools: Dialect.Flag = "no_format_beside_tools"
    /// Tools are refused (Perplexity).
    public static let noTools: Dialect.Flag = "no_tools"
    /// Anthropic's `thinking` object is understood.
    public static let takesThinking: Dialect.Flag = "takes_thinking"
    /// `thinking` holds a `type`, enabled or disabled, and no budget (DeepSeek, Moonshot, Z.ai).
    public static let thinkingSwitch: Dialect.Flag = "thinking_switch"
    /// Thinking is asked for with `enable_thinking` and `thinking_budget` (Qwen).
    public static let enableThinking: Dialect.Flag = "enable_thinking"
    /// `reasoning_effort` is low, high or max, and none is `thinking: {type: disabled}` (DeepSeek).
    public static let threeEfforts: Dialect.Flag = "three_efforts"
    /// Thinking is asked for with `reasoning: {enabled, max_tokens}` (OpenRouter).
    public static let reasoningObject: Dialect.Flag = "reasoning_object"
    /// Thinking is bounded with `thinking_token_budget`, and switched off through `chat_template_kwargs` (vLLM).
    public static let thinkingTokenBudget: Dialect.Flag = "thinking_token_budget"

    /// The model goes as `model_id` (IBM watsonx).
    public static let modelID: Dialect.Flag = "model_id"
    /// The address says which model it is, and the body does not (deployments at IBM watsonx).
    public static let modelInPath: Dialect.Flag = "model_in_path"
    /// A word for `tool_choice` goes as `tool_choice_option` (IBM watsonx).
    public static let toolChoiceOption: Dialect.Flag = "tool_choice_option"

    /// Every flag that some code reads: any other word in a user's file is an error.
    static let known: Set<Dialect.Flag> = [
        .maxCompletionTokens, .totalIncludesThinking, .reasoningBesideCompletion, .noStreamOptions, .flatText,
        .textOnly,
        .noMessageNames, .replaysReasoning, .cacheControl, .toolChoiceAny, .randomSeed, .noStrictTools, .noTools,
        .takesThinking, .noReasoningReplay, .reasoningDetails, .thinkingBlocks, .developerRole,
        .omitsDefaultTemperature, .reasoningObject, .thinkingTokenBudget, .ownHostOnly, .routeSuffix, .flatToolText,
        .toolImages, .toolNames, .prefixMember, .thinkingSwitch, .enableThinking, .threeEfforts,
        .noFormatBesideTools, .cloudLabels, .runsCustomTools, .noFiles, .noSearchContextSize, .noCallIDs,
        .shortToolIDs, .versionInBody, .inlineMediaOnly, .modelID, .modelInPath, .toolChoiceOption,
    ]
}
