extension GenerateContent {
    func encode(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> WireRequest {
        var options = call.options
        var contents = GenerateContentContents(call)
        let (system, turns) = try contents.encode(notes: &notes)
        var body: JSON.Object = ["contents": .array(turns)]
        if !system.isEmpty { body["systemInstruction"] = ["parts": .array(system)] }
        try GenerateContentTools.encode(&options, call, into: &body, notes: &notes)
        var config = try GenerateContentSettings.encode(&options, call, notes: &notes)
        if let resolution = contents.mediaResolution, config["mediaResolution"] == nil {
            config["mediaResolution"] = .string(resolution)
        }
        if !config.isEmpty { body["generationConfig"] = .object(config) }
        try Self.labels(&options, call, into: &body, notes: &notes)
        for name in Self.refused {
            guard let value = options.removeValue(forKey: name), !value.isNull, value.boolValue != false else {
                continue
            }
            try notes.unsupported(name, "Gemini has no such parameter.")
        }
        // Usage always comes, and the endpoint says whether the answer is streamed.
        options["stream_options"] = nil
        body.merge(options)
        body.merge(call.extraBody)
        return WireRequest(body: JSON.object(body).bytes())
    }

    private static let refused = ["logit_bias", "prediction", "verbosity", "functions", "function_call"]

    /// What does not change the answer: whose call it is, how it is kept, how it is queued.
    private static func labels(
        _ options: inout JSON.Object,
        _ call: Call,
        into body: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        let hasLabels = call.provider.dialect.has(.cloudLabels)
        for name in ["user", "safety_identifier", "prompt_cache_key", "prompt_cache_retention"]
        where options.removeValue(forKey: name) != nil {
            notes.warn(name, "Not sent: \(call.provider.name) has no place for it.")
        }
        var labels: JSON.Object = [:]
        for (key, value) in options.removeValue(forKey: "metadata")?.objectValue ?? [:] {
            if hasLabels, isLabel(key), let text = value.stringValue, isLabel(text) {
                labels[key] = value
            } else {
                let why = hasLabels ? "it is no label of Google Cloud's" : "\(call.provider.name) takes no labels"
                notes.warn("metadata.\(key)", "Not sent: \(why).")
            }
        }
        if !labels.isEmpty, options["labels"] == nil { body["labels"] = .object(labels) }
        if hasLabels, let store = options.removeValue(forKey: "store"), store == true {
            try notes.unsupported("store", "\(call.provider.name) stores no answers.")
        }
        guard let tier = options.removeValue(forKey: "service_tier"), tier != "auto" else { return }
        body["serviceTier"] = tier == "default" ? "standard" : tier
    }

    /// Small letters, digits, `_` and `-`, at most 63 of them.
    private static func isLabel(_ text: String) -> Bool {
        text.utf8.count <= 63
            && text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
