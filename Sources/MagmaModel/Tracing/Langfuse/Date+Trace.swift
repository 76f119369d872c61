internal import FoundationEssentials

extension Date {
    /// Nanoseconds since 1970.
    var unixNanoseconds: UInt64 {
        let seconds = timeIntervalSince1970
        guard seconds > 0, seconds < 18_000_000_000 else { return 0 }
        // Whole seconds apart, for a binary fraction of all of it is coarser than a microsecond.
        let whole = seconds.rounded(.down)
        return UInt64(whole) * 1_000_000_000 + UInt64(((seconds - whole) * 1e9).rounded(.down))
    }

    /// UTC with six decimals: `2026-11-23T16:56:22.489665Z`.
    var microsecondText: String {
        let nanoseconds = unixNanoseconds
        let seconds = Int(nanoseconds / 1_000_000_000)
        let (day, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
        // Years that begin in March, so that a leap day comes last.
        let shifted = day + 719_468
        let (era, dayOfEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let date = "\(year)-\(Self.two(month))-\(Self.two(dayOfYear - (153 * part + 2) / 5 + 1))"
        let time = "\(Self.two(second / 3600)):\(Self.two(second / 60 % 60)):\(Self.two(second % 60))"
        let fraction = String(1_000_000 + nanoseconds / 1000 % 1_000_000).dropFirst()
        return "\(date)T\(time).\(fraction)Z"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
