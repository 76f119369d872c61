extension ProviderTable {
    /// Our prefixes by the names that models.dev gives the same providers, where the two differ.
    static let modelsDevNames: [String: String] = [
        "alibaba": "dashscope", "amazon-bedrock": "bedrock", "cloudflare-workers-ai": "cloudflare",
        "fireworks-ai": "fireworks_ai", "github-copilot": "github_copilot", "github-models": "github",
        "google": "gemini", "google-vertex": "vertex_ai", "google-vertex-anthropic": "vertex_ai", "llama": "meta_llama",
        "lmstudio": "lm_studio", "moonshotai": "moonshot", "nvidia": "nvidia_nim", "opencode": "opencode-zen",
        "togetherai": "together_ai", "vercel": "vercel_ai_gateway", "zhipuai": "bigmodel",
    ]
}
