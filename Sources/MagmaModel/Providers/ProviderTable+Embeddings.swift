extension ProviderTable {
    /// A row with what is known of its embeddings.
    static func withEmbeddings(_ provider: Provider) -> Provider {
        guard let endpoints = embeddings[provider.id] else { return provider }
        var row = provider
        row.embeddings = endpoints
        return row
    }

    /// Who turns texts into vectors, and the limits of a request. Facts: the providers' references, November 2026.
    private static let embeddings: [String: [EmbeddingEndpoint]] = {
        let dimensions = ["dimensions": "dimensions", "encoding_format": "encoding_format"]
        var table: [String: [EmbeddingEndpoint]] = [
            "openai": [EmbeddingEndpoint(limit: 2048, refusesEmpty: true)],
            "azure": [EmbeddingEndpoint(path: "/openai/{api_version.host}", limit: 2048, refusesEmpty: true)],
            "azure_ai": [EmbeddingEndpoint(path: "/embeddings{api_version.host}", refusesEmpty: true)],
            "mistral": [
                EmbeddingEndpoint(
                    refusesEmpty: true,
                    parameters: ["dimensions": "output_dimension", "encoding_format": "encoding_format"])
            ],
            "nvidia_nim": [
                EmbeddingEndpoint(
                    refusesEmpty: true,
                    parameters: [
                        "dimensions": "dimensions", "encoding_format": "encoding_format", "user": "user",
                        "input_type": "input_type",
                    ],
                    inputTypes: ["query": "query", "document": "passage"])
            ],
            "cohere": [EmbeddingEndpoint(.cohereEmbed, limit: 96, refusesEmpty: true)],
            "ollama": [EmbeddingEndpoint(.ollamaEmbed)],
            "gemini": [EmbeddingEndpoint(.geminiEmbed, limit: 100, refusesEmpty: true)],
            "bedrock": [
                EmbeddingEndpoint(
                    .bedrockCohereEmbed, prefixes: ["cohere.", "us.cohere.", "eu.cohere.", "global.cohere."], limit: 96,
                    refusesEmpty: true),
                EmbeddingEndpoint(.titanEmbed, prefixes: ["amazon.titan-embed"], limit: 1, refusesEmpty: true),
            ],
        ]
        let predict = "/projects/{project}/locations/{location}/publishers/google/models/{model}:predict"
        table["vertex_ai"] = [
            // One text a request, as Google has it for these models.
            EmbeddingEndpoint(.vertexEmbed, path: predict, prefixes: ["gemini-"], limit: 1, refusesEmpty: true),
            EmbeddingEndpoint(.vertexEmbed, path: predict, limit: 250, refusesEmpty: true),
        ]
        for id in ["together_ai", "fireworks_ai", "dashscope", "siliconflow", "deepinfra", "nebius"] {
            table[id] = [EmbeddingEndpoint(parameters: dimensions)]
        }
        table["dashscope"]?[0].limit = 10
        for id in ["vllm", "llamacpp", "lm_studio", "litellm_proxy", "sglang", "xinference", "docker_model_runner"] {
            table[id] = [EmbeddingEndpoint()]
        }
        for id in ["openrouter", "vercel_ai_gateway", "gemini_openai", "databricks"] {
            table[id] = [EmbeddingEndpoint()]
        }
        return table
    }()
}
