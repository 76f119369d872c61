/// The tokens of a call, as the provider counted them. Nothing is estimated: what it did not say is `nil`.
///
/// Totals are inclusive: ``cachedInput`` and ``cacheWrite`` lie within ``input``, ``reasoning`` within ``output``.
public struct Usage: Sendable, Hashable {
    /// Everything the model read.
    public var input: Int?
    /// Everything it wrote, reasoning included.
    public var output: Int?
    /// The part of ``input`` that was read from a prompt cache.
    public var cachedInput: Int?
    /// The part of ``input`` that was written to a prompt cache.
    public var cacheWrite: Int?
    /// The part of ``output`` that was reasoning.
    public var reasoning: Int?
    /// The provider's own counts, untouched; read from their text each time.
    public var raw: JSON? {
        get { lazyRaw?.value }
        set { lazyRaw = newValue.map(LazyJSON.init) }
    }

    var lazyRaw: LazyJSON?

    /// Counts from what is known of them.
    public init(
        input: Int? = nil,
        output: Int? = nil,
        cachedInput: Int? = nil,
        cacheWrite: Int? = nil,
        reasoning: Int? = nil,
        raw: JSON? = nil
    ) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput
        self.cacheWrite = cacheWrite
        self.reasoning = reasoning
        lazyRaw = raw.map(LazyJSON.init)
    }

    /// ``input`` and ``output`` together; `nil` where the provider gave neither.
    public var total: Int? {
        guard input != nil || output != nil else { return nil }
        let (sum, isTooMuch) = (input ?? 0).addingReportingOverflow(output ?? 0)
        return isTooMuch ? .max : sum
    }

    /// What a server says is a count of tokens; `nil` for a number that can be none.
    static func count(_ number: Int) -> Int? {
        0...(1 << 53) ~= number ? number : nil
    }
}

extension JSON {
    /// The number as a count of tokens.
    var tokenCount: Int? { intValue.flatMap(Usage.count) }
}
