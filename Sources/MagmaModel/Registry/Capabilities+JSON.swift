extension Capabilities {
    /// Reads a model as a registry's file writes it (docs/registry.md); members in `besides` are somebody else's. Throws
    /// `.configuration`, naming the place.
    init(json: JSON, place: String, besides: Set<String> = []) throws(ModelError) {
        self.init()
        let reader = RowReader(place: place)
        var tiers: [Prices.Tier] = []
        for (key, value) in try reader.object(json) where !besides.contains(key) {
            switch key {
            case "mode": mode = try reader.string(value, key)
            case "limits": try takeLimits(value, reader)
            case "prices": prices.orNew.standard = try Prices.Rates(json: value, key, reader)
            case "tiers":
                tiers = try reader.list(value, key).map { (tier) throws(ModelError) in
                    try Prices.Tier(json: tier, reader)
                }
            case "off_peak": prices.orNew.offPeak = try Prices.OffPeak(json: value, reader)
            case "factors": prices.orNew.factors = try Prices.factors(json: value, reader)
            case "rate_limits": rateLimits = try RateLimits(json: value, reader)
            case "inputs": inputModalities = Set(try reader.strings(value, key))
            case "outputs": outputModalities = Set(try reader.strings(value, key))
            case "supports": for name in try reader.strings(value, key) { abilities[Ability(rawValue: name)] = true }
            case "refuses": for name in try reader.strings(value, key) { abilities[Ability(rawValue: name)] = false }
            case "efforts": reasoningEfforts = try reader.strings(value, key)
            case "default_effort": defaultReasoningEffort = try reader.string(value, key)
            case "endpoints": endpoints = try reader.strings(value, key)
            case "deprecated": deprecation = try reader.string(value, key)
            case "source": source = try reader.string(value, key)
            case "as_of": asOf = try reader.string(value, key)
            default: throw reader.wrong("\"\(key)\" is no member of a model.")
            }
        }
        if !tiers.isEmpty { prices.orNew.tiers = tiers }
    }

    private mutating func takeLimits(_ json: JSON, _ reader: RowReader) throws(ModelError) {
        for (key, value) in try reader.members(json, "limits") {
            let count = try reader.count(value, "limits.\(key)")
            switch key {
            case "context": contextWindow = count
            case "input": maxInputTokens = count
            case "output": maxOutput = count
            case "cacheable": minimumCacheableTokens = count
            case "dimensions": embeddingDimensions = count
            default: throw reader.wrong("\"\(key)\" is no member of \"limits\".")
            }
        }
        contextWindow = contextWindow ?? maxInputTokens
    }
}

extension Prices? {
    fileprivate var orNew: Prices {
        get { self ?? Prices(standard: .init()) }
        set { self = newValue }
    }
}

extension RateLimits {
    fileprivate init(json: JSON, _ reader: RowReader) throws(ModelError) {
        self.init()
        for (key, value) in try reader.members(json, "rate_limits") {
            let window = Window(limit: try reader.count(value, "rate_limits.\(key)"))
            switch key {
            case "rpm": requests = window
            case "tpm": tokens = window
            default: throw reader.wrong("\"\(key)\" is no member of \"rate_limits\".")
            }
        }
    }
}
