import Testing

@testable import MagmaModel

/// What each protocol of embeddings sends, and what it reads.
@Suite struct EmbeddingProtocolTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var model: Model
        var url: String
        var body: JSON
        var answer: String
        var input: Int?
        var extra: JSON.Object = [:]
        var environment: [String: String] = [:]
        var testDescription: String { "\(model.id)" }
    }

    private static let cases: [Case] = [
        Case(
            model: Model("openai/text-embedding-3-small"), url: "https://api.openai.com/v1/embeddings",
            body: ["model": "text-embedding-3-small", "input": ["a", "b"], "dimensions": 2, "user": "ann"],
            // Out of order, as the indices say.
            answer:
                #"{"object":"list","data":[{"index":1,"embedding":[3,4]},{"index":0,"embedding":[1,2.5]}],"model":"m","usage":{"prompt_tokens":7,"total_tokens":7}}"#,
            input: 7, extra: ["dimensions": 2, "user": "ann"]
        ),
        Case(
            model: Model("openai/text-embedding-3-small"), url: "https://api.openai.com/v1/embeddings",
            body: ["model": "text-embedding-3-small", "input": ["a", "b"], "encoding_format": "base64"],
            answer: #"{"data":[{"index":0,"embedding":"AACAPwAAIEA="},{"index":1,"embedding":"AABAQAAAgEA="}]}"#,
            input: nil, extra: ["encoding_format": "base64"]
        ),
        Case(
            model: Model("mistral/codestral-embed"), url: "https://api.mistral.ai/v1/embeddings",
            body: ["model": "codestral-embed", "input": ["a", "b"], "output_dimension": 2],
            answer: #"{"data":[{"index":0,"embedding":[1,2.5]},{"index":1,"embedding":[3,4]}]}"#, input: nil,
            extra: ["dimensions": 2]
        ),
        Case(
            model: Model("nvidia_nim/nv-embedqa"), url: "https://integrate.api.nvidia.com/v1/embeddings",
            body: ["model": "nv-embedqa", "input": ["a", "b"], "input_type": "passage"],
            answer: #"{"data":[{"index":0,"embedding":[1,2.5]},{"index":1,"embedding":[3,4]}]}"#, input: nil,
            extra: ["input_type": "document"]
        ),
        Case(
            model: Model("cohere/embed-v4.0"), url: "https://api.cohere.com/v2/embed",
            body: [
                "model": "embed-v4.0", "texts": ["a", "b"], "input_type": "search_query", "output_dimension": 2,
                "embedding_types": ["float"],
            ],
            answer:
                #"{"id":"e","embeddings":{"float":[[1,2.5],[3,4]]},"texts":["a","b"],"meta":{"billed_units":{"input_tokens":2}}}"#,
            input: 2, extra: ["input_type": "query", "dimensions": 2]
        ),
        Case(
            model: Model("gemini/gemini-embedding-001"),
            url: "https://generativelanguage.googleapis.com/v1beta/models/gemini-embedding-001:batchEmbedContents",
            body: [
                "requests": [
                    [
                        "model": "models/gemini-embedding-001", "content": ["parts": [["text": "a"]]],
                        "taskType": "RETRIEVAL_QUERY", "outputDimensionality": 2,
                    ],
                    [
                        "model": "models/gemini-embedding-001", "content": ["parts": [["text": "b"]]],
                        "taskType": "RETRIEVAL_QUERY", "outputDimensionality": 2,
                    ],
                ]
            ],
            answer: #"{"embeddings":[{"values":[1,2.5]},{"values":[3,4]}]}"#, input: nil,
            extra: ["input_type": "query", "dimensions": 2]
        ),
        Case(
            model: Model("vertex_ai/text-embedding-005"),
            url:
                "https://us-east1-aiplatform.googleapis.com/v1/projects/p/locations/us-east1/publishers/google/models/text-embedding-005:predict",
            body: [
                "instances": [
                    ["content": "a", "task_type": "CLUSTERING"], ["content": "b", "task_type": "CLUSTERING"],
                ],
                "parameters": ["outputDimensionality": 2],
            ],
            answer:
                #"{"predictions":[{"embeddings":{"values":[1,2.5],"statistics":{"token_count":1}}},{"embeddings":{"values":[3,4],"statistics":{"token_count":2}}}]}"#,
            input: 3, extra: ["input_type": "clustering", "dimensions": 2, "vertex_project": "p"],
            environment: ["VERTEXAI_LOCATION": "us-east1", "VERTEX_AI_ACCESS_TOKEN": testKey]
        ),
        Case(
            model: Model("bedrock/cohere.embed-v4:0"),
            url: "https://bedrock-runtime.us-east-1.amazonaws.com/model/cohere.embed-v4%3A0/invoke",
            body: ["texts": ["a", "b"], "input_type": "search_document", "embedding_types": ["float"]],
            answer: #"{"id":"e","embeddings":{"float":[[1,2.5],[3,4]]},"response_type":"embeddings_by_type"}"#,
            input: nil, environment: ["AWS_BEARER_TOKEN_BEDROCK": testKey, "AWS_REGION": "us-east-1"]
        ),
        Case(
            model: Model("ollama/nomic-embed-text"), url: "http://localhost:11434/api/embed",
            body: ["model": "nomic-embed-text", "input": ["a", "b"], "truncate": false],
            answer: #"{"model":"nomic-embed-text","embeddings":[[1,2.5],[3,4]],"prompt_eval_count":5}"#, input: 5,
            extra: ["truncate": false]
        ),
    ]

    @Test(arguments: cases)
    func sendsAndReads(of test: Case) async throws {
        let transport = FakeTransport(.json(test.answer, headers: ["x-request-id": "r1"]))
        var keys = [
            "OPENAI_API_KEY": testKey, "MISTRAL_API_KEY": testKey, "NVIDIA_NIM_API_KEY": testKey, "CO_API_KEY": testKey,
        ]
        keys["GEMINI_API_KEY"] = "k"
        keys.merge(test.environment) { $1 }
        let vectors = try await withDispatcher(.fake(transport, environment: keys)) { () async throws(ModelError) in
            try await test.model.embed(["a", "b"], extra: test.extra)
        }
        #expect(vectors.map(\.vector) == [[1, 2.5], [3, 4]] && vectors.map(\.index) == [0, 1])
        #expect(vectors.usage?.input == test.input && vectors.warnings.isEmpty)
        #expect(vectors.requestID == "r1" && vectors.attempts.count == 1)
        #expect(transport.requests.map(\.url) == [test.url])
        #expect(try JSON(parsing: transport.requests[0].body) == test.body)
    }

    /// Titan takes one text a request.
    @Test func titan() async throws {
        let transport = FakeTransport(
            .json(#"{"embedding":[1,2.5],"inputTextTokenCount":3,"embeddingsByType":{"float":[1,2.5]}}"#),
            .json(#"{"embedding":[3,4],"inputTextTokenCount":4}"#))
        let keys = ["AWS_BEARER_TOKEN_BEDROCK": testKey, "AWS_REGION": "us-east-1"]
        let vectors = try await withDispatcher(.fake(transport, environment: keys)) { () async throws(ModelError) in
            try await Model("bedrock/amazon.titan-embed-text-v2:0").embed(["a", "b"], dimensions: 256)
        }
        #expect(vectors.map(\.vector) == [[1, 2.5], [3, 4]] && vectors.usage?.input == 7)
        let bodies = try transport.requests.map { try JSON(parsing: $0.body) }
        #expect(bodies == [["inputText": "a", "dimensions": 256], ["inputText": "b", "dimensions": 256]])
        #expect(transport.requests[0].url.hasSuffix("/model/amazon.titan-embed-text-v2%3A0/invoke"))
    }

    /// Older models on Bedrock answer without a member for the kind of numbers.
    @Test func plainLists() {
        #expect(CohereEmbed(isOnBedrock: true).answer(["embeddings": [[1], [2]]])?.vectors == [[1], [2]])
    }
}
