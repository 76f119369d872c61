import FoundationEssentials

/// The list of models.dev: providers, each with its models; prices in dollars for a million tokens.
enum ModelsDevFile {
    static func models(_ providers: JSON.Object, _ file: String) throws(ModelError) -> [String: Capabilities] {
        var models: [String: Capabilities] = [:]
        for (provider, json) in providers {
            for (name, value) in json["models"]?.objectValue ?? [:] {
                let reader = RowReader(place: "\(file): \(provider).models[\"\(name)\"]")
                let prefix = ProviderTable.modelsDevNames[provider] ?? provider
                models["\(prefix)/\(name)"] = try model(value, reader)
            }
        }
        return models
    }

    private static func model(_ json: JSON, _ reader: RowReader) throws(ModelError) -> Capabilities {
        _ = try reader.object(json)
        var model = Capabilities()
        model.contextWindow = json["limit"]?["context"]?.intValue
        model.maxInputTokens = json["limit"]?["input"]?.intValue ?? model.contextWindow
        model.maxOutput = json["limit"]?["output"]?.intValue
        if let words = json["modalities"]?["input"] {
            model.inputModalities = Set(try reader.strings(words, "modalities.input"))
        }
        if let words = json["modalities"]?["output"] {
            model.outputModalities = Set(try reader.strings(words, "modalities.output"))
        }
        for (key, ability) in abilities {
            if let known = json[key]?.boolValue { model.abilities[ability] = known }
        }
        for (word, ability) in inputs {
            if let known = model.inputModalities { model.abilities[ability] = known.contains(word) }
        }
        model.asOf = json["last_updated"]?.stringValue
        guard let cost = json["cost"] else { return model }
        var prices = Prices(standard: try rates(cost, reader))
        for (key, value) in try reader.object(cost) where key.hasPrefix("context_over_") {
            guard let bound = Int(key.dropFirst("context_over_".count).prefix { $0.isNumber }) else {
                throw reader.wrong("\"\(key)\" names no length.")
            }
            prices.tiers.append(
                .init(above: key.hasSuffix("k") ? bound * 1000 : bound, rates: try rates(value, reader)))
        }
        model.prices = prices
        return model
    }

    private static func rates(_ json: JSON, _ reader: RowReader) throws(ModelError) -> Prices.Rates {
        var rates = Prices.Rates()
        for (key, value) in try reader.object(json) {
            guard let path = names.first(where: { $0.key == key })?.value else { continue }
            rates[keyPath: path] = try reader.price(value, "cost.\(key)")
        }
        return rates
    }

    private static var names: KeyValuePairs<String, WritableKeyPath<Prices.Rates, Decimal?>> {
        [
            "input": \.input, "output": \.output, "cache_read": \.cacheRead, "cache_write": \.cacheWrite,
            "reasoning": \.reasoning, "input_audio": \.audioInput, "output_audio": \.audioOutput,
        ]
    }

    private static let abilities: KeyValuePairs<String, Ability> = [
        "reasoning": .reasoning, "tool_call": .functionCalling, "structured_output": .responseSchema,
        "temperature": .samplingParameters,
    ]

    private static let inputs: KeyValuePairs<String, Ability> = [
        "image": .vision, "pdf": .pdfInput, "audio": .audioInput, "video": .videoInput,
    ]
}
