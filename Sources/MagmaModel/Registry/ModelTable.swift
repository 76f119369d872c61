extension ModelRules {
    /// What is known of a model by its name; nothing is refused of one that is not known.
    ///
    /// This small table stands in for the registry. Facts: OpenAI's, Anthropic's and xAI's references, November 2026. An
    /// unknown member of a family follows the family's newest rules.
    static func rules(provider: String, model: String) -> ModelRules {
        switch provider {
        case "openai", "azure": return openAI(model)
        case "anthropic": return claude(model)
        case "vertex_ai" where model.hasPrefix("claude"): return claude(model)
        case "gemini", "vertex_ai": return gemini(model)
        case "xai": return grok(model)
        case "bedrock": return bedrock(model)
        case "bedrock_mantle" where model.hasPrefix("openai."): return openAI(String(model.dropFirst(7)))
        default: break
        }
        // A gateway takes its own names for the other parameters, but no gateway makes a model sample that does not.
        if model.hasPrefix("openai/") { return ModelRules(sampling: openAI(String(model.dropFirst(7))).sampling) }
        if model.hasPrefix("anthropic/") { return ModelRules(sampling: claude(String(model.dropFirst(10))).sampling) }
        return .unknown
    }

    private static func openAI(_ model: String) -> ModelRules {
        let version = gptVersion(model)
        guard version >= (5, 0) || model.isOSeries else {
            let isOlder = model.hasPrefix("gpt-4") || model.hasPrefix("gpt-3")
            return isOlder ? olderGPT : .unknown
        }
        if version > newestGPT { return ModelRules(sampling: .onlySaid, wantsMaxCompletionTokens: true) }
        let refuses: Set<String> = model.isOSeries ? ["stop", "verbosity"] : ["stop"]
        // The first row whose prefix fits.
        let row = openAISampling.first { model.hasPrefix($0.0) }
        return ModelRules(
            sampling: row?.1 ?? .refused,
            refuses: model.hasPrefix("o1") ? ["verbosity"] : refuses,
            refusesToolsWhileReasoning: version >= (5, 4),
            refusesStreams: model.hasPrefix("o1-pro") || model.hasPrefix("gpt-5-pro"),
            wantsMaxCompletionTokens: true
        )
    }

    /// What a newer one refuses is for OpenAI to say.
    private static let newestGPT = (6, 1)

    private static let olderGPT = ModelRules(refuses: ["reasoning_effort", "verbosity"])

    private static let openAISampling: [(String, Sampling)] = [
        ("gpt-6-sol", .withoutReasoning), ("gpt-6-luna", .withoutReasoning), ("gpt-6.1-terra", .withoutReasoning),
        ("gpt-5.6", .withoutReasoning), ("gpt-5.5-pro", .refused), ("gpt-5.4-pro", .refused), ("gpt-5.2-pro", .refused),
        ("gpt-5.5", .withoutReasoning), ("gpt-5.4", .withoutEffort), ("gpt-5.3-chat", .refused),
        ("gpt-5.2-chat", .refused), ("gpt-5.1-chat", .refused), ("gpt-5.1-codex", .refused),
        ("gpt-5.3", .withoutEffort), ("gpt-5.2", .withoutEffort), ("gpt-5.1", .withoutEffort),
        ("gpt-5-chat", .accepted),
    ]

    /// `gpt-5.4-mini`: 5 and 4. Names of another kind are version 0.
    private static func gptVersion(_ model: String) -> (Int, Int) {
        guard model.hasPrefix("gpt-") else { return (0, 0) }
        let numbers = model.dropFirst(4).prefix { $0 != "-" }.split(separator: ".").map { Int($0) ?? 0 }
        return (numbers.first ?? 0, numbers.dropFirst().first ?? 0)
    }

    /// The reasoning ones refuse `stop` and the penalties: all but the oldest and those that say they do not reason.
    private static func grok(_ model: String) -> ModelRules {
        let older = ["grok-beta", "grok-1", "grok-2", "grok-3"]
        let reasons =
            model.hasPrefix("grok-3-mini")
            || !older.contains { model.hasPrefix($0) } && !model.contains("non-reasoning")
        guard model.hasPrefix("grok-"), reasons else { return .unknown }
        return ModelRules(refuses: ["stop", "presence_penalty", "frequency_penalty"])
    }
}

extension String {
    /// `o1`, `o3-mini`, `o4-mini-2025-…`: the letter o and a number.
    fileprivate var isOSeries: Bool { hasPrefix("o") && dropFirst().first?.isNumber == true }
}
