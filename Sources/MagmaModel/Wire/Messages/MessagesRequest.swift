extension Messages {
    func encode(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> WireRequest {
        var body: JSON.Object = ["model": .string(call.modelName)]
        var options = call.options
        let (system, messages) = try MessagesContent.encode(call.messages, notes: &notes)
        body["messages"] = .array(messages)
        if !system.isEmpty { body["system"] = .array(system) }
        let thinking = try MessagesThinking.encode(&options, call, notes: &notes)
        body["max_tokens"] = .int(Int64(maxTokens(call, thinking)))
        body.merge(thinking.members)
        try sampling(call, &options, isThinking: thinking.isOn, into: &body, notes: &notes)
        if call.isStreaming { body["stream"] = true }
        try MessagesTools.encode(&options, into: &body, notes: &notes)
        try MessagesSchema.encode(&options, into: &body, notes: &notes)
        if let stop = options.removeValue(forKey: "stop") {
            body["stop_sequences"] = stop.stringValue.map { .array([.string($0)]) } ?? stop
        }
        if let user = options.removeValue(forKey: "user") ?? options.removeValue(forKey: "safety_identifier") {
            body["metadata"] = .object(["user_id": user])
        }
        if options["n"]?.intValue == 1 { options["n"] = nil }
        for name in Self.refused {
            guard let value = options.removeValue(forKey: name), value.boolValue != false else { continue }
            try notes.unsupported(name, "Anthropic's Messages API has no such parameter.")
        }
        // Usage always comes with the last events.
        options["stream_options"] = nil
        body.merge(options)
        body.merge(call.extraBody)
        return WireRequest(headers: ["anthropic-version": Self.version], body: JSON.object(body).bytes())
    }

    private static let refused = [
        "n", "seed", "logprobs", "top_logprobs", "presence_penalty", "frequency_penalty", "logit_bias", "modalities",
        "audio", "prediction", "functions", "function_call", "verbosity", "store", "web_search_options",
    ]

    /// The protocol demands a limit. Unasked: what the model can write, when streamed; else what can be written within
    /// the ten minutes that a response may take (wire reference, Anthropic, section 2).
    private func maxTokens(_ call: Call, _ thinking: MessagesThinking.Result) -> Int {
        if let limit = call.maxTokens { return limit }
        let most = call.rules.maxOutput ?? 4096
        let limit = call.isStreaming ? most : min(most, 21_333)
        return max(limit, (thinking.budget ?? 0) + (thinking.budget == nil ? 0 : 4096))
    }

    private func sampling(
        _ call: Call,
        _ options: inout JSON.Object,
        isThinking: Bool,
        into body: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        let isRefused = call.rules.sampling == .refused
        if let temperature = call.temperature {
            if isRefused || (isThinking && temperature != 1) {
                if call.temperatureIsExplicit {
                    let reason = isRefused ? "\(call.modelID) takes none." : "It must be 1 while the model thinks."
                    try notes.unsupported("temperature", reason)
                }
            } else {
                body["temperature"] = .double(temperature)
            }
        }
        if let topP = call.topP {
            if isRefused {
                try notes.unsupported("top_p", "\(call.modelID) takes none.")
            } else {
                body["top_p"] = .double(topP)
            }
        }
        if isRefused, options.removeValue(forKey: "top_k") != nil {
            try notes.unsupported("top_k", "\(call.modelID) takes none.")
        }
    }
}
