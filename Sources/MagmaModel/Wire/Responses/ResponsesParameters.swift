/// OpenAI's chat parameters under the names and in the forms of this protocol. Its own pass.
enum ResponsesParameters {
    static func adapted(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> JSON.Object {
        var options = call.options
        try ResponsesTools.encode(&options, call, notes: &notes)
        try text(&options)
        try logprobs(&options, call, notes: &notes)
        if let effort = options.removeValue(forKey: "reasoning_effort") {
            let said: JSON.Object = effort.objectValue ?? ["effort": effort]
            options["reasoning"] = .object(merged(said, under: options["reasoning"]))
        }
        if options.removeValue(forKey: "thinking") != nil {
            try notes.unsupported("thinking", "\(call.provider.name) takes no such object here; use reasoning_effort.")
        }
        if let streaming = options.removeValue(forKey: "stream_options")?.objectValue {
            // Usage always comes with the last event.
            let others = JSON.Object(streaming.filter { $0.key != "include_usage" }.map { ($0.key, $0.value) })
            if call.isStreaming, !others.isEmpty { options["stream_options"] = .object(others) }
            if !call.isStreaming { notes.warn("stream_options", "Not sent: the call is not streamed.") }
        }
        for name in refused {
            guard let value = options.removeValue(forKey: name) else { continue }
            if (name == "n" && value == 1) || (name == "modalities" && value == ["text"]) { continue }
            try notes.unsupported(name, "The Responses API has no such parameter.")
        }
        return options
    }

    private static let refused = [
        "n", "stop", "seed", "logit_bias", "presence_penalty", "frequency_penalty", "modalities", "audio", "prediction",
    ]

    /// What decides whether a model reasons, where the rules for sampling look for it.
    static func effort(_ call: Call) -> JSON? {
        let effort = call.options["reasoning_effort"] ?? call.options["reasoning"]?["effort"]
        return effort?["effort"] ?? effort
    }

    /// `response_format` and `verbosity` are members of `text`; what the caller says there itself holds.
    private static func text(_ options: inout JSON.Object) throws(ModelError) {
        var text: JSON.Object = [:]
        if let format = options.removeValue(forKey: "response_format") {
            if format["type"] == "json_schema", format["schema"] == nil {
                guard let schema = format["json_schema"]?.objectValue else {
                    throw ModelError(.invalidRequest, "response_format has no json_schema.")
                }
                var flat: JSON.Object = ["type": "json_schema"]
                flat.merge(schema)
                text["format"] = .object(flat)
            } else {
                text["format"] = format
            }
        }
        if let verbosity = options.removeValue(forKey: "verbosity") { text["verbosity"] = verbosity }
        if !text.isEmpty { options["text"] = .object(merged(text, under: options["text"])) }
    }

    /// `logprobs` is asked for in `include`.
    private static func logprobs(
        _ options: inout JSON.Object,
        _ call: Call,
        notes: inout RequestNotes
    ) throws(ModelError) {
        let wanted = options.removeValue(forKey: "logprobs")
        if wanted == false { return options["top_logprobs"] = nil }
        guard wanted != nil || options["top_logprobs"] != nil else { return }
        var plain = call
        plain.options["reasoning_effort"] = effort(call)
        if ChatCompletionsParameters.refusesSampling(plain) {
            options["top_logprobs"] = nil
            return try notes.unsupported("logprobs", "\(call.modelID) takes none while it reasons.")
        }
        let mark: JSON = "message.output_text.logprobs"
        let include = options["include"]?.arrayValue ?? []
        if !include.contains(mark) { options["include"] = .array(include + [mark]) }
    }

    private static func merged(_ said: JSON.Object, under own: JSON?) -> JSON.Object {
        var all = said
        all.merge(own?.objectValue ?? [:])
        return all
    }
}
