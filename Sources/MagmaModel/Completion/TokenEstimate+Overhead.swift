extension TokenEstimate {
    /// What is read besides what the caller says, as the recordings have it for the protocols' usual models.
    struct Overhead {
        /// Tokens around a call.
        var call = 4
        /// Around each message.
        var message = 4
        /// For the instructions that tools bring along, once.
        var tools = 60
        /// Around each tool.
        var tool = 8
        /// How finely the tokenizer cuts, in percent of the usual.
        var percent = 100

        init() {}

        init(_ wire: WireProtocolID) {
            switch wire {
            case .messages, .converse:
                tools = 350
                tool = 30
                percent = 125
            case .cohereChat:
                call = 60
                tools = 1_400
                tool = 70
            case .ollamaChat:
                call = 6
                tools = 85
            default: break
            }
        }
    }
}
