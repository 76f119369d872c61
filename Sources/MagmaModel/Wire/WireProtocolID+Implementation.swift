extension WireProtocolID {
    /// The code behind the name; `nil` for a name that has none.
    var implementation: (any WireProtocol)? {
        switch self {
        case .chatCompletions, .echo: ChatCompletions()
        case .messages: Messages()
        case .ollamaChat: OllamaChat()
        default: nil
        }
    }
}
