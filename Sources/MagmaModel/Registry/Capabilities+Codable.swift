import FoundationEssentials

extension Capabilities: Codable {
    /// Reads what ``encode(to:)`` writes: a model as a registry's file has it (docs/registry.md). Throws ``ModelError``.
    public init(from decoder: any Decoder) throws {
        try self.init(json: JSON(from: decoder), place: "The capabilities")
    }

    /// Writes what is known, in the form of a registry's file.
    public func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }

    /// What is known, in the form of a registry's file.
    public var json: JSON {
        var object: JSON.Object = [:]
        func put(_ key: String, _ text: String?) { object[key] = text.map(JSON.string) }
        func put(_ key: String, _ texts: [String]?) { object[key] = texts.map { .array($0.map(JSON.string)) } }
        func put(_ key: String, _ members: [(String, JSON?)]) {
            let known = members.compactMap { name, value in value.map { (name, $0) } }
            if !known.isEmpty { object[key] = .object(JSON.Object(known)) }
        }
        func number(_ count: Int?) -> JSON? { count.map { .int(Int64($0)) } }
        put("mode", mode)
        put(
            "limits",
            [
                ("context", number(contextWindow == maxInputTokens ? nil : contextWindow)),
                ("input", number(maxInputTokens)), ("output", number(maxOutput)),
                ("cacheable", number(minimumCacheableTokens)), ("dimensions", number(embeddingDimensions)),
            ])
        if let prices { object.merge(prices.members) }
        put("rate_limits", [("rpm", number(rateLimits?.requests?.limit)), ("tpm", number(rateLimits?.tokens?.limit))])
        put("inputs", inputModalities?.sorted())
        put("outputs", outputModalities?.sorted())
        for (key, isSupported) in [("supports", true), ("refuses", false)] {
            let names = abilities.filter { $0.value == isSupported }.keys.sorted().map(\.rawValue)
            put(key, names.isEmpty ? nil : names)
        }
        put("efforts", reasoningEfforts)
        put("default_effort", defaultReasoningEffort)
        put("endpoints", endpoints)
        put("deprecated", deprecation)
        put("source", source)
        put("as_of", asOf)
        return .object(object)
    }
}

extension Prices {
    /// The members of a model in a registry's file that are about its prices.
    fileprivate var members: JSON.Object {
        var object: JSON.Object = [:]
        if standard != Rates() { object["prices"] = standard.json }
        if !tiers.isEmpty { object["tiers"] = .array(tiers.map(\.json)) }
        if let offPeak { object["off_peak"] = offPeak.json }
        if !factors.isEmpty {
            let sorted = factors.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value.description)) }
            object["factors"] = .object(JSON.Object(sorted))
        }
        return object
    }
}

extension Prices.Rates {
    fileprivate var json: JSON {
        let known = Self.names.compactMap { name, path in
            self[keyPath: path].map { (name, JSON.string($0.description)) }
        }
        return .object(JSON.Object(known))
    }
}

extension Prices.Tier {
    fileprivate var json: JSON {
        var object: JSON.Object = [:]
        object["service"] = service.map(JSON.string)
        object["above"] = above.map { .int(Int64($0)) }
        object["prices"] = rates.json
        return .object(object)
    }
}

extension Prices.OffPeak {
    fileprivate var json: JSON {
        func time(_ minute: Int) -> JSON {
            let (hour, rest) = minute.quotientAndRemainder(dividingBy: 60)
            return .string("\(hour < 10 ? "0" : "")\(hour):\(rest < 10 ? "0" : "")\(rest)")
        }
        let windows = windows.map { window -> JSON in
            [
                "from": time(window.minutes.lowerBound), "to": time(window.minutes.upperBound),
                "days": .array(window.days.sorted().map { .int(Int64($0)) }),
            ]
        }
        return ["prices": rates.json, "windows": .array(windows)]
    }
}
