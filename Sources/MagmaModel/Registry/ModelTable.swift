extension ModelRules {
    /// What is known of a model by its name; nothing is refused of one that is not known.
    ///
    /// This small table stands in for the registry. Facts: OpenAI's and Anthropic's references, November 2026. An
    /// unknown member of a family follows the family's newest rules.
    static func rules(provider: String, model: String) -> ModelRules {
        switch provider {
        case "openai": openAI(model)
        case "anthropic": anthropic(model)
        default: .unknown
        }
    }

    /// The first row whose prefix fits.
    private static func openAI(_ model: String) -> ModelRules {
        let isReasoner = model.hasPrefix("gpt-5") || model.hasPrefix("gpt-6") || model.isOSeries
        guard isReasoner else { return .unknown }
        let row = openAISampling.first { model.hasPrefix($0.0) }
        return ModelRules(sampling: row?.1 ?? .refused, wantsMaxCompletionTokens: true)
    }

    // `.accepted` where reasoning is off unless asked for: an effort then makes the provider refuse, and say so.
    private static let openAISampling: [(String, Sampling)] = [
        ("gpt-6-sol", .withoutReasoning), ("gpt-6-luna", .withoutReasoning), ("gpt-6.1-terra", .withoutReasoning),
        ("gpt-5.6", .withoutReasoning), ("gpt-5.5-pro", .refused), ("gpt-5.4-pro", .refused), ("gpt-5.2-pro", .refused),
        ("gpt-5.5", .withoutReasoning), ("gpt-5.4", .accepted), ("gpt-5.3-chat", .refused), ("gpt-5.2-chat", .refused),
        ("gpt-5.1-chat", .refused), ("gpt-5.1-codex", .refused), ("gpt-5.3", .accepted), ("gpt-5.2", .accepted),
        ("gpt-5.1", .accepted), ("gpt-5-chat", .accepted),
    ]

    private static func anthropic(_ model: String) -> ModelRules {
        let row = anthropicModels.first { model.contains($0.0) }
        guard let row else {
            // Claude 3 and the first Claude 4 sample freely and take budgets.
            let isOld = ["claude-3", "claude-2", "claude-instant", "sonnet-4", "opus-4"].contains { model.contains($0) }
            return isOld
                ? ModelRules(thinking: .budget, maxOutput: model.contains("claude-3-haiku") ? 4096 : 8192)
                : ModelRules(sampling: .refused, thinking: .adaptive, maxOutput: 128_000)
        }
        return row.1
    }

    private static let anthropicModels: [(String, ModelRules)] = [
        ("opus-5-5", ModelRules(sampling: .refused, thinking: .alwaysAdaptive, maxOutput: 128_000)),
        ("fable-5", ModelRules(sampling: .refused, thinking: .alwaysAdaptive, maxOutput: 128_000)),
        ("mythos-5", ModelRules(sampling: .refused, thinking: .alwaysAdaptive, maxOutput: 128_000)),
        ("sonnet-5-5", ModelRules(sampling: .refused, thinking: .alwaysAdaptive, maxOutput: 128_000)),
        ("haiku-5", ModelRules(sampling: .refused, thinking: .adaptive, maxOutput: 128_000)),
        ("opus-5", ModelRules(sampling: .refused, thinking: .adaptive, maxOutput: 128_000)),
        ("sonnet-5", ModelRules(sampling: .refused, thinking: .adaptive, maxOutput: 128_000)),
        ("opus-4-8", ModelRules(sampling: .refused, thinking: .adaptive, maxOutput: 128_000)),
        ("opus-4-7", ModelRules(sampling: .refused, thinking: .adaptive, maxOutput: 128_000)),
        ("opus-4-6", ModelRules(thinking: .adaptiveOrBudget, maxOutput: 128_000)),
        ("sonnet-4-6", ModelRules(thinking: .adaptiveOrBudget, maxOutput: 128_000)),
        ("opus-4-5", ModelRules(thinking: .budget, maxOutput: 64_000)),
        ("sonnet-4-5", ModelRules(thinking: .budget, maxOutput: 64_000)),
        ("haiku-4-5", ModelRules(thinking: .budget, maxOutput: 64_000)),
        ("sonnet-4-2", ModelRules(thinking: .budget, maxOutput: 64_000)),
        ("opus-4-1", ModelRules(thinking: .budget, maxOutput: 32_000)),
        ("opus-4-2", ModelRules(thinking: .budget, maxOutput: 32_000)),
        ("claude-3-7", ModelRules(thinking: .budget, maxOutput: 64_000)),
    ]
}

extension String {
    /// `o1`, `o3-mini`, `o4-mini-2025-…`: the letter o and a number.
    fileprivate var isOSeries: Bool { hasPrefix("o") && dropFirst().first?.isNumber == true }
}
