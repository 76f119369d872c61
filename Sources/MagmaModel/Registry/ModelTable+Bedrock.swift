extension ModelRules {
    /// By a model's vendor and name as Bedrock writes them. Facts: AWS's user guide, November 2026. An unknown member of a
    /// family follows the family's newest rules.
    static func bedrock(_ model: String) -> ModelRules {
        let (vendor, name) = bedrockName(model)
        switch vendor {
        case "anthropic": return bedrockClaude(name)
        case "amazon" where name.hasPrefix("nova"): return nova(name)
        case "amazon" where name.hasPrefix("titan"), "ai21", "cohere", "meta", "writer": return plain
        case "openai":
            let effort = name.hasPrefix("gpt-oss") ? ConverseRules.Effort.word : .object
            return ModelRules(converse: ConverseRules(effort: effort, takesStrictTools: false, cache: .none))
        case "qwen":
            return ModelRules(converse: ConverseRules(effort: .configWord, takesStrictTools: false, cache: .none))
        case "mistral":
            return ModelRules(converse: ConverseRules(takesStrictTools: false, cache: .none, takesVideo: false))
        default: return ModelRules(converse: ConverseRules(takesStrictTools: false))
        }
    }

    /// `us.anthropic.claude-opus-4-6-v1`: the vendor follows the place. An ARN ends with such a name, if it says one.
    private static func bedrockName(_ model: String) -> (vendor: Substring, name: String) {
        let last = model.split(separator: "/").last ?? ""
        let words = last.split(separator: ".", omittingEmptySubsequences: false)
        guard words.count > 1 else { return ("", model) }
        let isPlaced = words.count > 2 && bedrockPlaces.contains(String(words[0]))
        let vendor = words[isPlaced ? 1 : 0]
        return (vendor, words[(isPlaced ? 2 : 1)...].joined(separator: "."))
    }

    private static let bedrockPlaces: Set<String> = [
        "us", "eu", "apac", "jp", "au", "ca", "in", "us-gov", "global",
    ]

    private static func bedrockClaude(_ name: String) -> ModelRules {
        var rules = claude(name)
        let isOld = rules.thinking == .budget && (rules.maxOutput ?? 0) <= 8192
        rules.speaksMessages = true
        rules.converse = ConverseRules(
            effort: .thinking,
            takesStrictTools: !["claude-opus-4-7", "claude-opus-4-8"].contains { name.hasPrefix($0) },
            takesParallelSwitch: true,
            takesSchemas: !isOld,
            narrowsSchemas: true,
            takesAudio: false,
            takesVideo: false
        )
        return rules
    }

    private static func nova(_ name: String) -> ModelRules {
        ModelRules(
            takesLaterSystem: false,
            converse: ConverseRules(
                effort: name.hasPrefix("nova-2") ? .config : .none,
                topK: .inferenceConfig,
                takesStrictTools: false,
                takesSchemas: false,
                cache: .plain,
                takesReasoning: name.hasPrefix("nova-2"),
                takesAudio: name.hasPrefix("nova-2"),
                searchTool: "nova_grounding"
            )
        )
    }

    /// Text, and tools as the model chooses.
    private static let plain = ModelRules(
        takesLaterSystem: false,
        converse: ConverseRules(
            effort: .none, topK: .none, toolChoice: .unsaid, takesStrictTools: false, takesSchemas: false, cache: .none,
            takesReasoning: false, takesAudio: false, takesVideo: false
        )
    )
}
