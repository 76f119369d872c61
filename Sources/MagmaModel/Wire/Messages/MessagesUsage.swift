/// Anthropic counts cached tokens beside the input; here they lie within it.
enum MessagesUsage {
    /// Later counts replace earlier ones; null and what is absent keep them.
    static func merge(_ new: JSON, into usage: inout JSON.Object) {
        for (key, value) in new.objectValue ?? [:] where !value.isNull { usage[key] = value }
    }

    static func usage(_ raw: JSON.Object) -> Usage? {
        let input = raw["input_tokens"]?.tokenCount
        let output = raw["output_tokens"]?.tokenCount
        guard input != nil || output != nil else { return nil }
        var usage = Usage(output: output ?? 0, raw: .object(raw))
        usage.cachedInput = raw["cache_read_input_tokens"]?.tokenCount
        usage.cacheWrite = raw["cache_creation_input_tokens"]?.tokenCount
        usage.input = (input ?? 0) + (usage.cachedInput ?? 0) + (usage.cacheWrite ?? 0)
        usage.reasoning = raw["output_tokens_details"]?["thinking_tokens"]?.tokenCount
        return usage
    }
}
