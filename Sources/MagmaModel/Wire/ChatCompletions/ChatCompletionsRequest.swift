extension ChatCompletions {
    func encode(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> WireRequest {
        let dialect = call.provider.dialect
        var options = try ChatCompletionsParameters.adapted(call, notes: &notes)
        let overridden = call.extraBody
        var writer = JSONWriter(reserving: 1024)
        writer.beginObject()
        func isFree(_ name: String) -> Bool { overridden[name] == nil }
        switch call.row.modelMember {
        case .model where isFree("model"):
            writer.key("model")
            writer.string(ChatCompletionsParameters.model(call))
        case .modelID where isFree("model_id"):
            writer.key("model_id")
            writer.string(call.modelName)
        case .model, .modelID, .none: break
        }
        if isFree("messages") {
            writer.key("messages")
            writer.beginArray()
            var images: [JSON] = []
            let messages = try Self.messages(call, notes: &notes)
            for index in messages.indices {
                let role = messages[index].role
                if role != .tool { Self.flush(&images, into: &writer) }
                let isPrefill = role == .assistant && index == messages.count - 1
                if !isPrefill, let text = messages[index].plainText {
                    writer.beginObject()
                    writer.key("role")
                    writer.string(role.rawValue)
                    writer.key("content")
                    writer.string(text)
                    writer.endObject()
                } else {
                    let json = try ChatCompletionsMessages.encode(
                        messages[index], index: index, call: call, images: &images, notes: &notes)
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
                writer.key(named: name)
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
            writer.key(named: key)
            writer.value(value)
        }
        for (key, value) in overridden {
            writer.key(named: key)
            writer.value(value)
        }
        writer.endObject()
        return WireRequest(body: writer.bytes)
    }
    /// What tool results could not hold, in one message behind them all: nothing may stand between them.
    /// The messages with ids of tool calls as the provider takes them: some models give none, and here one is demanded.
    private static func messages(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> [Message] {
        if call.provider.dialect.has(.shortToolIDs) {
            return try ToolCallIDs.adapted(call.messages, .exactly(9, call.provider.name), &notes)
        }
        let isBare = call.messages.contains { message in
            message.parts.contains { if case .toolCall(let call) = $0 { call.id.isEmpty } else { false } }
        }
        return isBare ? try ToolCallIDs.adapted(call.messages, .any(call.provider.name), &notes) : call.messages
    }

    private static func flush(_ images: inout [JSON], into writer: inout JSONWriter) {
        guard !images.isEmpty else { return }
        writer.value(["role": "user", "content": .array(images)])
        images = []
    }
}
