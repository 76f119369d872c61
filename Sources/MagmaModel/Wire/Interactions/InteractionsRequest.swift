extension Interactions {
    func encode(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> WireRequest {
        var call = call
        // Every model takes levels here, and none a budget.
        if case .budget = call.rules.geminiThinking {
            call.settings.rules.geminiThinking = .levels(["minimal", "low", "medium", "high"])
        }
        var options = call.options
        var input = InteractionsInput(call)
        let (system, steps) = try input.encode(notes: &notes)
        var body: JSON.Object = ["model": .string(call.modelName), "input": .array(steps)]
        if !system.isEmpty { body["system_instruction"] = .string(system) }
        body["stream"] = .bool(call.isStreaming)
        if let format = try Self.format(&options, notes: &notes) { body["response_format"] = format }
        let tools = try InteractionsTools.encode(&options, notes: &notes)
        if !tools.list.isEmpty { body["tools"] = .array(tools.list) }
        var config = try Self.settings(&options, call, notes: &notes)
        if let choice = tools.choice { config["tool_choice"] = choice }
        if let own = options.removeValue(forKey: "generation_config")?.objectValue { config.merge(own) }
        if !config.isEmpty { body["generation_config"] = .object(config) }
        for name in ["user", "safety_identifier", "prompt_cache_key", "prompt_cache_retention", "metadata"]
        where options.removeValue(forKey: name) != nil {
            notes.warn(name, "Not sent: the Interactions API has no place for it.")
        }
        if options["n"]?.intValue == 1 { options["n"] = nil }
        for name in Self.refused {
            guard let value = options.removeValue(forKey: name), !value.isNull, value.boolValue != false else {
                continue
            }
            try notes.unsupported(name, "The Interactions API has no such parameter.")
        }
        options["stream_options"] = nil
        body.merge(options)
        body.merge(call.extraBody)
        return WireRequest(body: JSON.object(body).bytes())
    }

    private static let refused = [
        "n", "logit_bias", "logprobs", "top_logprobs", "presence_penalty", "frequency_penalty", "prediction",
        "verbosity", "functions", "function_call", "audio", "web_search_options",
    ]

    private static func settings(
        _ options: inout JSON.Object,
        _ call: Call,
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON.Object {
        let own = try GenerateContentSettings.sampling(&options, call, notes: &notes)
        var config: JSON.Object = [:]
        config["temperature"] = own["temperature"]
        config["top_p"] = own["topP"]
        if let limit = call.maxTokens { config["max_output_tokens"] = .int(Int64(limit)) }
        if let stop = options.removeValue(forKey: "stop") {
            config["stop_sequences"] = stop.stringValue.map { .array([.string($0)]) } ?? stop
        }
        if let seed = options.removeValue(forKey: "seed") { config["seed"] = seed }
        if let thinking = try GenerateContentThinking.encode(&options, call, notes: &notes) {
            config["thinking_level"] = thinking["thinkingLevel"]
            config["thinking_summaries"] = thinking["includeThoughts"] == true ? "auto" : "none"
        }
        for name in ["thinking_level", "thinking_summaries", "speech_config", "image_config"] {
            if let value = options.removeValue(forKey: name) { config[name] = value }
        }
        return config
    }

    private static func format(
        _ options: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON? {
        var config: JSON.Object = [:]
        let given = options["response_format"]
        // Google's own form passes.
        if given?.arrayValue != nil || given?["mime_type"] != nil || given?["schema"] != nil {
            return options.removeValue(forKey: "response_format")
        }
        try GenerateContentSchema.responseFormat(&options, into: &config, notes: &notes)
        guard let type = config["responseMimeType"] else { return nil }
        var format: JSON.Object = ["type": "text", "mime_type": type]
        format["schema"] = config["responseJsonSchema"]
        return .object(format)
    }
}
