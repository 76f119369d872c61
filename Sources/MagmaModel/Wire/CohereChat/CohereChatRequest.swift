extension CohereChat {
    func encode(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> WireRequest {
        var options = JSON.Object(call.options.lazy.filter { !$0.value.isNull }.map { ($0.key, $0.value) })
        var body: JSON.Object = ["model": .string(call.modelName)]
        body["messages"] = .array(try CohereChatMessages.encode(call, notes: &notes))
        if call.isStreaming { body["stream"] = true }
        if let maxTokens = call.maxTokens { body["max_tokens"] = .int(Int64(maxTokens)) }
        if let temperature = call.temperature { body["temperature"] = .double(temperature) }
        if let topP = call.topP { body["p"] = .double(topP) }
        if let topK = options.removeValue(forKey: "top_k") { body["k"] = topK }
        if let stop = options.removeValue(forKey: "stop") {
            body["stop_sequences"] = stop.stringValue.map { .array([.string($0)]) } ?? stop
        }
        try Self.penalties(&options, into: &body, notes: &notes)
        try CohereChatTools.encode(&options, into: &body, notes: &notes)
        try Self.format(&options, into: &body, notes: &notes)
        try Self.thinking(&options, into: &body, notes: &notes)
        if options["n"]?.intValue == 1 { options["n"] = nil }
        // Usage always comes with the last event.
        options["stream_options"] = nil
        for name in Self.refused {
            guard let value = options.removeValue(forKey: name), value.boolValue != false else { continue }
            try notes.unsupported(name, "Cohere has no such parameter.")
        }
        body.merge(options)
        body.merge(call.extraBody)
        return WireRequest(body: JSON.object(body).bytes())
    }

    private static let refused = [
        "n", "top_logprobs", "logit_bias", "user", "metadata", "store", "service_tier", "modalities", "audio",
        "prediction", "functions", "function_call", "verbosity", "web_search_options", "safety_identifier",
        "prompt_cache_key", "prompt_cache_retention",
    ]

    /// OpenAI's go from -2 to 2, Cohere's from 0 to 1.
    private static func penalties(
        _ options: inout JSON.Object,
        into body: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        for name in ["frequency_penalty", "presence_penalty"] {
            guard let value = options.removeValue(forKey: name) else { continue }
            if let number = value.doubleValue, !(0...1).contains(number) {
                try notes.unsupported(name, "Cohere's goes from 0 to 1, and \(number) was given.")
            } else {
                body[name] = value
            }
        }
    }

    private static func format(
        _ options: inout JSON.Object,
        into body: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        guard let format = options.removeValue(forKey: "response_format") else { return }
        let schema: JSON?
        switch format["type"]?.stringValue {
        case "text": return
        case "json_object": schema = format["json_schema"]
        case "json_schema":
            schema = format["json_schema"]?["schema"]
            guard schema != nil else {
                throw ModelError(.invalidRequest, "response_format has no json_schema.schema.")
            }
        default: return try notes.unsupported("response_format", "Cohere knows text, json_object and json_schema.")
        }
        guard body["tools"] == nil, options["documents"]?.arrayValue?.isEmpty != false else {
            return try notes.unsupported("response_format", "Cohere takes none beside tools or documents.")
        }
        var object: JSON.Object = ["type": "json_object"]
        object["json_schema"] = schema
        body["response_format"] = .object(object)
    }

    private static func thinking(
        _ options: inout JSON.Object,
        into body: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        let thinking = options.removeValue(forKey: "thinking")
        let effort = options.removeValue(forKey: "reasoning_effort")
        if let thinking {
            guard let word = thinking.boolValue.map({ $0 ? "enabled" : "disabled" }) ?? thinking["type"]?.stringValue
            else {
                return try notes.unsupported("thinking", "Cohere's thinking is an object with a \"type\".")
            }
            var object = thinking.objectValue ?? [:]
            object["type"] = word == "adaptive" ? "enabled" : .string(word)
            if let budget = object.removeValue(forKey: "budget_tokens"), object["token_budget"] == nil {
                object["token_budget"] = budget
            }
            body["thinking"] = .object(object)
        }
        guard let effort, effort != "default" else { return }
        guard let word = effort.stringValue ?? effort["effort"]?.stringValue else {
            return try notes.unsupported("reasoning_effort", "Cohere is told an effort as a word only.")
        }
        guard thinking == nil else {
            return notes.warn("reasoning_effort", "Not sent: \"thinking\" says how the model is to think.")
        }
        body["thinking"] = ["type": word == "none" ? "disabled" : "enabled"]
        guard word != "none" else { return }
        notes.warn(
            "reasoning_effort", "Sent as thinking that is on: Cohere knows no efforts, only on, off and a budget.")
    }
}
