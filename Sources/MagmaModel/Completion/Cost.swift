public import FoundationEssentials

/// What a call cost, in US dollars. The parts do not overlap.
public struct Cost: Sendable, Hashable {
    /// Who says so.
    public enum Source: String, Sendable, Hashable, Codable {
        /// Counted tokens times the prices of the registry.
        case registry
        /// Counted tokens times prices that the handle was given.
        case override
        /// The provider itself, in its answer.
        case provider
        /// Nothing was asked: the answer is from a response cache.
        case cache
    }

    /// The sum.
    public var total: Decimal
    /// Text and images that were read, without what a cache or audio comes to; `nil`, as every part, where only the sum
    /// is known.
    public var input: Decimal?
    /// What was read from a prompt cache.
    public var cachedInput: Decimal?
    /// What was written to a prompt cache.
    public var cacheWrite: Decimal?
    /// Text and images that were written, without reasoning and audio.
    public var output: Decimal?
    /// Reasoning.
    public var reasoning: Decimal?
    /// Audio that was read and written.
    public var audio: Decimal?
    /// Who says so.
    public var source: Source
    /// Whether the answer was cut, so that it may have cost more than was counted.
    public var isPartial: Bool

    /// A cost from its sum.
    public init(total: Decimal, source: Source = .provider) {
        self.total = total
        self.source = source
        isPartial = false
    }

    /// Nothing.
    static let fromCache = Cost(total: 0, source: .cache)

    init(
        input: Decimal,
        cachedInput: Decimal,
        cacheWrite: Decimal,
        output: Decimal,
        reasoning: Decimal,
        audio: Decimal
    ) {
        self.init(total: input + cachedInput + cacheWrite + output + reasoning + audio, source: .registry)
        self.input = input
        self.cachedInput = cachedInput
        self.cacheWrite = cacheWrite
        self.output = output
        self.reasoning = reasoning
        self.audio = audio
    }
}

extension Cost {
    /// An object with `total` and the parts that are known, as numbers, and `source`.
    public var json: JSON {
        var object: JSON.Object = ["total": total.json]
        let parts = [
            ("input", input), ("cached_input", cachedInput), ("cache_write", cacheWrite), ("output", output),
            ("reasoning", reasoning), ("audio", audio),
        ]
        for (name, part) in parts { object[name] = part?.json }
        object["source"] = .string(source.rawValue)
        if isPartial { object["is_partial"] = true }
        return .object(object)
    }
}
