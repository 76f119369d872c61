extension RateLimits {
    /// What the providers' families of headers say. A reset that is a point in time counts from the response's own
    /// `date`, since this code sees no clock; without that header it is left out.
    init(headers: HeaderFields) {
        self.init()
        guard headers.containsName(with: "ratelimit") else { return }
        let now = headers["date"].flatMap(HTTPDate.seconds)
        // Cerebras names the period; OpenRouter, Together and Moonshot name nothing and mean requests.
        requests = Self.window(headers, ["requests", "requests-day", ""], now)
        tokens = Self.window(headers, ["tokens", "tokens-minute"], now)
        inputTokens = Self.window(headers, ["input-tokens"], now)
        outputTokens = Self.window(headers, ["output-tokens"], now)
    }

    private static func window(_ headers: HeaderFields, _ kinds: [String], _ now: Int?) -> Window? {
        for kind in kinds {
            func value(_ what: String) -> String? {
                guard !kind.isEmpty else { return headers["x-ratelimit-\(what)"] }
                return headers["x-ratelimit-\(what)-\(kind)"] ?? headers["anthropic-ratelimit-\(kind)-\(what)"]
            }
            let window = Window(
                limit: value("limit").flatMap { Int($0) },
                remaining: value("remaining").flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 },
                reset: value("reset").flatMap { duration($0) ?? wait(until: $0, now) }
            )
            if !window.isEmpty { return window }
        }
        return nil
    }

    /// Until a point in time: RFC 3339, or seconds or milliseconds since 1970. One that has passed is no wait.
    private static func wait(until text: String, _ now: Int?) -> Duration? {
        guard let now else { return nil }
        if let number = Double(text) {
            guard number < 1e14 else { return nil }
            return .seconds(max(0, (number < 1e11 ? number : number / 1000) - Double(now)))
        }
        return Timestamp.seconds(text).map { .seconds(max(0, $0 - now)) }
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
        return number.isEmpty && total < 1e9 ? .seconds(total) : nil
    }
}
