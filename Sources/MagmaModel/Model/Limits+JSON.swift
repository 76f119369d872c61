extension Limits {
    /// Reads `{"rpm": 500, "tpm": 200000, "concurrency": 8, "heeds_headers": true, "maximum_wait": 60, "maximum_waiters": 1000}`;
    /// what is left out is the default. An adaptive `concurrency` is `"adaptive"` or `{"initial": 20, "maximum": 1000}`.
    init?(json: JSON) {
        self.init()
        guard let object = json.objectValue else { return nil }
        for (key, value) in object {
            switch (key, value.intValue, value.boolValue, value.doubleValue) {
            case ("rpm", let count?, _, _): requestsPerMinute = count
            case ("tpm", let count?, _, _): tokensPerMinute = count
            case ("concurrency", _, _, _):
                guard let read = Concurrency(json: value) else { return nil }
                concurrency = read
            case ("heeds_headers", _, let flag?, _): heedsHeaders = flag
            case ("maximum_wait", _, _, let seconds?) where (0...1e9).contains(seconds): maximumWait = .seconds(seconds)
            case ("maximum_waiters", let count?, _, _): maximumWaiters = count
            default: return nil
            }
        }
        guard problem == nil else { return nil }
    }

    var json: JSON {
        let usual = Limits()
        var object: JSON.Object = [:]
        if let requestsPerMinute { object["rpm"] = .int(Int64(requestsPerMinute)) }
        if let tokensPerMinute { object["tpm"] = .int(Int64(tokensPerMinute)) }
        if let concurrency { object["concurrency"] = concurrency.json }
        if !heedsHeaders { object["heeds_headers"] = false }
        if maximumWait != usual.maximumWait { object["maximum_wait"] = .double(maximumWait / .seconds(1)) }
        if maximumWaiters != usual.maximumWaiters { object["maximum_waiters"] = .int(Int64(maximumWaiters)) }
        return .object(object)
    }
}

extension Limits.Concurrency {
    fileprivate init?(json: JSON) {
        if let count = json.intValue {
            self = .fixed(count)
        } else if json.stringValue == "adaptive" {
            self = .adaptive()
        } else if let object = json.objectValue {
            guard case .adaptive(var initial, var maximum) = Self.adaptive() else { return nil }
            for (key, value) in object {
                switch (key, value.intValue) {
                case ("initial", let count?): initial = count
                case ("maximum", let count?): maximum = count
                default: return nil
                }
            }
            self = .adaptive(initial: initial, maximum: maximum)
        } else {
            return nil
        }
    }

    fileprivate var json: JSON {
        switch self {
        case .fixed(let count): .int(Int64(count))
        case .adaptive where self == .adaptive(): "adaptive"
        case .adaptive(let initial, let maximum):
            ["initial": .int(Int64(initial)), "maximum": .int(Int64(maximum))]
        }
    }
}
