extension WireProtocolID {
    /// The code behind the name; `nil` for a name that has none.
    var implementation: (any WireProtocol)? {
        switch self {
        case .chatCompletions, .echo: ChatCompletions()
        case .messages: Messages()
        case .responses: Responses()
        case .cohereChat: CohereChat()
        case .generateContent: GenerateContent()
        case .interactions: Interactions()
        case .ollamaChat: OllamaChat()
        case .converse: Converse()
        case .invokeModel: InvokeModel()
        default: embeddings
        }
    }
}
