extension Messages {
    func encode(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> WireRequest {
        let body = try body(call, notes: &notes)
        if call.provider.dialect.has(.versionInBody) {
            return WireRequest(body: JSON.object(try Self.cloudBody(body, notes: &notes)).bytes())
        }
        return WireRequest(headers: ["anthropic-version": Self.version], body: JSON.object(body).bytes())
    }

    func body(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> JSON.Object {
        var body: JSON.Object = ["model": .string(call.modelName)]
        var options = call.options
        var content = MessagesContent(call)
        let (system, messages) = try content.encode(notes: &notes)
        body["messages"] = .array(messages)
        if !system.isEmpty { body["system"] = .array(system) }
        let thinking = try MessagesThinking.encode(&options, call, notes: &notes)
        body["max_tokens"] = .int(Int64(maxTokens(call, thinking)))
        body["thinking"] = thinking.thinking
        try sampling(call, &options, isThinking: thinking.isOn, into: &body, notes: &notes)
        if call.isStreaming { body["stream"] = true }
        try MessagesTools.encode(&options, call, thinking, into: &body, notes: &notes)
        if content.hasTools, body["tools"] == nil, call.extraBody["tools"] == nil {
            throw ModelError(
                .invalidRequest,
                "The conversation holds tool calls, which Anthropic takes only with the tools they are of: give \"tools\"."
            )
        }
        try outputConfig(&options, thinking, into: &body, notes: &notes)
        if let stop = options.removeValue(forKey: "stop") {
            body["stop_sequences"] = stop.stringValue.map { .array([.string($0)]) } ?? stop
        }
        try labels(&options, into: &body, notes: &notes)
        if options["n"]?.intValue == 1 { options["n"] = nil }
        for name in Self.refused {
            guard let value = options.removeValue(forKey: name), !value.isNull, value.boolValue != false else {
                continue
            }
            try notes.unsupported(name, "Anthropic's Messages API has no such parameter.")
        }
        // Usage always comes with the last events.
        options["stream_options"] = nil
        body.merge(options)
        body.merge(call.extraBody)
        return body
    }

    /// `output_config`: the caller's own, with the effort and the format put into it.
    private func outputConfig(
        _ options: inout JSON.Object,
        _ thinking: MessagesThinking.Result,
        into body: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        var config = options.removeValue(forKey: "output_config")?.objectValue ?? [:]
        if let effort = thinking.effort, config["effort"] == nil { config["effort"] = .string(effort) }
        if let format = try MessagesSchema.encode(&options, notes: &notes) { config["format"] = format }
        if !config.isEmpty { body["output_config"] = .object(config) }
    }

    /// What does not change the answer: whose call it is, how it is kept, how it is queued.
    private func labels(
        _ options: inout JSON.Object,
        into body: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        let user = options.removeValue(forKey: "user")
        let identifier = options.removeValue(forKey: "safety_identifier")
        let metadata = options.removeValue(forKey: "metadata")?.objectValue ?? [:]
        let id = [metadata["user_id"], user, identifier].compactMap { $0?.stringValue }.first
        if let id { body["metadata"] = ["user_id": .string(id)] }
        for (key, _) in metadata where key != "user_id" {
            notes.warn("metadata.\(key)", "Not sent: Anthropic takes user_id only.")
        }
        for key in ["prompt_cache_key", "prompt_cache_retention"] where options.removeValue(forKey: key) != nil {
            notes.warn(key, "Not sent: Anthropic caches what cache_control marks.")
        }
        if let tier = options["service_tier"], tier != "auto", tier != "standard_only" {
            options["service_tier"] = nil
            guard tier != "default" else { return body["service_tier"] = "standard_only" }
            try notes.unsupported("service_tier", "Anthropic has auto and standard_only.")
        }
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
        return max(limit, thinking.budget.map { min($0, 1 << 53) + 4096 } ?? 0)
    }

    private func sampling(
        _ call: Call,
        _ options: inout JSON.Object,
        isThinking: Bool,
        into body: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        let allowed = try AllowedSampling(call, isThinking: isThinking, notes: &notes)
        if let temperature = allowed.temperature { body["temperature"] = .double(temperature) }
        if let topP = allowed.topP { body["top_p"] = .double(topP) }
        if call.rules.sampling == .refused, options.removeValue(forKey: "top_k") != nil {
            try notes.unsupported("top_k", "\(call.modelID) takes none.")
        }
    }
}
