/// Thinking and effort, in the words that the model's vendor has for them.
enum ConverseThinking {
    /// What is asked for in Anthropic's way; for other vendors nothing, and theirs is in `fields`.
    static func encode(
        _ options: inout JSON.Object,
        _ call: Call,
        into body: inout JSON.Object,
        _ fields: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) -> MessagesThinking.Result {
        let form = call.rules.converse.effort
        guard form == .thinking else {
            try vendors(&options, call, into: &fields, notes: &notes)
            return MessagesThinking.Result()
        }
        let thinking = try MessagesThinking.encode(&options, call, notes: &notes)
        if let said = thinking.thinking { fields["thinking"] = said }
        if thinking.isOn {
            // Converse itself does not say how much of the output was thinking.
            let paths = body["additionalModelResponseFieldPaths"]?.arrayValue ?? []
            body["additionalModelResponseFieldPaths"] = .array(paths + ["/usage/output_tokens_details"])
        }
        var config = options.removeValue(forKey: "output_config")?.objectValue ?? [:]
        if let effort = thinking.effort { config["effort"] = config["effort"] ?? .string(effort) }
        if !config.isEmpty { fields["output_config"] = .object(config) }
        return thinking
    }

    private static func vendors(
        _ options: inout JSON.Object,
        _ call: Call,
        into fields: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        let form = call.rules.converse.effort
        // An unknown model may know Anthropic's parameter.
        if form != .word, let thinking = options.removeValue(forKey: "thinking"), !thinking.isNull {
            let reason = "\(call.modelID) takes an effort at most, not Anthropic's parameter."
            try notes.unsupported("thinking", reason)
        }
        guard let effort = options.removeValue(forKey: "reasoning_effort"), !effort.isNull, effort != "default" else {
            return
        }
        guard let word = effort.stringValue else {
            throw ModelError(.invalidRequest, "reasoning_effort is \(effort.serialized()); it must be a word.")
        }
        switch form {
        case .thinking, .none: try notes.unsupported("reasoning_effort", "\(call.modelID) has no such setting.")
        case .word: fields["reasoning_effort"] = effort
        case .configWord: fields["reasoning_config"] = effort
        case .object: fields["reasoning"] = ["effort": effort]
        case .config:
            guard word != "none" else { return fields["reasoningConfig"] = ["type": "disabled"] }
            let words = ["minimal": "low", "low": "low", "medium": "medium", "high": "high"]
            let known = words[word] ?? "high"
            if known != word {
                notes.warn("reasoning_effort", "Sent as \"\(known)\": \(call.modelID) has three words.")
            }
            fields["reasoningConfig"] = ["type": "enabled", "maxReasoningEffort": .string(known)]
        }
    }
}
