extension WireProtocolID {
    /// OpenAI's `/embeddings`, and everything compatible with it.
    public static let embeddings: WireProtocolID = "embeddings"
    /// Cohere's `/v2/embed`.
    public static let cohereEmbed: WireProtocolID = "cohere_embed"
    /// The Gemini API's `batchEmbedContents`.
    public static let geminiEmbed: WireProtocolID = "gemini_embed"
    /// Vertex AI's `predict` for texts.
    public static let vertexEmbed: WireProtocolID = "vertex_embed"
    /// Ollama's `/api/embed`.
    public static let ollamaEmbed: WireProtocolID = "ollama_embed"
    /// Amazon's Titan on InvokeModel.
    public static let titanEmbed: WireProtocolID = "titan_embed"
    /// Cohere's models on InvokeModel.
    public static let bedrockCohereEmbed: WireProtocolID = "bedrock_cohere_embed"

    /// The code behind a name of a protocol of embeddings; `nil` for any other.
    var embeddings: (any EmbeddingProtocol)? {
        switch self {
        case .embeddings: OpenAIEmbeddings()
        case .cohereEmbed: CohereEmbed()
        case .geminiEmbed: GeminiEmbed()
        case .vertexEmbed: VertexEmbed()
        case .ollamaEmbed: OllamaEmbed()
        case .titanEmbed: TitanEmbed()
        case .bedrockCohereEmbed: CohereEmbed(isOnBedrock: true)
        default: nil
        }
    }
}
