/// Collects `usage` under all the names its members have. Of several, the last count that is not null wins, member by
/// member.
struct ChatCompletionsUsage: Sendable {
    private var input: Int?
    private var inputTokens: Int?
    private var output: Int?
    private var outputTokens: Int?
    private var total: Int?
    private var reasoning: Int?
    /// The names for what was read from a cache, in the order in which they are believed.
    private var cached = Cached()
    private var cacheCreation: Int?
    private var prompt = Details()
    private var inputDetails = Details()
    private var completion = Details()
    private var outputDetails = Details()
    private var raw: LazyJSON?

    private struct Cached {
        var promptCacheHit: Int?
        var cached: Int?
        var numCached: Int?
        var cacheRead: Int?

        var first: Int? { promptCacheHit ?? cached ?? numCached ?? cacheRead }
    }

    private struct Details {
        var cached: Int?
        var cacheWrite: Int?
        var reasoning: Int?
        var audio: Int?

        var isEmpty: Bool { cached == nil && cacheWrite == nil && reasoning == nil && audio == nil }
    }

    /// Reads a `usage`; one that is no object is passed over. Returns whether it was one.
    mutating func read(_ cursor: inout JSONCursor) throws(JSONError) -> Bool {
        guard cursor.peek() == .object else {
            try cursor.skip()
            return false
        }
        let start = cursor.offset
        try cursor.object { (cursor, key) throws(JSONError) in
            switch key {
            case "prompt_tokens": try Self.count(&cursor, &input)
            case "completion_tokens": try Self.count(&cursor, &output)
            case "total_tokens": try Self.count(&cursor, &total)
            case "prompt_tokens_details": try Self.details(&cursor, &prompt)
            case "completion_tokens_details": try Self.details(&cursor, &completion)
            case "input_tokens": try Self.count(&cursor, &inputTokens)
            case "output_tokens": try Self.count(&cursor, &outputTokens)
            case "input_tokens_details": try Self.details(&cursor, &inputDetails)
            case "output_tokens_details": try Self.details(&cursor, &outputDetails)
            case "reasoning_tokens": try Self.count(&cursor, &reasoning)
            case "prompt_cache_hit_tokens": try Self.count(&cursor, &cached.promptCacheHit)
            case "cached_tokens": try Self.count(&cursor, &cached.cached)
            case "num_cached_tokens": try Self.count(&cursor, &cached.numCached)
            case "cache_read_input_tokens": try Self.count(&cursor, &cached.cacheRead)
            case "cache_creation_input_tokens": try Self.count(&cursor, &cacheCreation)
            default: try cursor.skip()
            }
        }
        keep(cursor.text(from: start))
        return true
    }

    private static func count(_ cursor: inout JSONCursor, _ count: inout Int?) throws(JSONError) {
        count = try cursor.intOrNil().flatMap(Usage.count) ?? count
    }

    private static func details(_ cursor: inout JSONCursor, _ details: inout Details) throws(JSONError) {
        guard cursor.peek() == .object else { return try cursor.skip() }
        try cursor.object { (cursor, key) throws(JSONError) in
            switch key {
            case "cached_tokens": try count(&cursor, &details.cached)
            case "cache_write_tokens": try count(&cursor, &details.cacheWrite)
            case "reasoning_tokens": try count(&cursor, &details.reasoning)
            case "audio_tokens": try count(&cursor, &details.audio)
            default: try cursor.skip()
            }
        }
    }

    /// Keeps the provider's own form, added to what an earlier one said.
    private mutating func keep(_ text: UnsafeRawBufferPointer) {
        guard var old = raw?.value.objectValue else {
            raw = LazyJSON(text)
            return
        }
        for (key, value) in LazyJSON(text).value.objectValue ?? [:] where !value.isNull {
            if let details = value.objectValue, var known = old[key]?.objectValue {
                for (name, count) in details where !count.isNull { known[name] = count }
                old[key] = .object(known)
            } else {
                old[key] = value
            }
        }
        raw = LazyJSON(.object(old))
    }

    /// `nil` where there is no count at all.
    func usage(dialect: Dialect) -> Usage? {
        let input = input ?? inputTokens
        let output = output ?? outputTokens
        guard input != nil || output != nil else { return nil }
        let prompt = prompt.isEmpty ? inputDetails : prompt
        let completion = completion.isEmpty ? outputDetails : completion
        var usage = Usage(input: input, output: output ?? 0)
        usage.lazyRaw = raw
        usage.cachedInput = prompt.cached ?? cached.first
        usage.cacheWrite = prompt.cacheWrite ?? cacheCreation
        usage.reasoning = completion.reasoning ?? self.reasoning
        let reasoning = usage.reasoning ?? 0
        let gap = (total ?? 0) - (input ?? 0) - (output ?? 0)
        if gap > 0 {
            if gap == reasoning || (usage.reasoning == nil && dialect.has(.totalIncludesThinking)) {
                usage.output = (output ?? 0) + gap
            } else if gap == prompt.audio {
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
