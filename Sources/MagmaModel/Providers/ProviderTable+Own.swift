extension ProviderTable {
    /// Providers with a wire protocol of their own, and the built-in one.
    static let own: [Provider] = [
        Provider(
            id: "openai",
            name: "OpenAI",
            baseURL: "https://api.openai.com/v1",
            baseURLVariables: ["OPENAI_BASE_URL", "OPENAI_API_BASE"],
            credential: .bearer("OPENAI_API_KEY"),
            dialect: Dialect(.ownHostOnly, .maxCompletionTokens, .developerRole),
            documentation: "https://platform.openai.com/docs/api-reference/chat"
        ).withOpenAIResponses(),
        Provider(
            id: "anthropic",
            name: "Anthropic",
            wire: .messages,
            baseURL: "https://api.anthropic.com/v1",
            baseURLVariables: ["ANTHROPIC_BASE_URL", "ANTHROPIC_API_BASE"],
            credential: .header("x-api-key", "ANTHROPIC_API_KEY"),
            documentation: "https://platform.claude.com/docs/en/api/messages"
        ),
        cohere,
        Provider(
            id: "ollama",
            name: "Ollama",
            aliases: ["ollama_chat"],
            wire: .ollamaChat,
            baseURL: "http://localhost:11434",
            baseURLVariables: ["OLLAMA_API_BASE"],
            credential: .bearer("OLLAMA_API_KEY", optional: true),
            documentation: "https://docs.ollama.com/api/chat"
        ),
        Provider(
            id: "echo",
            name: "Echo (built in, for trying things)",
            wire: .echo,
            baseURL: "http://127.0.0.1"
        ),
    ]

    /// LiteLLM's `v1/` and `v2/` name a version of the API; version 2 has all that version 1 had, and models need it.
    private static let cohere: Provider = {
        var row = Provider(
            id: "cohere",
            name: "Cohere",
            aliases: ["cohere_chat"],
            wire: .cohereChat,
            baseURL: "https://api.cohere.com/v2",
            baseURLVariables: ["CO_API_URL", "COHERE_API_BASE"],
            credential: .bearer("CO_API_KEY", "COHERE_API_KEY"),
            dialect: Dialect(errorCodes: ["498": .contentFiltered]),
            documentation: "https://docs.cohere.com/reference/chat"
        )
        row.variants = [Variant("v1/", "v2/", isSwitch: true, provider: row)]
        return row
    }()
}
