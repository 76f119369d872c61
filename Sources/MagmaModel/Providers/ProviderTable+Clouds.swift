extension ProviderTable {
    /// Services that run models themselves.
    static let clouds: [Provider] = [
        chat(
            "groq", "Groq", "https://api.groq.com/openai/v1", ["GROQ_API_KEY"],
            Dialect(
                .maxCompletionTokens, .noMessageNames,
                refuses: [
                    "n", "logprobs", "top_logprobs", "logit_bias", "presence_penalty", "frequency_penalty",
                ]
            ), docs: "https://console.groq.com/docs/api-reference"
        ),
        chat(
            "mistral", "Mistral", "https://api.mistral.ai/v1", ["MISTRAL_API_KEY"],
            mistral, docs: "https://docs.mistral.ai/api"
        ),
        chat(
            "codestral", "Codestral (Mistral)", "https://codestral.mistral.ai/v1",
            ["CODESTRAL_API_KEY", "MISTRAL_API_KEY"], mistral,
            docs: "https://docs.mistral.ai/api"
        ),
        chat(
            "deepseek", "DeepSeek", "https://api.deepseek.com", ["DEEPSEEK_API_KEY"],
            Dialect(.textOnly, .replaysReasoning, .thinkingSwitch, .threeEfforts, refuses: ["n"]),
            docs: "https://api-docs.deepseek.com"
        ).withResponses(),
        chat(
            "xai", "xAI", "https://api.x.ai/v1", ["XAI_API_KEY"],
            Dialect(.noStrictTools, .noMessageNames, .runsCustomTools, refuses: ["web_search_options"]),
            docs: "https://docs.x.ai/docs/api-reference"
        ).withResponses(beside: ["web_search_options"], of: ["grok-"]) {
            $0.dialect.flags.insert(.noSearchContextSize)
            $0.dialect.refuses = []
        },
        chat(
            "together_ai", "Together", "https://api.together.ai/v1",
            ["TOGETHER_API_KEY", "TOGETHER_AI_API_KEY", "TOGETHERAI_API_KEY", "TOGETHER_AI_TOKEN"],
            aliases: ["together"], docs: "https://docs.together.ai/reference/chat-completions-1"
        ),
        chat(
            "fireworks_ai", "Fireworks", "https://api.fireworks.ai/inference/v1",
            ["FIREWORKS_API_KEY", "FIREWORKS_AI_API_KEY", "FIREWORKSAI_API_KEY", "FIREWORKS_AI_TOKEN"],
            aliases: ["fireworks"],
            bases: ["FIREWORKS_AI_API_BASE", "FIREWORKS_API_BASE"],
            Dialect(.toolChoiceAny, .takesThinking, .noFormatBesideTools),
            docs: "https://docs.fireworks.ai/api-reference"
        ),
        chat(
            "perplexity", "Perplexity", "https://api.perplexity.ai", ["PERPLEXITYAI_API_KEY", "PERPLEXITY_API_KEY"],
            Dialect(
                .noTools, refuses: ["stop", "logit_bias", "logprobs", "top_logprobs", "seed", "n", "tool_choice"]
            ), docs: "https://docs.perplexity.ai/api-reference"
        ),
        chat(
            "cerebras", "Cerebras", "https://api.cerebras.ai/v1", ["CEREBRAS_API_KEY"],
            Dialect(.maxCompletionTokens), docs: "https://inference-docs.cerebras.ai/api-reference"
        ),
        chat(
            "sambanova", "SambaNova", "https://api.sambanova.ai/v1", ["SAMBANOVA_API_KEY"],
            Dialect(
                .flatText,
                refuses: [
                    "n", "seed", "logprobs", "top_logprobs", "logit_bias", "presence_penalty", "frequency_penalty",
                    "modalities", "audio", "prediction", "verbosity", "web_search_options", "functions",
                    "function_call", "user", "metadata", "store", "service_tier", "prompt_cache_key",
                    "safety_identifier",
                ]
            ),
            docs: "https://docs.sambanova.ai"
        ),
        chat(
            "nvidia_nim", "NVIDIA NIM", "https://integrate.api.nvidia.com/v1",
            ["NVIDIA_NIM_API_KEY", "NVIDIA_API_KEY"], aliases: ["nvidia"], docs: "https://docs.api.nvidia.com/nim"
        ),
        chat("nebius", "Nebius", "https://api.tokenfactory.nebius.com/v1", ["NEBIUS_API_KEY"]),
        chat("novita", "Novita", "https://api.novita.ai/openai", ["NOVITA_API_KEY"]),
        chat(
            "deepinfra", "DeepInfra", "https://api.deepinfra.com/v1/openai", ["DEEPINFRA_API_KEY"],
            Dialect(.flatToolText, refuses: ["tool_choice=required", "tool_choice=function"])
        ),
        chat("hyperbolic", "Hyperbolic", "https://api.hyperbolic.xyz/v1", ["HYPERBOLIC_API_KEY"]),
        chat("baseten", "Baseten", "https://inference.baseten.co/v1", ["BASETEN_API_KEY"]),
        chat(
            "friendliai", "Friendli", "https://api.friendli.ai/serverless/v1",
            ["FRIENDLI_TOKEN", "FRIENDLIAI_API_KEY"], aliases: ["friendli"]
        ),
        chat("meta", "Meta", "https://api.meta.ai/v1", ["META_API_KEY"]),
        chat("meta_llama", "Meta Llama API", "https://api.llama.com/compat/v1", ["LLAMA_API_KEY"]),
        chat("scaleway", "Scaleway", "https://api.scaleway.ai/v1", ["SCW_SECRET_KEY"]),
        chat(
            "ovhcloud", "OVHcloud", "https://oai.endpoints.kepler.ai.cloud.ovh.net/v1", ["OVHCLOUD_API_KEY"],
            optional: true
        ),
        chat("wandb", "W&B Inference", "https://api.inference.wandb.ai/v1", ["WANDB_API_KEY"]),
        chat(
            "gradient_ai", "DigitalOcean", "https://inference.do-ai.run/v1",
            ["GRADIENT_AI_API_KEY", "DIGITALOCEAN_ACCESS_TOKEN"], aliases: ["digitalocean"]
        ),
        chat("ai21", "AI21", "https://api.ai21.com/studio/v1", ["AI21_API_KEY"]),
        Provider(
            id: "writer",
            name: "Writer",
            baseURL: "https://api.writer.com/v1",
            baseURLVariables: ["WRITER_API_BASE"],
            path: "/chat",
            credential: .bearer("WRITER_API_KEY"),
            documentation: "https://dev.writer.com/api-reference/completion-api/chat-completion"
        ),
        chat(
            "crusoe", "Crusoe", "https://api.inference.crusoecloud.com/v1", ["CRUSOE_API_KEY"],
            docs: "https://docs.crusoecloud.com/quickstart/getting-started-with-serverless-inference"
        ),
        chat(
            "doubleword", "Doubleword", "https://api.doubleword.ai/v1", ["DOUBLEWORD_API_KEY"],
            docs: "https://docs.doubleword.ai/inference-api/intro-to-doubleword-inference"
        ),
        chat("avian", "Avian", "https://api.avian.io/v1", ["AVIAN_API_KEY"], docs: "https://avian.io/docs/"),
        Provider(
            id: "sarvam",
            name: "Sarvam",
            baseURL: "https://api.sarvam.ai/v1",
            baseURLVariables: ["SARVAM_API_BASE"],
            credential: .header("api-subscription-key", "SARVAM_API_KEY")
        ),
        chat(
            "databricks", "Databricks", "https://{DATABRICKS_HOST}/serving-endpoints",
            ["DATABRICKS_API_KEY", "DATABRICKS_TOKEN"], Dialect(.takesThinking, .noReasoningReplay, .cacheControl),
            docs: "https://docs.databricks.com/machine-learning"
        ),
        chat(
            "cloudflare", "Cloudflare Workers AI",
            "https://api.cloudflare.com/client/v4/accounts/{CLOUDFLARE_ACCOUNT_ID}/ai/v1", ["CLOUDFLARE_API_KEY"],
            Dialect(errorCodes: .cloudflare), docs: "https://developers.cloudflare.com/workers-ai"
        ),
        chat(
            "snowflake", "Snowflake Cortex", nil, ["SNOWFLAKE_JWT", "SNOWFLAKE_PAT"],
            docs: "https://docs.snowflake.com/en/user-guide/snowflake-cortex"
        ),
        chat(
            "gemini_openai", "Gemini's OpenAI-compatible endpoint",
            "https://generativelanguage.googleapis.com/v1beta/openai", ["GEMINI_API_KEY"],
            aliases: ["gemini-openai-compat"], Dialect(.totalIncludesThinking),
            docs: "https://ai.google.dev/gemini-api/docs/openai"
        ),
    ]

    private static let mistral = Dialect(
        .toolChoiceAny, .randomSeed, .noStreamOptions, .noMessageNames, .toolNames, .noReasoningReplay,
        .prefixMember, .shortToolIDs,
        refuses: [
            "logit_bias", "user", "verbosity", "store", "safety_identifier", "modalities", "audio",
            "functions", "function_call", "web_search_options",
        ]
    )
}
