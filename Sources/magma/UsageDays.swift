import FoundationEssentials

/// What plots show: an amount for each day and name, in US dollars, or in tokens where no cost is known.
struct UsageDays {
    /// As many as fit on a screen and in a picture.
    static let limit = 60

    struct Day {
        /// `2026-01-31`.
        var name: String
        /// In the order of the names.
        var amounts: [Double]
        var total: Double { amounts.reduce(0, +) }
    }

    /// The largest first; all beyond the seventh are one.
    let names: [String]
    /// The last ones that calls were made on, in order.
    let days: [Day]
    let isCost: Bool
    /// Days before those.
    let omitted: Int
    /// Calls that are not in the amounts, as their cost is not known.
    let unknownCosts: Int
    /// Calls that are not in the amounts, as they are of groups beyond those that are held, which have no day.
    let undated: Int

    init(_ rows: [(key: UsageTally.Key, sum: UsageTally.Sum)]) {
        let isCost = rows.contains { $0.sum.cost > 0 }
        self.isCost = isCost
        func amount(_ sum: UsageTally.Sum) -> Double {
            isCost ? Double(sum.cost.description) ?? 0 : Double(sum.tokens)
        }
        undated = rows.reduce(0) { $0 + ($1.key.day.isEmpty ? $1.sum.calls : 0) }
        let rows = rows.filter { !$0.key.day.isEmpty }
        let dates = Set(rows.map(\.key.day)).sorted()
        omitted = max(0, dates.count - Self.limit)
        let shown = Array(dates.suffix(Self.limit))
        let first = shown.first ?? ""
        var sums: [String: Double] = [:]
        for (key, sum) in rows where key.day >= first { sums[key.name, default: 0] += amount(sum) }
        let order = sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        let kept = Array(order.prefix(order.count > 8 ? 7 : 8))
        let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
        names = kept + (order.count > kept.count ? ["others"] : [])
        var amounts: [String: [Double]] = [:]
        var unknown = 0
        for (key, sum) in rows where key.day >= first {
            var day = amounts[key.day] ?? Array(repeating: 0, count: names.count)
            day[places[key.name] ?? kept.count] += amount(sum)
            amounts[key.day] = day
            unknown += sum.unknownCosts
        }
        days = shown.map { Day(name: $0, amounts: amounts[$0] ?? []) }
        unknownCosts = isCost ? unknown : 0
    }

    /// An amount for people to read.
    func text(_ amount: Double) -> String {
        if isCost { return Dollars.text(Decimal(string: "\(amount)") ?? 0) }
        for (size, sign) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where amount >= size {
            let tenths = Int((amount / size * 10).rounded())
            return tenths % 10 == 0 ? "\(tenths / 10)\(sign)" : "\(tenths / 10).\(tenths % 10)\(sign)"
        }
        return "\(Int(amount))"
    }
}
