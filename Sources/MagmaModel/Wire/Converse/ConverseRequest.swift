extension Converse {
    func encode(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> WireRequest {
        var body: JSON.Object = [:]
        var options = call.options
        var content = ConverseContent(call)
        let (system, messages) = try content.encode(notes: &notes)
        body["messages"] = .array(messages)
        if !system.isEmpty { body["system"] = .array(system) }
        for name in Self.members { body[name] = options.removeValue(forKey: name) }
        // What the model's vendor alone knows: further members of its own request.
        var fields = options.removeValue(forKey: "additionalModelRequestFields")?.objectValue ?? [:]
        let thinking = try ConverseThinking.encode(&options, call, into: &body, &fields, notes: &notes)
        try ConverseTools.encode(&options, call, thinking, into: &body, &fields, notes: &notes)
        if content.hasTools, body["toolConfig"] == nil, call.extraBody["toolConfig"] == nil {
            throw ModelError(
                .invalidRequest,
                "The conversation holds tool calls, which Bedrock takes only with the tools they are of: give \"tools\"."
            )
        }
        try inference(call, &options, thinking, into: &body, &fields, notes: &notes)
        try ConverseFormat.encode(&options, call, into: &body, notes: &notes)
        try labels(&options, into: &body, notes: &notes)
        if options["n"]?.intValue == 1 { options["n"] = nil }
        for name in Self.refused {
            guard let value = options.removeValue(forKey: name), !value.isNull, value.boolValue != false else {
                continue
            }
            try notes.unsupported(name, "Bedrock's Converse has no such parameter.")
        }
        // Usage always comes with the last event.
        options["stream_options"] = nil
        fields.merge(options)
        if !fields.isEmpty { body["additionalModelRequestFields"] = .object(fields) }
        body.merge(call.extraBody)
        return WireRequest(body: JSON.object(body).bytes())
    }

    /// Members of the request that the caller may give as they are.
    private static let members = [
        "inferenceConfig", "toolConfig", "outputConfig", "guardrailConfig", "performanceConfig", "serviceTier",
        "requestMetadata", "promptVariables", "additionalModelResponseFieldPaths",
    ]

    private static let refused = [
        "n", "seed", "logprobs", "top_logprobs", "presence_penalty", "frequency_penalty", "logit_bias", "modalities",
        "audio", "prediction", "functions", "function_call", "verbosity", "store", "web_search_options",
    ]

    private func inference(
        _ call: Call,
        _ options: inout JSON.Object,
        _ thinking: MessagesThinking.Result,
        into body: inout JSON.Object,
        _ fields: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        var config = body["inferenceConfig"]?.objectValue ?? [:]
        let allowed = try AllowedSampling(call, isThinking: thinking.isOn, notes: &notes)
        if let temperature = allowed.temperature { config["temperature"] = .double(temperature) }
        if let topP = allowed.topP { config["topP"] = .double(topP) }
        // A budget lies within the limit.
        let limit = call.maxTokens ?? thinking.budget.map { min($0, 1 << 53) + 4096 }
        if let limit, config["maxTokens"] == nil || call.maxTokens != nil { config["maxTokens"] = .int(Int64(limit)) }
        if let stop = options.removeValue(forKey: "stop") {
            config["stopSequences"] = stop.stringValue.map { .array([.string($0)]) } ?? stop
        }
        body["inferenceConfig"] = config.isEmpty ? nil : .object(config)
        guard let topK = options.removeValue(forKey: "top_k"), !topK.isNull else { return }
        switch call.rules.converse.topK {
        case .member where call.rules.sampling != .refused: fields["top_k"] = topK
        case .inferenceConfig:
            var inner = fields["inferenceConfig"]?.objectValue ?? [:]
            inner["topK"] = topK
            fields["inferenceConfig"] = .object(inner)
        case .member, .none: try notes.unsupported("top_k", "\(call.modelID) takes none.")
        }
    }

    /// What does not change the answer: whose call it is, how it is kept, how it is queued.
    private func labels(
        _ options: inout JSON.Object,
        into body: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        var labels = body["requestMetadata"]?.objectValue ?? [:]
        for name in ["user", "safety_identifier"] {
            if let id = options.removeValue(forKey: name)?.stringValue { labels["user_id"] = .string(id) }
        }
        for (key, value) in options.removeValue(forKey: "metadata")?.objectValue ?? [:] where !value.isNull {
            if value.stringValue != nil {
                labels[key] = value
            } else {
                notes.warn("metadata.\(key)", "Not sent: Bedrock's metadata are texts.")
            }
        }
        if !labels.isEmpty { body["requestMetadata"] = .object(labels) }
        for key in ["prompt_cache_key", "prompt_cache_retention"] where options.removeValue(forKey: key) != nil {
            notes.warn(key, "Not sent: Bedrock caches what a cache point marks.")
        }
        guard let tier = options.removeValue(forKey: "service_tier"), !tier.isNull, tier != "auto" else { return }
        if let word = tier.stringValue, ["default", "flex", "priority", "reserved"].contains(word) {
            body["serviceTier"] = ["type": tier]
        } else {
            try notes.unsupported("service_tier", "Bedrock has default, flex, priority and reserved.")
        }
    }
}
