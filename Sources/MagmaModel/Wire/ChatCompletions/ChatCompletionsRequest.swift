extension ChatCompletions {
    func encode(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> WireRequest {
        let dialect = call.provider.dialect
        var options = try ChatCompletionsParameters.adapted(call, notes: &notes)
        let overridden = call.extraBody
        var writer = JSONWriter(reserving: 1024)
        writer.beginObject()
        func isFree(_ name: String) -> Bool { overridden[name] == nil }
        if isFree("model") {
            writer.key("model")
            writer.string(ChatCompletionsParameters.model(call))
        }
        if isFree("messages") {
            writer.key("messages")
            writer.beginArray()
            var images: [JSON] = []
            for (index, message) in call.messages.enumerated() {
                if message.role != .tool { Self.flush(&images, into: &writer) }
                let isPrefill = message.role == .assistant && index == call.messages.count - 1
                if let text = message.plainText, !isPrefill {
                    writer.beginObject()
                    writer.key("role")
                    writer.string(message.role.rawValue)
                    writer.key("content")
                    writer.string(text)
                    writer.endObject()
                } else {
                    let json = try ChatCompletionsMessages.encode(
                        message, index: index, call: call, images: &images, notes: &notes)
                    writer.value(.object(json))
                }
            }
            Self.flush(&images, into: &writer)
            writer.endArray()
        }
        let sampling = try ChatCompletionsParameters.sampling(call, notes: &notes)
        if let value = sampling.temperature, isFree("temperature") {
            writer.key("temperature")
            writer.double(value)
        }
        if let value = sampling.topP, isFree("top_p") {
            writer.key("top_p")
            writer.double(value)
        }
        if let value = call.maxTokens {
            let name =
                dialect.has(.maxCompletionTokens) || call.rules.wantsMaxCompletionTokens
                ? "max_completion_tokens" : "max_tokens"
            // Both names together are refused.
            if isFree("max_tokens"), isFree("max_completion_tokens") {
                writer.key(name)
                writer.int(value)
            }
        }
        if call.isStreaming {
            if isFree("stream") {
                writer.key("stream")
                writer.bool(true)
            }
            if options["stream_options"] == nil, !dialect.has(.noStreamOptions) {
                options["stream_options"] = ["include_usage": true]
            }
        } else if options.removeValue(forKey: "stream_options") != nil {
            notes.warn("stream_options", "Not sent: the call is not streamed.")
        }
        for (key, value) in options where isFree(key) {
            writer.key(key)
            writer.value(value)
        }
        for (key, value) in overridden {
            writer.key(key)
            writer.value(value)
        }
        writer.endObject()
        return WireRequest(body: writer.bytes)
    }
    /// What tool results could not hold, in one message behind them all: nothing may stand between them.
    private static func flush(_ images: inout [JSON], into writer: inout JSONWriter) {
        guard !images.isEmpty else { return }
        writer.value(["role": "user", "content": .array(images)])
        images = []
    }
}
