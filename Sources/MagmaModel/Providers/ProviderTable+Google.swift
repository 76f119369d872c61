extension ProviderTable {
    /// Google's two doors to Gemini: the Gemini API, with a key, and Vertex AI, with an account of Google Cloud.
    static let google: [Provider] = [gemini, vertex]

    private static let gemini: Provider = {
        var row = Provider(
            id: "gemini",
            name: "Gemini",
            aliases: ["google"],
            wire: .generateContent,
            baseURL: "https://generativelanguage.googleapis.com/v1beta",
            baseURLVariables: ["GEMINI_API_BASE", "GOOGLE_GEMINI_BASE_URL"],
            // Google's own clients and LiteLLM take the first one where both are set.
            credential: .header("x-goog-api-key", "GOOGLE_API_KEY", "GEMINI_API_KEY", "PALM_API_KEY"),
            documentation: "https://ai.google.dev/api/generate-content"
        )
        var tuned = row
        tuned.path = "/tunedModels/{model}:generateContent"
        tuned.streamPath = "/tunedModels/{model}:streamGenerateContent?alt=sse"
        var interactions = row
        interactions.wire = .interactions
        interactions.documentation = "https://ai.google.dev/api/interactions-api"
        row.variants = [
            Variant("models/", isSwitch: true, provider: row),
            Variant("tunedModels/", isSwitch: true, provider: tuned),
            Variant("interactions/", isSwitch: true, provider: interactions),
        ]
        return row
    }()

    private static let vertex: Provider = {
        let location = "/projects/{project}/locations/{location}"
        var row = Provider(
            id: "vertex_ai",
            name: "Vertex AI",
            aliases: ["vertex_ai_beta", "vertex"],
            wire: .generateContent,
            baseURL: "https://{location.host}/v1",
            baseURLVariables: ["VERTEXAI_API_BASE", "GOOGLE_VERTEX_BASE_URL"],
            path: "\(location)/publishers/google/models/{model}:generateContent",
            streamPath: "\(location)/publishers/google/models/{model}:streamGenerateContent?alt=sse",
            versionPath: "/v1",
            credential: .bearer("VERTEX_AI_ACCESS_TOKEN", "CLOUDSDK_AUTH_ACCESS_TOKEN").orElse(.google),
            dialect: Dialect(.cloudLabels, .noCallIDs),
            places: [
                Place(
                    "project",
                    keys: ["vertex_project", "vertex_ai_project"],
                    variables: ["VERTEXAI_PROJECT", "VERTEX_PROJECT", "GOOGLE_CLOUD_PROJECT"],
                    comesWithCredential: true
                ),
                Place(
                    "location",
                    keys: ["vertex_location", "vertex_ai_location"],
                    variables: ["VERTEXAI_LOCATION", "VERTEX_LOCATION", "GOOGLE_CLOUD_LOCATION"],
                    standard: "global",
                    hosts: [
                        "global": "aiplatform.googleapis.com",
                        "us": "aiplatform.us.rep.googleapis.com",
                        "eu": "aiplatform.eu.rep.googleapis.com",
                        "*": "{location}-aiplatform.googleapis.com",
                    ]
                ),
            ],
            documentation: "https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference"
        )
        // With a key of the API in place of an account: no project, and the whole world as location.
        var express = row
        express.baseURL = "https://aiplatform.googleapis.com/v1"
        express.path = "/publishers/google/models/{model}:generateContent"
        express.streamPath = "/publishers/google/models/{model}:streamGenerateContent?alt=sse"
        express.credential = .header("x-goog-api-key")
        express.places = []
        var withKey = Variant("gemini-", provider: express)
        withKey.keyPrefixes = ["AIza", "AQ."]
        var endpoint = row
        endpoint.path = "\(location)/endpoints/{model}:generateContent"
        endpoint.streamPath = "\(location)/endpoints/{model}:streamGenerateContent?alt=sse"
        row.variants = [
            withKey,
            Variant("google/", "publishers/google/models/", isSwitch: true, provider: row),
            // Tuned and deployed models are numbers; LiteLLM writes the family before them.
            Variant("endpoints/", isSwitch: true, provider: endpoint),
            Variant("gemini/", isSwitch: true, provider: endpoint),
            Variant(prefixes: (0...9).map(String.init), isSwitch: false, provider: endpoint),
        ]
        row.variants += partners(on: row, location)
        return row
    }()
}
