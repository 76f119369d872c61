import FoundationEssentials

/// LiteLLM's map of models: prices in dollars for one token, abilities as `supports_…`.
enum LiteLLMFile {
    static func models(_ members: JSON.Object, _ file: String) throws(ModelError) -> [String: Capabilities] {
        var models: [String: Capabilities] = [:]
        for (key, json) in members {
            // What has no provider describes the form of the file, or the rules of LiteLLM's own.
            guard let provider = json["litellm_provider"]?.stringValue, !key.hasSuffix("sample_spec") else { continue }
            let model = try model(json, RowReader(place: "\(file): \(key)"))
            for id in ids(key, provider) where models[id] == nil || key.hasPrefix("\(provider)/") { models[id] = model }
        }
        return models
    }

    /// A key may carry its prefix or not, and a provider's name may carry a family of its models behind a dash.
    private static func ids(_ key: String, _ provider: String) -> [String] {
        let family = provider.split(separator: "-").first.map(String.init) ?? provider
        let prefixes = provider.hasPrefix("text-completion-") ? [String(provider.dropFirst(16))] : [provider, family]
        guard !prefixes.contains(where: { key.hasPrefix("\($0)/") }) else { return [key] }
        return prefixes.map { "\($0)/\(key)" } + (key.contains("/") ? [key] : [])
    }

    private static func model(_ json: JSON, _ reader: RowReader) throws(ModelError) -> Capabilities {
        var model = Capabilities()
        var prices = Prices(standard: .init())
        for (key, value) in try reader.object(json) where !value.isNull {
            switch key {
            case "mode": model.mode = value.stringValue
            case "max_input_tokens": model.maxInputTokens = value.intValue
            case "max_output_tokens": model.maxOutput = value.intValue
            case "prompt_cache_min_tokens": model.minimumCacheableTokens = value.intValue
            case "output_vector_size": model.embeddingDimensions = value.intValue
            case "supported_modalities": model.inputModalities = Set(try reader.strings(value, key))
            case "supported_output_modalities": model.outputModalities = Set(try reader.strings(value, key))
            case "supported_endpoints": model.endpoints = try reader.strings(value, key)
            case "deprecation_date": model.deprecation = value.stringValue
            case "source": model.source = value.stringValue
            case "thinking_always_on": model.abilities[.thinkingAlwaysOn] = value.boolValue
            case "off_peak_pricing": prices.offPeak = try offPeak(value, reader)
            case "tiered_pricing": try takeRanges(value, into: &prices, reader)
            case _ where key.hasPrefix("supports_"):
                if let known = value.boolValue { model.abilities[Ability(rawValue: String(key.dropFirst(9)))] = known }
            case _ where key.hasPrefix("regional_processing_uplift_multiplier_"):
                prices.factors[String(key.split(separator: "_").last ?? "")] = try reader.price(value, key)
            case "regional_endpoint_uplift_multiplier": prices.factors["regional"] = try reader.price(value, key)
            default: if let name = LiteLLMPrice(key) { try take(name, try reader.price(value, key), into: &prices) }
            }
        }
        model.rateLimits = rateLimits(json)
        model.contextWindow = model.maxInputTokens
        if prices != Prices(standard: .init()) { model.prices = prices }
        return model
    }

    private static func rateLimits(_ json: JSON) -> RateLimits? {
        let limits = RateLimits(
            requests: json["rpm"]?.intValue.map { .init(limit: $0) },
            tokens: json["tpm"]?.intValue.map { .init(limit: $0) })
        return limits.isEmpty ? nil : limits
    }

    private static func take(_ name: LiteLLMPrice, _ price: Decimal, into prices: inout Prices) throws(ModelError) {
        let rate = price * 1_000_000
        guard name.service != nil || name.above != nil else {
            return prices.standard[keyPath: name.path] = rate
        }
        let place = prices.tiers.firstIndex { $0.service == name.service && $0.above == name.above }
        if place == nil { prices.tiers.append(.init(service: name.service, above: name.above, rates: .init())) }
        prices.tiers[place ?? prices.tiers.count - 1].rates[keyPath: name.path] = rate
    }

    private static func rates(_ json: JSON, _ reader: RowReader) throws(ModelError) -> Prices.Rates {
        var rates = Prices.Rates()
        for (key, value) in try reader.object(json) {
            guard let name = LiteLLMPrice(key), name.service == nil, name.above == nil else { continue }
            rates[keyPath: name.path] = try reader.price(value, key) * 1_000_000
        }
        return rates
    }

    /// Ranges of the prompt's length, the first of which holds the standard prices. Each has all of its prices.
    private static func takeRanges(_ json: JSON, into prices: inout Prices, _ reader: RowReader) throws(ModelError) {
        for (index, item) in try reader.list(json, "tiered_pricing").enumerated() {
            var rates = try rates(item, reader)
            guard index > 0 else {
                prices.standard = rates
                continue
            }
            guard let bound = item["range"]?[0]?.intValue else { throw reader.wrong("a tier has no \"range\".") }
            rates.cacheRead = rates.cacheRead ?? rates.input
            rates.reasoning = rates.reasoning ?? rates.output
            prices.tiers.append(.init(above: bound, rates: rates))
        }
    }

    private static func offPeak(_ json: JSON, _ reader: RowReader) throws(ModelError) -> Prices.OffPeak {
        var offPeak = Prices.OffPeak(rates: try rates(json, reader), windows: [])
        let rules = json["hours_utc"] == nil ? json["windows"]?.arrayValue ?? [] : [json]
        for rule in rules {
            let days = rule["weekdays"]?.arrayValue?.compactMap(\.intValue)
            for span in rule["hours_utc"]?.arrayValue ?? [rule["hours_utc"] ?? .null] {
                let times = (span.stringValue ?? "").split(separator: "-").map {
                    $0.split(separator: ":").compactMap { Int($0) }
                }
                guard times.count == 2, times.allSatisfy({ $0.count == 2 }) else {
                    throw reader.wrong("\"off_peak_pricing\" has hours that are none, such as \"16:30-00:30\".")
                }
                let (from, to) = (times[0][0] * 60 + times[0][1], times[1][0] * 60 + times[1][1])
                // A span that ends at or before its beginning goes over midnight.
                let spans = to > from ? [from..<to] : [from..<1440, 0..<to]
                for span in spans where !span.isEmpty {
                    offPeak.windows.append(.init(minutes: span, days: Set(days ?? Array(1...7))))
                }
            }
        }
        return offPeak
    }
}
