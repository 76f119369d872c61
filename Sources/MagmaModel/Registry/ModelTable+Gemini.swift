extension ModelRules {
    /// A Gemini's rules by version and kind; the first row that fits holds, so that an unknown newer member of a kind
    /// follows the kind's newest rules. Facts: the Gemini reference, November 2026.
    static func gemini(_ model: String) -> ModelRules {
        guard let name = GeminiName(model) else { return .unknown }
        guard name.version >= (3, 0) else { return older(name) }
        var rules = ModelRules(sampling: .onlySaid, refuses: ["presence_penalty", "frequency_penalty"])
        rules.hasCallIDs = true
        rules.takesMediaInResults = true
        let isLightest = name.version < (3, 7) && name.isFlash
        rules.geminiThinking = .levels((isLightest ? ["minimal"] : []) + ["low", "medium", "high"])
        let ignoresSampling = name.version >= (3, 6) || name.version == (3, 5) && name.isLite
        if name.isFlash, ignoresSampling, name.version <= newestFlash { rules.sampling = .refused }
        return rules
    }

    private static let newestFlash = (3, 8)

    private static func older(_ name: GeminiName) -> ModelRules {
        var rules = ModelRules()
        if name.version < (2, 5) {
            rules.geminiThinking = .never
        } else if name.isLite {
            rules.geminiThinking = .budget(least: 512, canStop: true)
        } else if name.isFlash {
            rules.geminiThinking = .budget(least: 1, canStop: true)
        } else {
            rules.geminiThinking = .budget(least: 128, canStop: false)
        }
        return rules
    }

    /// How a Gemini is told how much to think.
    enum GeminiThinking: Sendable, Hashable {
        /// `thinkingLevel`, one of these, from the lightest up. Thinking cannot be switched off.
        case levels([String])
        /// `thinkingBudget` in tokens.
        case budget(least: Int, canStop: Bool)
        case never
    }
}

/// What a Gemini's name says: `gemini-2.5-flash-lite`, `gemini-3-pro-preview`, `gemini-flash-latest`.
private struct GeminiName {
    /// That of a name without one (`gemini-flash-latest`) is beyond all.
    var version: (Int, Int)
    var isFlash: Bool
    var isLite: Bool

    init?(_ model: String) {
        let name = model.split(separator: "/").last ?? ""
        guard name.hasPrefix("gemini-") else { return nil }
        let words = name.split(separator: "-").dropFirst()
        let numbers = words.lazy.map { $0.split(separator: ".").map { Int($0) } }
            .first { !$0.isEmpty && $0.allSatisfy { $0.map { $0 < 100 } ?? false } }
        version = ((numbers?.first ?? nil) ?? .max, (numbers?.dropFirst().first ?? nil) ?? 0)
        isFlash = words.contains("flash")
        isLite = words.contains("lite")
    }
}
