/// Thinking in the form that a provider takes: Anthropic's `thinking` parameter, and OpenAI's effort.
enum ChatCompletionsThinking {
    static func adapt(_ options: inout JSON.Object, _ call: Call, notes: inout RequestNotes) throws(ModelError) {
        effort(&options, call.provider.dialect)
        let dialect = call.provider.dialect
        guard let thinking = options["thinking"], !dialect.has(.takesThinking) else { return }
        options["thinking"] = nil
        let type = thinking["type"]?.stringValue
        let budget = thinking["budget_tokens"]
        if dialect.has(.reasoningObject), type != nil {
            guard options["reasoning"] == nil else {
                return try notes.unsupported("thinking", "\"reasoning\" says the same and is sent.")
            }
            var reasoning: JSON.Object = [:]
            if type != "disabled", let budget { reasoning["max_tokens"] = budget }
            if reasoning.isEmpty { reasoning["enabled"] = .bool(type != "disabled") }
            options["reasoning"] = .object(reasoning)
        } else if dialect.has(.thinkingSwitch), type != nil, let object = thinking.objectValue {
            options["thinking"] = toggle(object, call, &notes)
        } else if dialect.has(.enableThinking), let type {
            if options["enable_thinking"] == nil { options["enable_thinking"] = .bool(type != "disabled") }
            if let budget, options["thinking_budget"] == nil { options["thinking_budget"] = budget }
        } else if dialect.has(.thinkingTokenBudget), type == "enabled", let budget {
            if options["thinking_token_budget"] == nil { options["thinking_token_budget"] = budget }
        } else if dialect.has(.thinkingTokenBudget), type == "disabled" {
            // Most chat templates switch thinking by this name; what the caller says there holds.
            var arguments = options["chat_template_kwargs"]?.objectValue ?? [:]
            if arguments["enable_thinking"] == nil { arguments["enable_thinking"] = false }
            options["chat_template_kwargs"] = .object(arguments)
        } else {
            let name = call.provider.name
            try notes.unsupported("thinking", "\(name) takes no such thinking object; use reasoning_effort.")
        }
    }

    /// The object where only its `type` counts, as enabled or disabled.
    private static func toggle(_ thinking: JSON.Object, _ call: Call, _ notes: inout RequestNotes) -> JSON {
        var thinking = thinking
        let name = call.provider.name
        if thinking.removeValue(forKey: "budget_tokens") != nil {
            notes.warn("thinking.budget_tokens", "Not sent: \(name) takes no budget.")
        }
        if thinking["type"] == "adaptive" {
            thinking["type"] = "enabled"
            notes.warn("thinking.type", "Sent as \"enabled\": \(name) knows enabled and disabled.")
        }
        return .object(thinking)
    }

    /// Efforts for a provider that has three of them, and a switch for none.
    private static func effort(_ options: inout JSON.Object, _ dialect: Dialect) {
        guard dialect.has(.threeEfforts), let effort = options["reasoning_effort"]?.stringValue else { return }
        switch effort {
        case "none":
            options["reasoning_effort"] = nil
            if options["thinking"] == nil { options["thinking"] = ["type": "disabled"] }
        case "minimal": options["reasoning_effort"] = "low"
        case "medium": options["reasoning_effort"] = "high"
        case "xhigh": options["reasoning_effort"] = "max"
        default: break
        }
    }
}
