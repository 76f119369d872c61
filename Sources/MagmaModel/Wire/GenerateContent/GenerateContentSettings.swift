/// `generationConfig`: OpenAI's names translated, Gemini's own put where they belong.
enum GenerateContentSettings {
    static func encode(
        _ options: inout JSON.Object,
        _ call: Call,
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON.Object {
        var config: JSON.Object = [:]
        config.merge(try sampling(&options, call, notes: &notes))
        if let limit = call.maxTokens { config["maxOutputTokens"] = .int(Int64(limit)) }
        if let stop = options.removeValue(forKey: "stop") {
            config["stopSequences"] = stop.stringValue.map { .array([.string($0)]) } ?? stop
        }
        if let n = options.removeValue(forKey: "n"), n.intValue != 1 { config["candidateCount"] = n }
        if let logprobs = options.removeValue(forKey: "logprobs") {
            config[logprobs.boolValue == nil ? "logprobs" : "responseLogprobs"] = logprobs
        }
        if let count = options.removeValue(forKey: "top_logprobs") {
            config["responseLogprobs"] = true
            config["logprobs"] = count
        }
        try modalities(&options, into: &config, notes: &notes)
        try GenerateContentSchema.responseFormat(&options, into: &config, notes: &notes)
        if let thinking = try GenerateContentThinking.encode(&options, call, notes: &notes) {
            config["thinkingConfig"] = .object(thinking)
        }
        for name in options.keys {
            let own = camelCase(name)
            if names.contains(own), let value = options.removeValue(forKey: name) { config[own] = value }
        }
        for name in ["generationConfig", "generation_config"] {
            for (name, value) in options.removeValue(forKey: name)?.objectValue ?? [:] {
                config[camelCase(name)] = value
            }
        }
        return config
    }

    /// What may be sent of the sampling settings to this model.
    static func sampling(
        _ options: inout JSON.Object,
        _ call: Call,
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON.Object {
        var config: JSON.Object = [:]
        let isRefused = call.rules.sampling == .refused
        if let temperature = call.temperature, call.temperatureIsExplicit || call.rules.sampling == .accepted {
            if !isRefused {
                config["temperature"] = .double(temperature)
            } else if temperature != 1 {
                try notes.unsupported("temperature", "\(call.modelID) does not heed it.")
            }
        }
        if let topP = call.topP {
            if !isRefused {
                config["topP"] = .double(topP)
            } else if topP != 1 {
                try notes.unsupported("top_p", "\(call.modelID) does not heed it.")
            }
        }
        guard isRefused else { return config }
        for name in ["top_k", "topK"] where options.removeValue(forKey: name) != nil {
            try notes.unsupported(name, "\(call.modelID) does not heed it.")
        }
        return config
    }

    private static func modalities(
        _ options: inout JSON.Object,
        into config: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        if let modalities = options.removeValue(forKey: "modalities")?.arrayValue {
            config["responseModalities"] = .array(modalities.map { .string($0.stringValue?.uppercased() ?? "") })
        }
        guard let audio = options.removeValue(forKey: "audio") else { return }
        guard let voice = audio["voice"]?.stringValue else {
            return try notes.unsupported("audio", "Gemini takes the name of a voice.")
        }
        config["speechConfig"] = ["voiceConfig": ["prebuiltVoiceConfig": ["voiceName": .string(voice)]]]
        if let format = audio["format"]?.stringValue, format != "pcm16" {
            notes.warn("audio.format", "Not sent: Gemini speaks in pcm16 only.")
        }
    }

    /// Members of `generationConfig` that callers may give by Gemini's own names, in either spelling.
    private static let names: Set<String> = [
        "maxOutputTokens", "topK", "candidateCount", "stopSequences", "seed", "presencePenalty", "frequencyPenalty",
        "responseLogprobs", "responseMimeType", "responseSchema", "responseJsonSchema", "responseFormat",
        "responseModalities", "imageConfig", "speechConfig", "mediaResolution", "thinkingConfig", "audioTimestamp",
        "routingConfig", "modelSelectionConfig", "enableEnhancedCivicAnswers", "enableAffectiveDialog",
    ]

    static func camelCase(_ name: String) -> String {
        guard name.contains("_") else { return name }
        let words = name.split(separator: "_")
        return words.dropFirst().reduce(String(words.first ?? "")) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }
}
