/// The Gemini API's `batchEmbedContents`: a request for each text.
struct GeminiEmbed: EmbeddingProtocol {
    var path: String { "/models/{model}:batchEmbedContents" }
    var versionPath: String { "/v1beta" }
    var parameters: [String: String] { ["dimensions": "outputDimensionality", "input_type": "taskType"] }
    var inputTypes: [String: String] { GoogleTaskTypes.words }

    func body(_ texts: [String], _ model: String, _ options: EmbeddingOptions) -> JSON.Object {
        let requests = texts.map { text -> JSON in
            var request: JSON.Object = [
                "model": .string("models/\(model)"), "content": ["parts": [["text": .string(text)]]],
            ]
            request.merge(options.members)
            return .object(request)
        }
        return ["requests": .array(requests)]
    }

    func answer(_ body: JSON) -> EmbeddingAnswer? {
        guard let items = body["embeddings"]?.arrayValue else { return nil }
        var answer = EmbeddingAnswer(vectors: items.map { $0["values"] ?? .null })
        if let input = body["usageMetadata"]?["promptTokenCount"]?.tokenCount {
            answer.usage = Usage(input: input, raw: body["usageMetadata"])
        }
        return answer
    }
}

/// Vertex AI's `predict`: an instance for each text, and the parameters beside them.
struct VertexEmbed: EmbeddingProtocol {
    var path: String { "/publishers/google/models/{model}:predict" }
    var versionPath: String { "/v1" }
    var parameters: [String: String] { ["dimensions": "outputDimensionality", "input_type": "task_type"] }
    var inputTypes: [String: String] { GoogleTaskTypes.words }

    func body(_ texts: [String], _ model: String, _ options: EmbeddingOptions) -> JSON.Object {
        let instances = texts.map { text -> JSON in
            var instance: JSON.Object = ["content": .string(text)]
            if let type = options.inputType { instance["task_type"] = .string(type) }
            return .object(instance)
        }
        var body: JSON.Object = ["instances": .array(instances)]
        if let count = options.dimensions { body["parameters"] = ["outputDimensionality": .int(Int64(count))] }
        return body
    }

    func answer(_ body: JSON) -> EmbeddingAnswer? {
        guard let items = body["predictions"]?.arrayValue else { return nil }
        var answer = EmbeddingAnswer(vectors: items.map { $0["embeddings"]?["values"] ?? .null })
        let counts = items.compactMap { $0["embeddings"]?["statistics"]?["token_count"]?.tokenCount }
        if counts.count == items.count, !counts.isEmpty {
            answer.usage = Usage(input: counts.reduce(0) { $0.addingReportingOverflow($1).partialValue })
        }
        return answer
    }
}

/// Google's words for what texts are for.
private enum GoogleTaskTypes {
    static let words = [
        "query": "RETRIEVAL_QUERY", "document": "RETRIEVAL_DOCUMENT", "classification": "CLASSIFICATION",
        "clustering": "CLUSTERING", "similarity": "SEMANTIC_SIMILARITY", "question": "QUESTION_ANSWERING",
        "fact": "FACT_VERIFICATION", "code": "CODE_RETRIEVAL_QUERY",
    ]
}
