/// OpenAI's `/embeddings`.
struct OpenAIEmbeddings: EmbeddingProtocol {
    var path: String { "/embeddings" }
    var versionPath: String { "/v1" }
    var parameters: [String: String] {
        ["dimensions": "dimensions", "encoding_format": "encoding_format", "user": "user"]
    }

    func body(_ texts: [String], _ model: String, _ options: EmbeddingOptions) -> JSON.Object {
        var body: JSON.Object = ["model": .string(model), "input": .array(texts.map(JSON.string))]
        body.merge(options.members)
        return body
    }

    func answer(_ body: JSON) -> EmbeddingAnswer? {
        guard let data = body["data"]?.arrayValue else { return nil }
        // Each says which text it is of; where one does not, their order counts.
        let indices = data.compactMap { $0["index"]?.intValue }
        let isIndexed = Set(indices).count == data.count && indices.allSatisfy(data.indices.contains)
        var vectors = data.map { $0["embedding"] ?? .null }
        if isIndexed {
            for (item, index) in zip(data, indices) { vectors[index] = item["embedding"] ?? .null }
        }
        var answer = EmbeddingAnswer(vectors: vectors)
        answer.id = body["id"]?.stringValue ?? ""
        answer.model = body["model"]?.stringValue ?? ""
        let counts = body["usage"]
        let input = (counts?["prompt_tokens"] ?? counts?["input_tokens"] ?? counts?["total_tokens"])?.tokenCount
        if let input, input > 0 { answer.usage = Usage(input: input, raw: counts) }
        return answer
    }
}
