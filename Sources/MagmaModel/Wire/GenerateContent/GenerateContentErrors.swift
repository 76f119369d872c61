extension ErrorFacts {
    /// Google says of every limit that a quota is exceeded; which one it was stands in the details.
    init(google json: JSON) {
        self.init(json: json)
        let root = json[0] ?? json
        let error = root["error"] ?? root
        guard status == 429 || codes.contains("RESOURCE_EXHAUSTED") else { return }
        let text = message ?? ""
        let details = error["details"]?.arrayValue ?? []
        let quotas = details.flatMap { $0["violations"]?.arrayValue ?? [] }.compactMap { $0["quotaId"]?.stringValue }
        let isSpent = quotas.contains { $0.contains("PerDay") } || Self.hasNoAllowance(text) || status == 402
        code = isSpent ? .quotaExceeded : .rateLimited
        if retryAfter == nil { retryAfter = Self.wait(in: text) }
    }

    /// A limit of 0: the account's tier has no access to the model, and waiting does not help.
    private static func hasNoAllowance(_ text: String) -> Bool {
        text.contains("limit: 0,") || text.contains("limit: 0\n") || text.hasSuffix("limit: 0")
    }

    /// `Please retry in 10h17m5.7s.`
    private static func wait(in text: String) -> Duration? {
        guard let mark = text.firstRange(of: "retry in ") else { return nil }
        var seconds = 0.0
        var number = ""
        for character in text[mark.upperBound...] {
            if character.isASCII, character.isNumber || character == "." {
                number.append(character)
                continue
            }
            let unit: [Character: Double] = ["h": 3600, "m": 60, "s": 1]
            guard let length = unit[character], let value = Double(number) else { return nil }
            seconds += value * length
            number = ""
            if character == "s" { return seconds < 1e9 ? .seconds(seconds) : nil }
        }
        return nil
    }
}
