/// Counts by their names in the Interactions API.
enum InteractionsUsage {
    /// `nil` where there is no count at all.
    static func usage(_ raw: JSON) -> Usage? {
        func count(_ name: String) -> Int? { raw[name]?.tokenCount }
        let input = count("total_input_tokens")
        let output = count("total_output_tokens")
        guard input != nil || output != nil else { return nil }
        let thoughts = count("total_thought_tokens")
        return Usage(
            input: (input ?? 0) + (count("total_tool_use_tokens") ?? 0),
            output: (output ?? 0) + (thoughts ?? 0),
            cachedInput: count("total_cached_tokens"),
            reasoning: thoughts,
            raw: raw
        )
    }
}
