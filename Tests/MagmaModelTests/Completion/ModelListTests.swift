import Testing

@testable import MagmaModel

/// What the clouds list of their models.
@Suite struct ModelListTests {
    private static let keys = [
        "AWS_ACCESS_KEY_ID": "AKCANARY", "AWS_SECRET_ACCESS_KEY": "canary", "AWS_REGION": "eu-west-1",
    ]

    private func names(
        _ provider: String,
        _ transport: CloudTransport,
        _ environment: [String: String],
        base: String? = nil
    ) async throws -> [String] {
        try await Dispatcher.cloud(transport, environment).listModels(of: provider, baseURL: base).map(\.name)
    }

    @Test func bedrockListsModelsAndProfilesSigned() async throws {
        let transport = CloudTransport { request in
            if request.url.hasSuffix("/foundation-models") {
                return .json(#"{"modelSummaries":[{"modelId":"amazon.nova-pro-v1:0","modelName":"Nova"}]}"#)
            }
            return request.url.contains("nextToken")
                ? .json(#"{"inferenceProfileSummaries":[{"inferenceProfileId":"eu.b"}]}"#)
                : .json(#"{"inferenceProfileSummaries":[{"inferenceProfileId":"eu.a"}],"nextToken":"t/2="}"#)
        }
        #expect(try await names("bedrock", transport, Self.keys) == ["amazon.nova-pro-v1:0", "eu.a", "eu.b"])
        let host = "https://bedrock.eu-west-1.amazonaws.com"
        #expect(
            transport.requests.map(\.url) == [
                "\(host)/foundation-models", "\(host)/inference-profiles?maxResults=1000",
                "\(host)/inference-profiles?maxResults=1000&nextToken=t%2F2%3D",
            ])
        for request in transport.requests {
            #expect(request.method == "GET" && request.signer == "AKCANARY" && request.body.isEmpty)
            #expect(request.headers["authorization"]?.contains("/eu-west-1/bedrock/aws4_request") == true)
        }
    }

    @Test func bedrockTakesABearerAndAnotherEndpoint() async throws {
        let transport = CloudTransport { _ in .json(#"{"modelSummaries":[],"inferenceProfileSummaries":[]}"#) }
        let environment = ["AWS_BEARER_TOKEN_BEDROCK": testKey, "AWS_REGION": "us-east-1"]
        let none = try await names("bedrock", transport, environment, base: "http://localhost:1/x")
        #expect(none == [])
        #expect(transport.requests.map(\.url).first == "http://localhost:1/x/foundation-models")
        let endpoint = "https://bedrock-runtime-fips.us-east-1.amazonaws.com"
        _ = try await names("bedrock", transport, environment, base: endpoint)
        #expect(
            transport.requests.last?.url
                == "https://bedrock-fips.us-east-1.amazonaws.com/inference-profiles?maxResults=1000")
        #expect(transport.requests.allSatisfy { $0.headers["authorization"] == "Bearer \(testKey)" })
    }

    @Test func bedrockWithoutKeysAsksNobody() async throws {
        let transport = CloudTransport()
        let environment = ["AWS_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"]
        let error = await #expect(throws: ModelError.self) { try await names("bedrock", transport, environment) }
        #expect(error?.code == .authentication && transport.toModel.isEmpty)
    }

    @Test func vertexListsEachPublisher() async throws {
        let transport = CloudTransport { request in
            if request.url.contains("/publishers/anthropic/") {
                return .json(#"{"publisherModels":[{"name":"publishers/anthropic/models/claude-x"}]}"#)
            }
            guard request.url.contains("/publishers/google/") else { return .json(#"{"publisherModels":[]}"#) }
            return request.url.contains("pageToken")
                ? .json(#"{"publisherModels":[{"name":"publishers/google/models/gemini-b"}]}"#)
                : .json(#"{"publisherModels":[{"name":"publishers/google/models/gemini-a"}],"nextPageToken":"n"}"#)
        }
        let environment = [
            "VERTEX_AI_ACCESS_TOKEN": testKey, "VERTEXAI_PROJECT": "p", "VERTEXAI_LOCATION": "us-east5",
        ]
        #expect(try await names("vertex_ai", transport, environment) == ["gemini-a", "gemini-b", "claude-x"])
        let base = "https://us-east5-aiplatform.googleapis.com/v1beta1/publishers"
        #expect(
            transport.requests.map(\.url).prefix(2) == [
                "\(base)/google/models?pageSize=100", "\(base)/google/models?pageSize=100&pageToken=n",
            ])
        #expect(transport.requests.allSatisfy { $0.headers["authorization"] == "Bearer \(testKey)" })
    }

    @Test(arguments: [
        (
            "azure", ["AZURE_API_BASE": "https://r.openai.azure.com", "AZURE_API_KEY": "KEY"],
            "https://r.openai.azure.com"
        ),
        (
            "azure",
            [
                "AZURE_API_BASE": "https://gw.example/a/", "AZURE_API_KEY": "KEY", "AZURE_API_VERSION": "2024-10-21",
            ], "https://gw.example/a"
        ),
        (
            "azure_ai",
            ["AZURE_AI_API_BASE": "https://r.services.ai.azure.com", "AZURE_AI_API_KEY": "KEY"],
            "https://r.services.ai.azure.com"
        ),
        (
            "azure_ai",
            ["AZURE_AI_API_BASE": "https://r.services.ai.azure.com/openai/v1", "AZURE_AI_API_KEY": "KEY"],
            "https://r.services.ai.azure.com"
        ),
    ])
    func azureListsWhatAResourceHas(provider: String, environment: [String: String], base: String) async throws {
        let transport = CloudTransport { _ in .json(#"{"data":[{"id":"gpt-4o-2024-08-06"}]}"#) }
        let environment = environment.mapValues { $0 == "KEY" ? testKey : $0 }
        #expect(try await names(provider, transport, environment) == ["gpt-4o-2024-08-06"])
        #expect(transport.requests.map(\.url) == ["\(base)/openai/v1/models"])
        #expect(transport.requests[0].headers["api-key"] == testKey)
    }

    @Test func watsonxListsWithoutAProject() async throws {
        let transport = CloudTransport { request in
            request.isConfidential
                ? .json(#"{"access_token":"canary-t","expires_in":3600}"#)
                : .json(
                    #"{"resources":[{"model_id":"ibm/g","model_limits":{"max_sequence_length":131072,"max_output_tokens":8192}}]}"#
                )
        }
        let environment = ["WATSONX_URL": "https://ibm.example", "WATSONX_APIKEY": testKey]
        let found = try await Dispatcher.cloud(transport, environment).listModels(of: "watsonx")
        #expect(found == [ListedModel(name: "ibm/g", contextWindow: 131_072, maxOutput: 8192)])
        let url = "https://ibm.example/ml/v1/foundation_model_specs"
        #expect(transport.toModel.map(\.url) == ["\(url)?version=2024-03-13&limit=200&filters=function_text_chat"])
        #expect(transport.toModel[0].headers["authorization"] == "Bearer canary-t")
    }

    @Test func aRefusalAndANonsenseAnswerAreErrors() async throws {
        let refusal = CloudTransport { _ in .json(#"{"message":"AKCANARY is not allowed"}"#, status: 403) }
        var error = await #expect(throws: ModelError.self) { try await names("bedrock", refusal, Self.keys) }
        #expect(error?.code == .permission || error?.code == .authentication)
        #expect(error?.provider == "bedrock")
        let page = CloudTransport { _ in .json("<html>") }
        error = await #expect(throws: ModelError.self) { try await names("bedrock", page, Self.keys) }
        #expect(error?.code == .decoding)
        let other = CloudTransport { _ in .json(#"{"models":"none"}"#) }
        error = await #expect(throws: ModelError.self) { try await names("bedrock", other, Self.keys) }
        #expect(error?.code == .decoding)
    }
}
