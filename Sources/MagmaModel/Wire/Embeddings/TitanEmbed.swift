/// Amazon's Titan on InvokeModel: one text a request.
struct TitanEmbed: EmbeddingProtocol {
    var path: String { "/model/{model}/invoke" }
    var versionPath: String { "" }
    var parameters: [String: String] { ["dimensions": "dimensions"] }

    func body(_ texts: [String], _ model: String, _ options: EmbeddingOptions) -> JSON.Object {
        var body: JSON.Object = ["inputText": .string(texts.joined())]
        body.merge(options.members)
        return body
    }

    func answer(_ body: JSON) -> EmbeddingAnswer? {
        guard let vector = body["embedding"] ?? body["embeddingsByType"]?["float"], vector.arrayValue != nil else {
            return nil
        }
        var answer = EmbeddingAnswer(vectors: [vector])
        if let input = body["inputTextTokenCount"]?.tokenCount { answer.usage = Usage(input: input) }
        return answer
    }
}
