import FoundationEssentials

/// The name of a price in LiteLLM's map: `cache_read_input_token_cost_above_200k_tokens_priority`.
struct LiteLLMPrice {
    var path: WritableKeyPath<Prices.Rates, Decimal?>
    var service: String?
    var above: Int?

    /// `nil` for what is no price of a token.
    init?(_ key: String) {
        var rest = key[...]
        guard let name = Self.names.first(where: { key == $0.key || key.hasPrefix($0.key + "_") }) else { return nil }
        path = name.value
        rest = rest.dropFirst(name.key.count)
        for (suffix, service) in Self.services where rest.hasSuffix("_" + suffix) {
            self.service = service
            rest = rest.dropLast(suffix.count + 1)
        }
        if rest.hasPrefix("_above_1hr"), name.key == "cache_creation_input_token_cost" {
            path = \.cacheWriteOneHour
            rest = rest.dropFirst("_above_1hr".count)
        }
        if rest.hasPrefix("_above_"), rest.hasSuffix("_tokens") {
            var digits = rest.dropFirst(7).dropLast(7)
            let isThousands = digits.hasSuffix("k")
            if isThousands { digits = digits.dropLast() }
            guard let bound = Int(digits) else { return nil }
            above = isThousands ? bound * 1000 : bound
            rest = ""
        }
        guard rest.isEmpty else { return nil }
    }

    private static let services: KeyValuePairs<String, String> = [
        "batches": "batch", "flex": "flex", "priority": "priority",
    ]

    private static var names: KeyValuePairs<String, WritableKeyPath<Prices.Rates, Decimal?>> {
        [
            "input_cost_per_token": \.input, "output_cost_per_token": \.output,
            "cache_read_input_token_cost": \.cacheRead, "cache_creation_input_token_cost": \.cacheWrite,
            "output_cost_per_reasoning_token": \.reasoning, "input_cost_per_audio_token": \.audioInput,
            "output_cost_per_audio_token": \.audioOutput, "cache_read_input_audio_token_cost": \.audioCacheRead,
            "input_cost_per_image_token": \.imageInput, "output_cost_per_image_token": \.imageOutput,
        ]
    }
}
