/// Ollama's `/api/embed`.
struct OllamaEmbed: EmbeddingProtocol {
    var path: String { "/api/embed" }
    var versionPath: String { "" }
    var parameters: [String: String] { ["dimensions": "dimensions"] }

    func body(_ texts: [String], _ model: String, _ options: EmbeddingOptions) -> JSON.Object {
        var body: JSON.Object = ["model": .string(model), "input": .array(texts.map(JSON.string))]
        body.merge(options.members)
        return body
    }

    func answer(_ body: JSON) -> EmbeddingAnswer? {
        guard let vectors = body["embeddings"]?.arrayValue else { return nil }
        var answer = EmbeddingAnswer(vectors: vectors)
        answer.model = body["model"]?.stringValue ?? ""
        if let input = body["prompt_eval_count"]?.tokenCount { answer.usage = Usage(input: input) }
        return answer
    }
}
