extension RateLimits {
    /// What OpenAI's and Anthropic's families of headers say. Resets that are points in time are left out: this code sees
    /// no clock.
    init(headers: HeaderFields) {
        self.init()
        guard headers.contains(where: { $0.name.utf8.count > 11 && $0.name.lowercased().contains("ratelimit") }) else {
            return
        }
        requests = Self.window(headers, "requests")
        tokens = Self.window(headers, "tokens")
        inputTokens = Self.window(headers, "input-tokens")
        outputTokens = Self.window(headers, "output-tokens")
    }

    private static func window(_ headers: HeaderFields, _ kind: String) -> Window? {
        func value(_ what: String) -> String? {
            headers["x-ratelimit-\(what)-\(kind)"] ?? headers["anthropic-ratelimit-\(kind)-\(what)"]
        }
        let window = Window(
            limit: value("limit").flatMap { Int($0) },
            remaining: value("remaining").flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 },
            reset: value("reset").flatMap(duration)
        )
        return window.isEmpty ? nil : window
    }

    /// Plain or decimal seconds, or Go's form: `12ms`, `1m12.5s`, `6m0s`, `1h2m3s`.
    static func duration(_ text: String) -> Duration? {
        if let seconds = Double(text) { return seconds >= 0 && seconds < 1e9 ? .seconds(seconds) : nil }
        var total = 0.0
        var number = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            if character.isNumber || character == "." {
                number.append(character)
                continue
            }
            guard let value = Double(number) else { return nil }
            number = ""
            switch character {
            case "h": total += value * 3600
            case "m" where rest.first == "s":
                rest.removeFirst()
                total += value / 1000
            case "m": total += value * 60
            case "s": total += value
            default: return nil
            }
        }
        return number.isEmpty ? .seconds(total) : nil
    }
}
