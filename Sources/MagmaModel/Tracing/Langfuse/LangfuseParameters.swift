/// What a handle sets, as Langfuse's model parameters: never a key, and nothing that only says where to send.
enum LangfuseParameters {
    /// Members of `extra` that are no parameters of the model, or stand elsewhere in a trace.
    private static let others: Set<String> = [
        "tools", "messages", "api_base", "base_url", "timeout", "headers", "extra_headers", "drop_params",
        "drop_unsupported", "metadata",
    ]

    static func parameters(of model: Model, answer: Generation?, withContent: Bool) -> JSON.Object {
        var object: JSON.Object = [:]
        if let value = model.temperature.value { object["temperature"] = number(value) }
        if let value = model.topP.value { object["top_p"] = number(value) }
        if let value = model.maxTokens.value { object["max_tokens"] = .int(Int64(value)) }
        for (key, value) in Redaction.members(model.extra, mark: nil) where !others.contains(key) {
            // A text may say what the prompt says.
            if withContent || value.isPlain { object[key] = value }
        }
        if let tier = answer?.serviceTier { object["service_tier"] = .string(tier) }
        return object
    }

    /// Without a fraction where there is none: `1`, not `1.0`.
    private static func number(_ value: Double) -> JSON { Int64(exactly: value).map(JSON.int) ?? .double(value) }
}

extension JSON {
    fileprivate var isPlain: Bool {
        switch self {
        case .bool, .int, .uint, .double: true
        default: false
        }
    }
}
