extension ProviderTable {
    /// What OpenTelemetry's conventions call the providers that they have another name for (`gen_ai.provider.name`), by the
    /// prefixes of our handles.
    private static let semanticNames: [String: String] = [
        "azure": "azure.ai.openai", "azure_ai": "azure.ai.inference",
        "bedrock": "aws.bedrock", "bedrock_converse": "aws.bedrock", "bedrock_mantle": "aws.bedrock",
        "codestral": "mistral_ai", "mistral": "mistral_ai",
        "gemini": "gcp.gemini", "google": "gcp.gemini", "gemini_openai": "gcp.gemini",
        "gemini-openai-compat": "gcp.gemini",
        "vertex_ai": "gcp.vertex_ai", "vertex_ai_beta": "gcp.vertex_ai", "vertex": "gcp.vertex_ai",
        "kimi": "moonshot_ai", "moonshot": "moonshot_ai",
        "watsonx": "ibm.watsonx.ai", "xai": "x_ai",
    ]

    /// The value of `gen_ai.provider.name` for a provider: that of the conventions, else its own prefix. An alias has none.
    static func semanticName(of prefix: String) -> String {
        prefix.isEmpty ? "_OTHER" : semanticNames[prefix] ?? prefix
    }

    /// Those that have another name there: for tests.
    static var prefixesWithSemanticNames: [String] { semanticNames.keys.sorted() }
}
