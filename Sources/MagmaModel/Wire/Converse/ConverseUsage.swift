/// Converse counts cached tokens beside the input; here they lie within it.
enum ConverseUsage {
    /// `fields` are members of the model's own answer that were asked for.
    static func usage(_ raw: JSON, fields: JSON?) -> Usage? {
        let input = raw["inputTokens"]?.tokenCount
        let output = raw["outputTokens"]?.tokenCount
        guard input != nil || output != nil else { return nil }
        var usage = Usage(output: output ?? 0, raw: raw)
        usage.cachedInput = (raw["cacheReadInputTokens"] ?? raw["cacheReadInputTokenCount"])?.tokenCount
        usage.cacheWrite = (raw["cacheWriteInputTokens"] ?? raw["cacheWriteInputTokenCount"])?.tokenCount
        usage.input = (input ?? 0) + (usage.cachedInput ?? 0) + (usage.cacheWrite ?? 0)
        usage.reasoning = fields?["usage"]?["output_tokens_details"]?["thinking_tokens"]?.tokenCount
        return usage
    }
}
