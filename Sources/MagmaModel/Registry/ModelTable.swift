extension ModelRules {
    /// What is known of a model by its name; nothing is refused of one that is not known.
    ///
    /// This small table stands in for the registry. Facts: OpenAI's and Anthropic's references, November 2026. An
    /// unknown member of a family follows the family's newest rules.
    static func rules(provider: String, model: String) -> ModelRules {
        switch provider {
        case "openai", "azure": return openAI(model)
        case "anthropic": return claude(model)
        default: break
        }
        // A gateway takes its own names for the other parameters, but no gateway makes a model sample that does not.
        if model.hasPrefix("openai/") { return ModelRules(sampling: openAI(String(model.dropFirst(7))).sampling) }
        if model.hasPrefix("anthropic/") { return ModelRules(sampling: claude(String(model.dropFirst(10))).sampling) }
        return .unknown
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
}

extension String {
    /// `o1`, `o3-mini`, `o4-mini-2025-…`: the letter o and a number.
    fileprivate var isOSeries: Bool { hasPrefix("o") && dropFirst().first?.isNumber == true }
}
