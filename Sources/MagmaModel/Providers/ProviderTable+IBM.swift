extension ProviderTable {
    /// IBM watsonx: chat completions under other names for the model and for the choice of tools.
    static let ibm: [Provider] = [watsonx]

    private static let watsonx: Provider = {
        var row = Provider(
            id: "watsonx",
            name: "IBM watsonx",
            // Each region has a host of its own, and none goes for the others.
            baseURLVariables: ["WATSONX_API_BASE", "WATSONX_URL", "WX_URL", "WML_URL"],
            path: "/ml/v1/text/chat?version={version}",
            streamPath: "/ml/v1/text/chat_stream?version={version}",
            versionPath: "",
            credential: Credential.bearer("WATSONX_APIKEY", "WATSONX_API_KEY", "WX_API_KEY")
                .or(Credential.Token(keys: ["token", "watsonx_token"], variables: ["WATSONX_TOKEN"]))
                .or(Credential.Token(keys: ["zen_api_key"], variables: ["WATSONX_ZENAPIKEY"], word: "ZenApiKey"))
                .orElse(.ibm),
            dialect: Dialect(.modelID, .toolChoiceOption, .noStreamOptions, .noStrictTools, refuses: unknown),
            places: [
                Place("version", keys: ["api_version"], variables: ["WATSONX_API_VERSION"], standard: "2024-03-13")
            ],
            documentation: "https://cloud.ibm.com/apidocs/watsonx-ai#text-chat"
        )
        var deployment = row
        deployment.path = "/ml/v1/deployments/{model}/text/chat?version={version}"
        deployment.streamPath = "/ml/v1/deployments/{model}/text/chat_stream?version={version}"
        deployment.dialect = Dialect(
            .modelInPath, .toolChoiceOption, .noStreamOptions, .noStrictTools, refuses: unknown)
        row.variants = [Variant("deployment/", isSwitch: true, provider: deployment)]
        row.bodyPlaces = [
            Place(
                "project_id", keys: ["project_id", "watsonx_project"],
                variables: ["WATSONX_PROJECT_ID", "WX_PROJECT_ID"]),
            Place(
                "space_id", keys: ["space_id"],
                variables: ["WATSONX_DEPLOYMENT_SPACE_ID", "WATSONX_SPACE_ID", "WX_SPACE_ID"]),
        ]
        return row
    }()

    /// What its reference does not have; it would pass over them without a word.
    private static let unknown: Set<String> = [
        "parallel_tool_calls", "functions", "function_call", "modalities", "audio", "prediction", "verbosity",
        "web_search_options", "user", "metadata", "store", "service_tier", "prompt_cache_key", "safety_identifier",
        "top_k",
    ]
}
