public import FoundationEssentials

/// What a call cost, in US dollars.
public struct Cost: Sendable, Hashable {
    /// The sum.
    public var total: Decimal

    /// A cost from its sum.
    public init(total: Decimal) {
        self.total = total
    }
}
