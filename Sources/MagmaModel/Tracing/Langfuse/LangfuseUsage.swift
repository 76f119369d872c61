/// Tokens in Langfuse's buckets, which do not overlap.
struct LangfuseUsage: Sendable, Hashable {
    private(set) var counts = TokenBuckets<Int>()
    /// Whether anything was counted.
    private(set) var isKnown = false

    /// Adds what a request used. Without a price of its own, reasoning counts as output: Langfuse takes a bucket that its price
    /// list does not have for free.
    mutating func add(_ usage: Usage?, pricesReasoning: Bool) {
        guard let usage, usage.total != nil else { return }
        isKnown = true
        let tokens = TokenCounts(usage)
        counts.input += tokens.text + tokens.image
        counts.cached += tokens.cached + tokens.cachedAudio
        counts.written += tokens.written + tokens.writtenForAnHour
        counts.audioInput += tokens.audio
        counts.output += tokens.outputText + tokens.outputImage + (pricesReasoning ? 0 : tokens.reasoning)
        counts.reasoning += pricesReasoning ? tokens.reasoning : 0
        counts.audioOutput += tokens.outputAudio
    }

    /// The buckets that are not empty, and their sum; `nil` where nothing was counted.
    var json: JSON? {
        guard isKnown else { return nil }
        var object: JSON.Object = [:]
        var total = 0
        for (name, count) in counts.named where count > 0 {
            object[name] = .int(Int64(count))
            total += count
        }
        object["total"] = .int(Int64(total))
        return .object(object)
    }
}

/// What Langfuse tells apart, by the names that it sums up and prices by.
struct TokenBuckets<Value: Sendable & Hashable>: Sendable, Hashable {
    var input: Value
    var cached: Value
    var written: Value
    var audioInput: Value
    var output: Value
    var reasoning: Value
    var audioOutput: Value

    var named: [(String, Value)] {
        [
            ("input", input), ("input_cached_tokens", cached), ("input_cache_creation", written),
            ("input_audio_tokens", audioInput), ("output", output), ("output_reasoning_tokens", reasoning),
            ("output_audio_tokens", audioOutput),
        ]
    }
}

extension TokenBuckets where Value: ExpressibleByIntegerLiteral {
    init() {
        self.init(input: 0, cached: 0, written: 0, audioInput: 0, output: 0, reasoning: 0, audioOutput: 0)
    }
}
