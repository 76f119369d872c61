internal import FoundationEssentials

/// US dollars in Langfuse's buckets.
struct LangfuseCost: Sendable, Hashable {
    /// `nil` where a part is not known.
    private(set) var total: Decimal? = 0
    private(set) var parts = TokenBuckets<Decimal>()
    /// Whether the parts make up the sum.
    private(set) var hasParts = true
    /// Audio that was read and written together.
    private(set) var audio: Decimal = 0

    /// Nothing was billed.
    static let nothing = LangfuseCost()

    /// Adds what a request cost; `nil`: nobody knows, so that the sum is not known either.
    mutating func add(_ cost: Cost?) {
        guard let cost, let sum = total else { return total = nil }
        total = sum + cost.total
        guard let input = cost.input, let output = cost.output else {
            if cost.total != 0 { hasParts = false }
            return
        }
        parts.input += input
        parts.cached += cost.cachedInput ?? 0
        parts.written += cost.cacheWrite ?? 0
        parts.output += output
        parts.reasoning += cost.reasoning ?? 0
        audio += cost.audio ?? 0
    }

    /// The object, written with all digits; `nil` where the sum is not known. With the tokens it goes with, audio is put where
    /// they are.
    func text(_ usage: LangfuseUsage) -> String? {
        guard let total, let sum = Self.number(total) else { return nil }
        var members: [String] = []
        if hasParts {
            var parts = parts
            var both: Decimal = 0
            if usage.counts.audioOutput == 0 {
                parts.audioInput = audio
            } else if usage.counts.audioInput == 0 {
                parts.audioOutput = audio
            } else {
                both = audio
            }
            for (name, part) in parts.named + [("audio", both)] where part > 0 {
                if let number = Self.number(part) { members.append("\"\(name)\":\(number)") }
            }
        }
        return "{" + (members + ["\"total\":\(sum)"]).joined(separator: ",") + "}"
    }

    /// A decimal as it is, which a binary fraction would not be.
    private static func number(_ value: Decimal) -> String? {
        guard !value.isNaN, value >= 0 else { return nil }
        return value.description
    }
}
