/// Anthropic's `thinking` parameter in the form that a provider takes.
enum ChatCompletionsThinking {
    static func adapt(_ options: inout JSON.Object, _ call: Call, notes: inout RequestNotes) throws(ModelError) {
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
}
