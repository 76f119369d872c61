/// Reads `usage` under all the names its members have.
enum ChatCompletionsUsage {
    /// The last count that is not null wins, member by member.
    static func merge(_ new: JSON.Object, into usage: inout JSON.Object) {
        for (key, value) in new where !value.isNull {
            if let details = value.objectValue, var old = usage[key]?.objectValue {
                for (name, count) in details where !count.isNull { old[name] = count }
                usage[key] = .object(old)
            } else {
                usage[key] = value
            }
        }
    }

    /// `nil` where there is no count at all.
    static func usage(_ raw: JSON.Object, dialect: Dialect) -> Usage? {
        let input = raw["prompt_tokens"]?.tokenCount ?? raw["input_tokens"]?.tokenCount
        let output = raw["completion_tokens"]?.tokenCount ?? raw["output_tokens"]?.tokenCount
        guard input != nil || output != nil else { return nil }
        let prompt = raw["prompt_tokens_details"] ?? raw["input_tokens_details"]
        let completion = raw["completion_tokens_details"] ?? raw["output_tokens_details"]
        var usage = Usage(input: input, output: output ?? 0, raw: .object(raw))
        usage.cachedInput =
            prompt?["cached_tokens"]?.tokenCount ?? raw["prompt_cache_hit_tokens"]?.tokenCount
            ?? raw["cached_tokens"]?.tokenCount ?? raw["num_cached_tokens"]?.tokenCount
            ?? raw["cache_read_input_tokens"]?.tokenCount
        usage.cacheWrite = prompt?["cache_write_tokens"]?.tokenCount ?? raw["cache_creation_input_tokens"]?.tokenCount
        usage.reasoning = completion?["reasoning_tokens"]?.tokenCount ?? raw["reasoning_tokens"]?.tokenCount
        let reasoning = usage.reasoning ?? 0
        let gap = (raw["total_tokens"]?.tokenCount ?? 0) - (input ?? 0) - (output ?? 0)
        if gap > 0 {
            if gap == reasoning || (usage.reasoning == nil && dialect.has(.totalIncludesThinking)) {
                usage.output = (output ?? 0) + gap
            } else if gap == prompt?["audio_tokens"]?.tokenCount {
                usage.input = (input ?? 0) + gap
            }
        }
        if dialect.has(.reasoningBesideCompletion), reasoning > (output ?? 0) {
            usage.output = (output ?? 0) + reasoning
        }
        // What was read from a cache cannot be more than all that was read: then the counts exclude each other.
        if let cached = usage.cachedInput, cached > (input ?? 0) { usage.input = (input ?? 0) + cached }
        return usage
    }
}
