/// Parameters under the names and in the forms that a provider takes.
enum ChatCompletionsParameters {
    /// Whether the model reasons in this call, and so refuses to be told how to sample.
    static func refusesSampling(_ call: Call) -> Bool {
        let effort = call.options["reasoning_effort"]?.stringValue
        return switch call.rules.sampling {
        case .accepted, .onlySaid: false
        case .withoutEffort: effort != nil && effort != "none"
        case .withoutReasoning: effort != "none"
        case .refused: true
        }
    }

    /// What may be sent of the sampling settings to this model.
    static func sampling(
        _ call: Call,
        notes: inout RequestNotes
    ) throws(ModelError) -> (temperature: Double?, topP: Double?) {
        let isOmitted =
            !call.temperatureIsExplicit
            && (call.rules.sampling == .onlySaid || call.provider.dialect.has(.omitsDefaultTemperature))
        guard refusesSampling(call) else { return (isOmitted ? nil : call.temperature, call.topP) }
        // 1 is the only value these models accept, and what they use unasked.
        if let temperature = call.temperature, call.temperatureIsExplicit, temperature != 1 {
            try notes.unsupported("temperature", "\(call.modelID) takes none while it reasons.")
        }
        if let topP = call.topP, topP != 1 {
            try notes.unsupported("top_p", "\(call.modelID) takes none while it reasons.")
        }
        return (nil, nil)
    }

    static func adapted(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> JSON.Object {
        if call.options.isEmpty { return [:] }
        let dialect = call.provider.dialect
        var options = call.options
        if refusesSampling(call) { try reasoning(&options, call, notes: &notes) }
        if dialect.has(.noTools), options["tools"] != nil || options["functions"] != nil {
            try notes.unsupported("tools", "\(call.provider.name) takes no tools.")
            removeTools(&options)
        }
        if dialect.has(.noFormatBesideTools), options["tools"] != nil, options["response_format"] != nil {
            try notes.unsupported("response_format", "\(call.provider.name) takes none beside tools.")
            options["response_format"] = nil
        }
        if dialect.has(.toolChoiceAny), options["tool_choice"]?.stringValue == "required" {
            options["tool_choice"] = "any"
        }
        if let word = options["tool_choice"], word.stringValue != nil, dialect.has(.toolChoiceOption) {
            options["tool_choice"] = nil
            options["tool_choice_option"] = word
        }
        if dialect.has(.randomSeed), let seed = options.removeValue(forKey: "seed") { options["random_seed"] = seed }
        try tools(&options, call, notes: &notes)
        try ChatCompletionsThinking.adapt(&options, call, notes: &notes)
        return options
    }

    /// What OpenAI's models refuse while they reason.
    private static func reasoning(
        _ options: inout JSON.Object,
        _ call: Call,
        notes: inout RequestNotes
    ) throws(ModelError) {
        for name in ["logprobs", "top_logprobs", "presence_penalty", "frequency_penalty", "logit_bias"] {
            guard let value = options.removeValue(forKey: name), value != false else { continue }
            try notes.unsupported(name, "\(call.modelID) takes none while it reasons.")
        }
        guard call.rules.refusesToolsWhileReasoning,
            options["tools"]?.arrayValue?.contains(where: { $0["function"] != nil }) == true
        else { return }
        if call.rules.sampling == .withoutEffort {
            try notes.unsupported("reasoning_effort", "\(call.modelID) takes none beside tools at this endpoint.")
            options["reasoning_effort"] = nil
        } else {
            let way = call.rules.sampling == .withoutReasoning ? "; set reasoning_effort to \"none\"." : "."
            try notes.unsupported("tools", "\(call.modelID) takes none at this endpoint while it reasons\(way)")
            removeTools(&options)
        }
    }

    private static func removeTools(_ options: inout JSON.Object) {
        for name in ["tools", "tool_choice", "parallel_tool_calls", "functions", "function_call"] {
            options[name] = nil
        }
    }

    /// Tools without the members that the provider refuses.
    private static func tools(
        _ options: inout JSON.Object,
        _ call: Call,
        notes: inout RequestNotes
    ) throws(ModelError) {
        let dialect = call.provider.dialect
        guard let tools = options["tools"]?.arrayValue, dialect.has(.noStrictTools) || !dialect.has(.cacheControl)
        else {
            return
        }
        var changed: [JSON] = []
        for tool in tools {
            var object = tool.objectValue ?? [:]
            if dialect.has(.noStrictTools), var function = tool["function"]?.objectValue, function["strict"] == true {
                try notes.unsupported("tools.strict", "\(call.provider.name) takes no strict tools.")
                function["strict"] = nil
                object["function"] = .object(function)
            }
            if !dialect.has(.cacheControl), object.removeValue(forKey: "cache_control") != nil {
                notes.warn("tools.cache_control", "Not sent: \(call.provider.name) takes no cache hints.")
            }
            changed.append(tool.objectValue == nil ? tool : .object(object))
        }
        options["tools"] = .array(changed)
    }

    /// The model as the provider names it.
    static func model(_ call: Call) -> String {
        guard call.provider.dialect.has(.routeSuffix) else { return call.modelName }
        let words = call.modelName.split(separator: "/")
        guard words.count == 3, !call.modelName.contains(":") else { return call.modelName }
        return "\(words[1])/\(words[2]):\(words[0])"
    }
}
