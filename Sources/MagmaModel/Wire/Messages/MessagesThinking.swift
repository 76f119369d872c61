/// Thinking: Anthropic's own parameter, and OpenAI's effort put into the form that the model takes.
enum MessagesThinking {
    struct Result {
        /// `thinking`, where it is sent.
        var thinking: JSON?
        /// `output_config.effort`, where it is sent.
        var effort: String?

        var budget: Int? { thinking?["budget_tokens"]?.intValue }
        /// With a budget of its own, under which sampling and the choice of tools are restricted.
        var isManual: Bool { thinking?["type"] == "enabled" }
        var isOn: Bool { isManual || thinking?["type"] == "adaptive" }
    }

    static func encode(
        _ options: inout JSON.Object,
        _ call: Call,
        notes: inout RequestNotes
    ) throws(ModelError) -> Result {
        let thinking = options.removeValue(forKey: "thinking")
        let effort = options.removeValue(forKey: "reasoning_effort").flatMap { $0.isNull ? nil : $0 }
        var result = Result()
        if let thinking, !thinking.isNull { result.thinking = try own(thinking, call, &notes) }
        guard let effort, effort != "default" else { return result }
        guard let word = effort.stringValue else {
            throw ModelError(.invalidRequest, "reasoning_effort is \(effort.serialized()); it must be a word.")
        }
        if result.thinking == nil {
            try translate(word, call, into: &result, &notes)
        } else if word != "none", call.rules.thinking != .budget {
            result.effort = try self.word(word, call, &notes)
        } else {
            notes.warn("reasoning_effort", "Not sent: \"thinking\" says how the model is to think.")
        }
        return result
    }

    /// The parameter as the caller wrote it, where the model takes it.
    private static func own(
        _ thinking: JSON,
        _ call: Call,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> JSON? {
        switch (thinking["type"]?.stringValue, call.rules.thinking) {
        case ("enabled", .adaptive), ("enabled", .alwaysAdaptive):
            try notes.unsupported(
                "thinking",
                "\(call.modelID) thinks adaptively and takes no budget; give {\"type\": \"adaptive\"} and an effort."
            )
            return ["type": "adaptive"]
        case ("adaptive", .budget):
            try notes.unsupported("thinking", "\(call.modelID) takes {\"type\": \"enabled\"} with budget_tokens only.")
            return nil
        case ("disabled", .alwaysAdaptive):
            try notes.unsupported("thinking", "\(call.modelID) cannot be kept from thinking.")
            return nil
        default: return thinking
        }
    }

    private static func translate(
        _ effort: String,
        _ call: Call,
        into result: inout Result,
        _ notes: inout RequestNotes
    ) throws(ModelError) {
        switch (effort, call.rules.thinking) {
        case ("none", .alwaysAdaptive):
            try notes.unsupported("reasoning_effort", "\(call.modelID) cannot be kept from thinking.")
        case ("none", _): result.thinking = ["type": "disabled"]
        case (_, .budget):
            guard var budget = budgets[effort] else {
                throw ModelError(
                    .invalidRequest,
                    "reasoning_effort \"\(effort)\" is none of none, minimal, low, medium, high, xhigh, max."
                )
            }
            if let limit = call.maxTokens, budget >= limit {
                guard limit > leastBudget else {
                    return try notes.unsupported(
                        "reasoning_effort",
                        "thinking takes at least \(leastBudget) tokens, which max_tokens (\(limit)) has no room for."
                    )
                }
                budget = limit - 1
                notes.warn(
                    "reasoning_effort", "Sent as a budget of \(budget) tokens, which is all that max_tokens allows.")
            }
            result.thinking = ["type": "enabled", "budget_tokens": .int(Int64(budget))]
        default:
            // The newer models show nothing of their thinking unless asked to.
            result.thinking = ["type": "adaptive", "display": "summarized"]
            result.effort = try word(effort, call, &notes)
        }
    }

    /// Anthropic's word for an effort; `nil` for one that the model has not.
    private static func word(
        _ effort: String,
        _ call: Call,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> String? {
        if effort == "minimal" { return "low" }
        guard effort == "xhigh", call.rules.thinking == .adaptiveOrBudget else { return effort }
        try notes.unsupported("reasoning_effort", "\(call.modelID) has low, medium, high and max, not \"xhigh\".")
        return nil
    }

    private static let leastBudget = 1024

    /// LiteLLM's scale (wire reference, Anthropic, section 5).
    private static let budgets = [
        "minimal": 1024, "low": 1024, "medium": 2048, "high": 4096, "xhigh": 8192, "max": 16_384,
    ]
}
