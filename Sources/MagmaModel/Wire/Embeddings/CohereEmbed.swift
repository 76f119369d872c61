/// Cohere's `/v2/embed`, and the body that its models take on Bedrock, where the address names the model.
struct CohereEmbed: EmbeddingProtocol {
    var isOnBedrock = false

    var path: String { isOnBedrock ? "/model/{model}/invoke" : "/embed" }
    var versionPath: String { isOnBedrock ? "" : "/v2" }
    var parameters: [String: String] {
        ["dimensions": "output_dimension", "input_type": "input_type", "encoding_format": "embedding_types"]
    }
    var inputTypes: [String: String] {
        [
            "query": "search_query", "document": "search_document", "classification": "classification",
            "clustering": "clustering",
        ]
    }

    func body(_ texts: [String], _ model: String, _ options: EmbeddingOptions) -> JSON.Object {
        var body: JSON.Object = ["texts": .array(texts.map(JSON.string)), "input_type": "search_document"]
        if !isOnBedrock { body["model"] = .string(model) }
        body.merge(options.members)
        body["embedding_types"] = [.string(options.encoding ?? "float")]
        return body
    }

    func answer(_ body: JSON) -> EmbeddingAnswer? {
        let kinds = body["embeddings"]
        guard let vectors = (kinds?["float"] ?? kinds?["base64"] ?? kinds)?.arrayValue else { return nil }
        var answer = EmbeddingAnswer(vectors: vectors)
        answer.id = body["id"]?.stringValue ?? ""
        let meta = body["meta"]
        let counts = [meta?["tokens"], meta?["billed_units"]]
        if let input = counts.lazy.compactMap({ $0?["input_tokens"]?.tokenCount }).first {
            answer.usage = Usage(input: input, raw: meta)
        }
        return answer
    }

    func errorFacts(_ body: JSON, status: Int) -> ErrorFacts { CohereChat.errorFacts(body, status: status) }
}
