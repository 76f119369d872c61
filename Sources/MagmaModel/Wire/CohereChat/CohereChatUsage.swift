/// Cohere's counts: `tokens` is what the model read and wrote, `billed_units` what of it is paid for.
enum CohereChatUsage {
    /// `usage`, or version 1's `meta`; `nil` where it holds no count.
    static func usage(_ json: JSON) -> Usage? {
        let (tokens, billed) = (json["tokens"], json["billed_units"])
        let counts = [tokens, billed].lazy.compactMap { counts in
            (counts?["input_tokens"] ?? counts?["output_tokens"])?.tokenCount == nil ? nil : counts
        }.first
        guard let counts else { return nil }
        var usage = Usage(
            input: counts["input_tokens"]?.tokenCount ?? 0,
            output: counts["output_tokens"]?.tokenCount ?? 0,
            raw: json
        )
        // Pictures are counted beside the text.
        if let images = counts["image_tokens"]?.tokenCount {
            usage.input = usage.input.map { $0.addingReportingOverflow(images).partialValue }
        }
        usage.cachedInput = json["cached_tokens"]?.tokenCount
        usage.reasoning = counts["reasoning_tokens"]?.tokenCount
        return usage
    }
}
