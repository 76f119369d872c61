/// The counts of a response; cached tokens lie within the input and reasoning within the output.
enum ResponsesUsage {
    static func usage(_ raw: JSON) -> Usage? {
        let input = raw["input_tokens"]?.tokenCount
        let output = raw["output_tokens"]?.tokenCount
        guard input != nil || output != nil else { return nil }
        var usage = Usage(input: input, output: output ?? 0, raw: raw)
        usage.cachedInput = raw["input_tokens_details"]?["cached_tokens"]?.tokenCount
        usage.cacheWrite = raw["input_tokens_details"]?["cache_write_tokens"]?.tokenCount
        usage.reasoning = raw["output_tokens_details"]?["reasoning_tokens"]?.tokenCount
        return usage
    }
}
