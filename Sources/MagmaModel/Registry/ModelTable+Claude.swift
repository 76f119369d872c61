extension ModelRules {
    /// A Claude's rules by family and version; the first row that fits holds, so that an unknown newer member of a
    /// family follows the family's newest rules. Facts: Anthropic's reference, November 2026.
    static func claude(_ model: String) -> ModelRules {
        guard let name = ClaudeName(model) else { return .unknown }
        let row = claudeRows.first { row in
            (row.families.isEmpty || row.families.contains(name.family)) && name.version >= row.from
        }
        return row?.rules ?? .unknown
    }

    private struct ClaudeRow {
        /// Empty: any.
        var families: [String] = []
        var from: ClaudeName.Version
        var rules: ModelRules
    }

    private static let claudeRows: [ClaudeRow] = [
        ClaudeRow(families: ["opus", "sonnet"], from: .init(5, 5), rules: newest(.alwaysAdaptive, forced: false)),
        ClaudeRow(families: ["fable", "mythos"], from: .init(5, 1), rules: newest(.alwaysAdaptive, forced: false)),
        ClaudeRow(families: ["fable", "mythos"], from: .init(0, 0), rules: newest(.alwaysAdaptive)),
        ClaudeRow(from: .init(5, 0), rules: newest(.adaptive)),
        ClaudeRow(families: ["opus"], from: .init(4, 8), rules: newest(.adaptive)),
        ClaudeRow(from: .init(4, 7), rules: newest(.adaptive, laterSystem: false)),
        ClaudeRow(from: .init(4, 6), rules: older(.adaptiveOrBudget, 128_000, prefill: false)),
        ClaudeRow(from: .init(4, 5), rules: older(.budget, 64_000)),
        ClaudeRow(families: ["opus"], from: .init(4, 0), rules: older(.budget, 32_000)),
        ClaudeRow(from: .init(3, 7), rules: older(.budget, 64_000)),
        ClaudeRow(from: .init(3, 5), rules: older(.budget, 8192)),
        ClaudeRow(from: .init(0, 0), rules: older(.budget, 4096)),
    ]

    private static func newest(_ thinking: Thinking, forced: Bool = true, laterSystem: Bool = true) -> ModelRules {
        ModelRules(
            sampling: .refused, thinking: thinking, maxOutput: 128_000, takesForcedTools: forced,
            takesLaterSystem: laterSystem, takesPrefill: false
        )
    }

    private static func older(_ thinking: Thinking, _ maxOutput: Int, prefill: Bool = true) -> ModelRules {
        ModelRules(thinking: thinking, maxOutput: maxOutput, takesLaterSystem: false, takesPrefill: prefill)
    }
}

/// What a Claude's name says: `claude-opus-4-6`, `claude-sonnet-4-20250514`, `claude-3-5-haiku-latest`, `claude-2.1`.
private struct ClaudeName {
    struct Version: Comparable {
        var major: Int
        var minor: Int

        init(_ major: Int, _ minor: Int) {
            self.major = major
            self.minor = minor
        }

        static func < (a: Version, b: Version) -> Bool { (a.major, a.minor) < (b.major, b.minor) }
    }

    /// Empty for the oldest, which had none.
    var family: String
    var version: Version

    /// `nil` for names that are not Anthropic's.
    init?(_ model: String) {
        guard model.hasPrefix("claude-") else { return nil }
        let words = model.split { "-.@:".contains($0) }.dropFirst()
        let place = words.firstIndex { ["opus", "sonnet", "haiku", "fable", "mythos"].contains($0) }
        family = place.map { String(words[$0]) } ?? ""
        // The version follows the family, or stands before it in older names; longer numbers are dates.
        let after = place.map { Self.numbers(words[($0 + 1)...]) } ?? []
        let numbers = after.isEmpty ? Self.numbers(words) : after
        // `claude-v2`. A name without any version (`claude-opus-latest`) means the newest.
        let old = words.first.flatMap { $0.first == "v" || $0 == "instant" ? Int($0.dropFirst()) ?? 1 : nil }
        version = Version(numbers.first ?? old ?? .max, numbers.dropFirst().first ?? 0)
    }

    private static func numbers(_ words: ArraySlice<Substring>) -> [Int] {
        words.prefix { Int($0) != nil && $0.utf8.count <= 2 }.compactMap { Int($0) }
    }
}
