extension OllamaChat {
    func encode(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> WireRequest {
        var options = JSON.Object(call.options.lazy.filter { !$0.value.isNull }.map { ($0.key, $0.value) })
        var body: JSON.Object = ["model": .string(call.modelName)]
        var messages: [JSON] = []
        for (index, message) in call.messages.enumerated() {
            messages += try OllamaChatMessages.encode(message, index: index, call: call, notes: &notes)
        }
        body["messages"] = .array(messages)
        body["stream"] = .bool(call.isStreaming)
        try Self.tools(&options, into: &body, notes: &notes)
        try Self.format(&options, into: &body, notes: &notes)
        try Self.think(&options, into: &body, notes: &notes)
        for name in ["keep_alive", "format", "think", "truncate", "shift", "logprobs", "top_logprobs"] {
            if let value = options.removeValue(forKey: name) { body[name] = value }
        }
        var settings: JSON.Object = [:]
        if let temperature = call.temperature { settings["temperature"] = .double(temperature) }
        if let topP = call.topP { settings["top_p"] = .double(topP) }
        if let maxTokens = call.maxTokens { settings["num_predict"] = .int(Int64(maxTokens)) }
        if let stop = options.removeValue(forKey: "stop") {
            settings["stop"] = stop.stringValue.map { .array([.string($0)]) } ?? stop
        }
        if options["n"]?.intValue == 1 { options["n"] = nil }
        options["stream_options"] = nil
        for name in Self.refused where options.removeValue(forKey: name) != nil {
            try notes.unsupported(name, "Ollama has no such parameter.")
        }
        // Everything else is a setting of the model: `seed`, the penalties, `num_ctx`, `min_p`, …
        settings.merge(options)
        if !settings.isEmpty { body["options"] = .object(settings) }
        body.merge(call.extraBody)
        return WireRequest(body: JSON.object(body).bytes())
    }

    private static let refused = [
        "n", "logit_bias", "user", "metadata", "store", "service_tier", "modalities", "audio", "prediction",
        "functions", "function_call", "parallel_tool_calls", "verbosity", "web_search_options", "safety_identifier",
        "prompt_cache_key", "prompt_cache_retention",
    ]

    private static func tools(
        _ options: inout JSON.Object,
        into body: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        let tools = options.removeValue(forKey: "tools")
        let choice = options.removeValue(forKey: "tool_choice")
        if options["parallel_tool_calls"]?.boolValue == true { options["parallel_tool_calls"] = nil }
        switch choice {
        case nil, "auto": break
        case "none": return
        default: try notes.unsupported("tool_choice", "Ollama lets the model choose; only auto and none can be said.")
        }
        if let tools, tools.arrayValue?.isEmpty == false { body["tools"] = tools }
    }

    private static func format(
        _ options: inout JSON.Object,
        into body: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        guard let format = options.removeValue(forKey: "response_format") else { return }
        switch format["type"]?.stringValue {
        case "json_object": body["format"] = "json"
        case "json_schema":
            guard let schema = format["json_schema"]?["schema"] else {
                throw ModelError(.invalidRequest, "response_format has no json_schema.schema.")
            }
            body["format"] = schema
        case "text": break
        default:
            if !format.isNull {
                try notes.unsupported("response_format", "Ollama knows text, json_object and json_schema.")
            }
        }
    }

    private static func think(
        _ options: inout JSON.Object,
        into body: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        let thinking = options.removeValue(forKey: "thinking") ?? .null
        let effort = options.removeValue(forKey: "reasoning_effort") ?? .null
        if !effort.isNull {
            switch effort.stringValue ?? effort["effort"]?.stringValue {
            case "none": body["think"] = false
            case "minimal": body["think"] = "low"
            case "xhigh": body["think"] = "max"
            case "default": break
            case .some(let level): body["think"] = .string(level)
            case nil: try notes.unsupported("reasoning_effort", "Ollama takes an effort as a word only.")
            }
        }
        guard !thinking.isNull else { return }
        guard let isOn = thinking.boolValue ?? thinking["type"]?.stringValue.map({ $0 != "disabled" }) else {
            return try notes.unsupported("thinking", "Ollama's thinking is switched on or off, with \"type\".")
        }
        // A level that was named says more than "on".
        if !isOn || body["think"] == nil { body["think"] = .bool(isOn) }
        if thinking["budget_tokens"] != nil {
            notes.warn("thinking.budget_tokens", "Not sent: Ollama's thinking has no budget, only on, off and levels.")
        }
    }
}
