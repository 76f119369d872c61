/// `thinkingConfig`: OpenAI's effort and Anthropic's budget put into the form that the model takes, a level or a budget.
enum GenerateContentThinking {
    static func encode(
        _ options: inout JSON.Object,
        _ call: Call,
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON.Object? {
        let thinking = options.removeValue(forKey: "thinking") ?? .null
        let effort = options.removeValue(forKey: "reasoning_effort") ?? .null
        if !thinking.isNull {
            if !effort.isNull {
                notes.warn("reasoning_effort", "Not sent: \"thinking\" says how the model is to think.")
            }
            return try own(thinking, call, &notes)
        }
        guard !effort.isNull, effort != "default" else { return nil }
        guard let word = effort.stringValue else {
            throw ModelError(.invalidRequest, "reasoning_effort is \(effort.serialized()); it must be a word.")
        }
        return try config(effort: word, "reasoning_effort", call, &notes)
    }

    private static func own(
        _ thinking: JSON,
        _ call: Call,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> JSON.Object? {
        switch thinking["type"]?.stringValue {
        case "disabled": return try config(effort: "none", "thinking", call, &notes)
        case "adaptive":
            guard case .budget = call.rules.geminiThinking else { return ["includeThoughts": true] }
            return ["includeThoughts": true, "thinkingBudget": -1]
        case "enabled":
            guard let budget = thinking["budget_tokens"]?.intValue else { return ["includeThoughts": true] }
            guard case .levels = call.rules.geminiThinking else {
                return ["includeThoughts": true, "thinkingBudget": .int(Int64(budget))]
            }
            let effort = budget < 2048 ? "low" : budget < 4096 ? "medium" : "high"
            notes.warn("thinking.budget_tokens", "Sent as the level \"\(effort)\": \(call.modelID) takes no budget.")
            return try config(effort: effort, "thinking", call, &notes)
        default:
            throw ModelError(.invalidRequest, "\"thinking\" has a type, which is enabled, adaptive or disabled.")
        }
    }

    private static func config(
        effort: String,
        _ subject: String,
        _ call: Call,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> JSON.Object? {
        guard efforts.contains(effort) else {
            throw ModelError(
                .invalidRequest, "reasoning_effort \"\(effort)\" is none of \(efforts.joined(separator: ", ")).")
        }
        switch call.rules.geminiThinking {
        case .never:
            if effort != "none" { try notes.unsupported(subject, "\(call.modelID) does not think.") }
            return nil
        case .levels(let levels):
            let level = level(effort, levels)
            if effort == "none" {
                notes.warn(subject, "Sent as \"\(level)\": \(call.modelID) cannot be kept from thinking.")
            } else if level != effort {
                notes.warn(subject, "Sent as \"\(level)\": \(call.modelID) has \(levels.joined(separator: ", ")).")
            }
            return ["thinkingLevel": .string(level), "includeThoughts": .bool(effort != "none")]
        case .budget(let least, let canStop):
            let budget: Int
            switch effort {
            case "none": budget = canStop ? 0 : least
            case "minimal": budget = least
            default: budget = budgets[effort] ?? 0
            }
            if effort == "none", !canStop {
                notes.warn(
                    subject, "Sent as a budget of \(least) tokens: \(call.modelID) cannot be kept from thinking.")
            }
            return ["thinkingBudget": .int(Int64(budget)), "includeThoughts": .bool(effort != "none")]
        }
    }

    /// The level itself where the model has it, else the nearest.
    private static func level(_ effort: String, _ levels: [String]) -> String {
        if levels.contains(effort) { return effort }
        return (effort == "none" || effort == "minimal" ? levels.first : levels.last) ?? effort
    }

    private static let efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"]

    /// LiteLLM's scale (wire reference, mapping, section 6).
    private static let budgets = ["low": 1024, "medium": 2048, "high": 4096, "xhigh": 8192, "max": 16_384]
}
