import FoundationEssentials

extension Prices {
    /// The prices that hold for one call.
    ///
    /// - Parameters:
    ///   - promptTokens: how long the prompt was, cached tokens counted.
    ///   - service: the tier of service, in the registry's words; `nil` for the standard one. One without prices of its
    ///     own costs what the standard one does.
    ///   - seconds: the time, from 1970.
    func rates(promptTokens: Int, service: String?, at seconds: Double) -> Rates {
        if service == "batch" { return batchRates(promptTokens) }
        var rates = standard
        for tier in tiers where tier.above == nil && tier.service != nil && tier.service == service {
            rates.replace(with: tier.rates)
        }
        rates = crossing(promptTokens, rates) { $0 == nil || $0 == service }
        if let offPeak, offPeak.windows.contains(where: { $0.contains(seconds) }) { rates.replace(with: offPeak.rates) }
        return rates
    }

    /// A batch has prices of its own, for cached tokens too, or costs half.
    private func batchRates(_ promptTokens: Int) -> Rates {
        guard let batch = tiers.first(where: { $0.service == "batch" && $0.above == nil })?.rates else {
            return crossing(promptTokens, standard) { $0 == nil }.halved
        }
        var rates = batch
        rates.input = batch.input ?? standard.halved.input
        rates.output = batch.output ?? standard.halved.output
        return crossing(promptTokens, rates) { $0 == "batch" }
    }

    /// The rates with those of the bounds that the prompt is above put over them: the highest bound last, and of one
    /// bound the service's own last.
    private func crossing(_ promptTokens: Int, _ rates: Rates, _ holds: (String?) -> Bool) -> Rates {
        var rates = rates
        let crossed = tiers.filter { tier in tier.above.map { promptTokens > $0 } == true && holds(tier.service) }
        for tier in crossed.sorted(by: { ($0.above ?? 0, $0.service ?? "") < ($1.above ?? 0, $1.service ?? "") }) {
            rates.replace(with: tier.rates)
        }
        return rates
    }
}

extension Prices.Rates {
    /// Thinking that costs what other output does goes on doing so.
    mutating func replace(with other: Self) {
        if other.output != nil { reasoning = nil }
        for price in Self.all { self[keyPath: price] = other[keyPath: price] ?? self[keyPath: price] }
    }

    var halved: Self {
        var rates = self
        for price in Self.all { rates[keyPath: price] = self[keyPath: price].map { $0 / 2 } }
        return rates
    }

    private static var all: [WritableKeyPath<Self, Decimal?>] { names.map(\.value) }

    /// The prices by the names that files give them.
    static var names: KeyValuePairs<String, WritableKeyPath<Self, Decimal?>> {
        [
            "input": \.input, "output": \.output, "cache_read": \.cacheRead, "cache_write": \.cacheWrite,
            "cache_write_1h": \.cacheWriteOneHour, "reasoning": \.reasoning, "audio_input": \.audioInput,
            "audio_output": \.audioOutput, "audio_cache_read": \.audioCacheRead, "image_input": \.imageInput,
            "image_output": \.imageOutput,
        ]
    }
}

extension Prices.OffPeak.Window {
    func contains(_ seconds: Double) -> Bool {
        let minute = Int((seconds / 60).rounded(.down))
        let day = Int((seconds / 86_400).rounded(.down))
        // The first day of 1970 was a Thursday, the fourth of its week.
        let weekday = ((day + 3) % 7 + 7) % 7 + 1
        return days.contains(weekday) && minutes.contains(minute - day * 1440)
    }
}
