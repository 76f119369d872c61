internal import Instrumentation
internal import Tracing

extension SpanAttributes {
    /// What was asked, and of whom.
    mutating func setRequest(_ record: CallRecord) {
        let (target, handle) = (record.target, record.handle)
        self[GenAI.operation] = record.operation
        self[GenAI.provider] = ProviderTable.semanticName(of: target.provider)
        self[GenAI.requestModel] = target.name
        if record.call.isStreaming { self[GenAI.stream] = true }
        if let session = record.context.scope?.session { self[GenAI.conversation] = session }
        if let server = ServerAddress(handle) {
            self[GenAI.serverAddress] = server.host
            self[GenAI.serverPort] = server.port
        }
        setParameters(handle)
    }

    /// What the handle says of sampling. What the environment adds, and the built-in defaults, are not told.
    private mutating func setParameters(_ model: Model) {
        let extra = model.extra
        self[GenAI.temperature] = model.temperature.said { extra["temperature"]?.doubleValue }
        self[GenAI.topP] = model.topP.said { extra["top_p"]?.doubleValue }
        self[GenAI.maxTokens] = model.maxTokens.said {
            extra["max_completion_tokens"]?.intValue ?? extra["max_tokens"]?.intValue
        }
        guard !extra.isEmpty else { return }
        // A number that the conventions have as a double.
        self[GenAI.topK] = extra["top_k"]?.doubleValue
        self[GenAI.frequencyPenalty] = extra["frequency_penalty"]?.doubleValue
        self[GenAI.presencePenalty] = extra["presence_penalty"]?.doubleValue
        self[GenAI.seed] = extra["seed"]?.intValue
        self[GenAI.dimensions] = extra["dimensions"]?.intValue
        if let count = extra["n"]?.intValue, count != 1 { self[GenAI.choiceCount] = count }
        switch extra["stop"] {
        case .string(let stop): set(GenAI.stopSequences, value: .stringArray([stop]))
        case .array(let stops): set(GenAI.stopSequences, value: .stringArray(stops.compactMap(\.stringValue)))
        default: break
        }
        switch extra["response_format"]?["type"]?.stringValue {
        case "json_object", "json_schema": self[GenAI.outputType] = "json"
        case "text": self[GenAI.outputType] = "text"
        default: break
        }
    }
}

extension Setting {
    /// The value, where it is not left to `extra`.
    fileprivate func said(else extra: () -> Value?) -> Value? {
        if case .unset = self { return extra() }
        return value
    }
}
