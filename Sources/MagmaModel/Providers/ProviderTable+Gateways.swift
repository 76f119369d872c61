extension ProviderTable {
    /// Services that pass calls on to others' models.
    static let gateways: [Provider] = [
        chat(
            "openrouter", "OpenRouter", "https://openrouter.ai/api/v1", ["OPENROUTER_API_KEY", "OR_API_KEY"],
            Dialect(.cacheControl, .reasoningObject, .reasoningDetails),
            docs: "https://openrouter.ai/docs/api-reference"
        ).withResponses(),
        chat(
            "huggingface", "Hugging Face", "https://router.huggingface.co/v1", ["HF_TOKEN", "HUGGINGFACE_API_KEY"],
            bases: ["HUGGINGFACE_API_BASE", "HF_API_BASE"], Dialect(.routeSuffix),
            docs: "https://huggingface.co/docs/inference-providers"
        ),
        chat(
            "vercel_ai_gateway", "Vercel AI Gateway", "https://ai-gateway.vercel.sh/v1",
            ["AI_GATEWAY_API_KEY", "VERCEL_AI_GATEWAY_API_KEY", "VERCEL_OIDC_TOKEN"],
            aliases: ["vercel", "vercel-gateway"], Dialect(.reasoningBesideCompletion, .reasoningDetails),
            docs: "https://vercel.com/docs/ai-gateway"
        ),
        Provider(
            id: "github",
            name: "GitHub Models",
            aliases: ["github-models"],
            baseURL: "https://models.github.ai/inference",
            credential: .bearer("GITHUB_API_KEY", "GITHUB_TOKEN"),
            retired: "the service was closed on 2026-07-30."
        ),
        chat("venice", "Venice", "https://api.venice.ai/api/v1", ["VENICE_API_KEY"]),
        chat("poe", "Poe", "https://api.poe.com/v1", ["POE_API_KEY"]),
        chat("chutes", "Chutes", "https://llm.chutes.ai/v1", ["CHUTES_API_KEY"]),
        chat("helicone", "Helicone", "https://ai-gateway.helicone.ai/v1", ["HELICONE_API_KEY"]),
        chat("synthetic", "Synthetic", "https://api.synthetic.new/openai/v1", ["SYNTHETIC_API_KEY"]),
        chat(
            "nano-gpt", "Nano-GPT", "https://nano-gpt.com/api/v1", ["NANO_GPT_API_KEY", "NANOGPT_API_KEY"],
            bases: ["NANO_GPT_API_BASE"]),
        chat(
            "heroku", "Heroku Inference", "https://us.inference.heroku.com/v1", ["HEROKU_API_KEY", "INFERENCE_KEY"],
            bases: ["HEROKU_API_BASE", "INFERENCE_URL"],
            docs: "https://devcenter.heroku.com/categories/heroku-inference"
        ),
        chat(
            "opencode-zen", "OpenCode Zen", "https://opencode.ai/zen/v1", ["OPENCODE_API_KEY"],
            bases: ["OPENCODE_API_BASE"], docs: "https://opencode.ai/docs/zen"
        ),
        Provider(
            id: "portkey",
            name: "Portkey",
            baseURL: "https://api.portkey.ai/v1",
            baseURLVariables: ["PORTKEY_API_BASE"],
            credential: .header("x-portkey-api-key", "PORTKEY_API_KEY"),
            documentation: "https://portkey.ai/docs/api-reference"
        ),
        chat(
            "aihubmix", "AIHubMix", "https://aihubmix.com/v1", ["AIHUBMIX_API_KEY"], docs: "https://docs.aihubmix.com"
        ),
    ]
}
