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
        // Through a whole number, since a large Double as a Decimal has digits that are none of its own.
        let whole = Int64(exactly: scaled.rounded()).map { Decimal($0) } ?? Decimal(scaled.rounded())
        return "$\(Decimal(sign: .plus, exponent: -places, significand: whole))"
    }
}
