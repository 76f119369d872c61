import FoundationEssentials

/// Sums for people to read.
enum Dollars {
    /// To a hundredth of a cent, or to three digits where it is less.
    static func text(_ sum: Decimal) -> String {
        let value = Double(sum.description) ?? 0
        var places = 4
        var scaled = value * 10_000
        while scaled > 0, scaled < 100, places < 15 {
            places += 1
            scaled *= 10
        }
        return "$\(Decimal(sign: .plus, exponent: -places, significand: Decimal(scaled.rounded())))"
    }
}
