/// Thinking: Anthropic's own parameter, and OpenAI's effort put into the form that the model takes.
enum MessagesThinking {
    struct Result {
        var members: JSON.Object = [:]
        var budget: Int?
        var isOn = false
    }

    static func encode(
        _ options: inout JSON.Object,
        _ call: Call,
        notes: inout RequestNotes
    ) throws(ModelError) -> Result {
        let thinking = options.removeValue(forKey: "thinking")
        let effort = options.removeValue(forKey: "reasoning_effort")?.stringValue
        var result = Result()
        if let thinking {
            result.members["thinking"] = thinking
            result.budget = thinking["budget_tokens"]?.intValue
            result.isOn = thinking["type"]?.stringValue == "enabled" || thinking["type"]?.stringValue == "adaptive"
            let rule = call.rules.thinking
            if result.budget != nil, rule == .adaptive || rule == .alwaysAdaptive {
                try notes.unsupported("thinking.budget_tokens", "\(call.modelID) takes adaptive thinking only.")
                result.members["thinking"] = ["type": "adaptive"]
                result.budget = nil
            }
            if thinking["type"]?.stringValue == "disabled", rule == .alwaysAdaptive {
                try notes.unsupported("thinking", "\(call.modelID) cannot be kept from thinking.")
                result.members["thinking"] = nil
            }
        }
        guard let effort, thinking == nil else { return result }
        if effort == "none" {
            if call.rules.thinking == .alwaysAdaptive {
                try notes.unsupported("reasoning_effort", "\(call.modelID) cannot be kept from thinking.")
            } else {
                result.members["thinking"] = ["type": "disabled"]
            }
            return result
        }
        guard effort != "default" else { return result }
        if call.rules.thinking == .budget {
            guard let budget = budgets[effort] else {
                throw ModelError(
                    .invalidRequest,
                    "reasoning_effort \"\(effort)\" is none of none, minimal, low, medium, high, xhigh, max.")
            }
            result.budget = budget
            result.isOn = true
            result.members["thinking"] = ["type": "enabled", "budget_tokens": .int(Int64(budget))]
        } else {
            result.isOn = true
            result.members["thinking"] = ["type": "adaptive"]
            result.members["output_config"] = ["effort": .string(effort == "minimal" ? "low" : effort)]
        }
        return result
    }

    /// LiteLLM's scale (wire reference, Anthropic, section 5).
    private static let budgets = [
        "minimal": 1024, "low": 1024, "medium": 2048, "high": 4096, "xhigh": 8192, "max": 16_384,
    ]
}
