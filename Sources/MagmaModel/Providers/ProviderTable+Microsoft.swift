extension ProviderTable {
    /// OpenAI's and others' models at Microsoft's: Azure OpenAI, Azure AI Foundry, GitHub Copilot.
    static let microsoft: [Provider] = [
        azure.withOpenAIResponses { row in
            row.places = [
                version(
                    dated: "responses?api-version={api_version}", undated: "v1/responses",
                    preview: "v1/responses?api-version=preview")
            ]
        },
        Provider(
            id: "azure_ai",
            name: "Azure AI Foundry",
            baseURLVariables: ["AZURE_AI_API_BASE"],
            path: "/chat/completions{api_version.host}",
            versionPath: "/models",
            credential: Credential.header("api-key", "AZURE_AI_API_KEY").or(token).orElse(entra),
            dialect: Dialect(.noFiles),
            places: [
                Place(
                    "api_version", keys: ["api_version", "azure_api_version"], variables: ["AZURE_AI_API_VERSION"],
                    bases: ["/v1": "v1"], standard: "none",
                    hosts: ["none": "", "v1": "", "*": "?api-version={api_version}"])
            ],
            documentation: "https://learn.microsoft.com/azure/ai-foundry/model-inference/reference"
        ).withResponses { $0.path = "/responses{api_version.host}" },
        chat(
            "github_copilot", "GitHub Copilot", "https://api.githubcopilot.com", ["GITHUB_COPILOT_TOKEN"],
            aliases: ["github-copilot"], versionPath: "",
            // It answers editors only, and wants to be told which one.
            headers: ["editor-version": "magma/1", "copilot-integration-id": "vscode-chat"]
        ).withResponses(only: [
            "gpt-5.3-codex", "gpt-5.4", "gpt-5.5", "gpt-5.6", "gpt-6", "mai-code-",
        ]),
    ]

    private static let azure = Provider(
        id: "azure",
        name: "Azure OpenAI",
        baseURLVariables: ["AZURE_API_BASE", "AZURE_OPENAI_ENDPOINT"],
        path: "/openai/{api_version.host}",
        versionPath: "",
        credential: Credential.header("api-key", "AZURE_API_KEY", "AZURE_OPENAI_API_KEY").or(token).orElse(entra),
        dialect: Dialect(.maxCompletionTokens, .noFiles),
        places: [
            version(
                dated: "deployments/{model}/chat/completions?api-version={api_version}",
                undated: "v1/chat/completions", preview: "v1/chat/completions?api-version=preview")
        ],
        documentation: "https://learn.microsoft.com/azure/ai-foundry/openai/reference"
    )

    /// Without a date the deployment stands in the body and the address stays the same from version to version.
    private static func version(dated: String, undated: String, preview: String) -> Place {
        Place(
            "api_version", keys: ["api_version", "azure_api_version"],
            variables: ["AZURE_API_VERSION", "OPENAI_API_VERSION"], bases: ["/openai/v1": "v1"], standard: "v1",
            hosts: ["v1": undated, "latest": undated, "preview": preview, "*": dated])
    }

    private static let entra = Credential.Cloud.entra(scope: "https://cognitiveservices.azure.com/.default")
    private static let token = Credential.Token(
        keys: ["azure_ad_token"], variables: ["AZURE_AD_TOKEN", "AZURE_OPENAI_AD_TOKEN"])
}
