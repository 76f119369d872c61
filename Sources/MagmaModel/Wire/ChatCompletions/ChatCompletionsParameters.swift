/// Parameters under the names and in the forms that a provider takes.
enum ChatCompletionsParameters {
    /// What may be sent of the sampling settings to this model.
    static func sampling(
        _ call: Call,
        notes: inout RequestNotes
    ) throws(ModelError) -> (temperature: Double?, topP: Double?) {
        let effort = call.options["reasoning_effort"]?.stringValue
        let isRefused =
            switch call.rules.sampling {
            case .accepted: false
            case .withoutReasoning: effort != "none"
            case .refused: true
            }
        let isOmitted = !call.temperatureIsExplicit && call.provider.dialect.has(.omitsDefaultTemperature)
        guard isRefused else { return (isOmitted ? nil : call.temperature, call.topP) }
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
        let dialect = call.provider.dialect
        var options = call.options
        if dialect.has(.noTools), options["tools"] != nil || options["functions"] != nil {
            try notes.unsupported("tools", "\(call.provider.name) takes no tools.")
            for name in ["tools", "tool_choice", "parallel_tool_calls", "functions", "function_call"] {
                options[name] = nil
            }
        }
        if dialect.has(.toolChoiceAny), options["tool_choice"]?.stringValue == "required" {
            options["tool_choice"] = "any"
        }
        if dialect.has(.randomSeed), let seed = options.removeValue(forKey: "seed") { options["random_seed"] = seed }
        if dialect.has(.noStrictTools), let tools = options["tools"]?.arrayValue {
            options["tools"] = .array(
                try tools.map { (tool) throws(ModelError) in
                    guard var function = tool["function"]?.objectValue, function["strict"]?.boolValue == true,
                        var object = tool.objectValue
                    else { return tool }
                    try notes.unsupported("tools.strict", "\(call.provider.name) takes no strict tools.")
                    function["strict"] = nil
                    object["function"] = .object(function)
                    return .object(object)
                })
        }
        if let tools = options["tools"]?.arrayValue, !dialect.has(.cacheControl) {
            options["tools"] = .array(
                tools.map { tool in
                    guard var object = tool.objectValue, object.removeValue(forKey: "cache_control") != nil else {
                        return tool
                    }
                    notes.warn("tools.cache_control", "Not sent: \(call.provider.name) takes no cache hints.")
                    return .object(object)
                })
        }
        try ChatCompletionsThinking.adapt(&options, call, notes: &notes)
        return options
    }
}
