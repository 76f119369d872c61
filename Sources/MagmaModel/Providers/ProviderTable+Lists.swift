extension ProviderTable {
    /// How providers list their models that do not do it where their protocol does, by their ids; those of several lists
    /// are asked for each.
    static let lists: [String: [ModelListing]] = [
        "bedrock": [
            ModelListing(
                path: "/foundation-models", host: bedrockControl, list: "modelSummaries", names: ["modelId"]),
            // Many models are called by a profile of theirs only.
            ModelListing(
                path: "/inference-profiles", host: bedrockControl, query: "maxResults=1000",
                list: "inferenceProfileSummaries", names: ["inferenceProfileId"], next: ("nextToken", "nextToken")),
        ],
        "vertex_ai": ["google", "anthropic", "mistralai"].map { publisher in
            ModelListing(
                path: "/v1beta1/publishers/\(publisher)/models", leavesOut: .version, query: "pageSize=100",
                list: "publisherModels", names: ["name"], namePrefix: "publishers/\(publisher)/models/",
                next: ("nextPageToken", "pageToken"))
        },
        // What a resource can deploy: its deployments stand in Azure's management alone.
        "azure": [ModelListing(path: "/openai/v1/models", leavesOutQuery: true)],
        "azure_ai": [ModelListing(path: "/openai/v1/models", leavesOut: .wholePath, leavesOutQuery: true)],
        "watsonx": [
            ModelListing(
                path: "/ml/v1/foundation_model_specs", query: "limit=200&filters=function_text_chat", list: "resources",
                names: ["model_id"])
        ],
    ]

    private static let bedrockControl = (call: "://bedrock-runtime", list: "://bedrock")

    /// The lists of a provider; empty where there is none that can be asked for.
    static func lists(of provider: Provider) -> [ModelListing] {
        lists[provider.id] ?? ModelListing(provider.wire).map { [$0] } ?? []
    }
}
