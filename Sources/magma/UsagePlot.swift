/// Bars of a day each, for a terminal.
struct UsagePlot {
    var days: UsageDays
    /// Eighths of a cell, the last one a whole.
    private static let blocks = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]

    /// As wide as `width` cells; `nil` where it is no terminal: then plain signs, and 80.
    func text(width: Int?) -> String {
        let most = days.days.map(\.total).max() ?? 0
        let labels = days.days.map { days.text($0.total) }
        let room = max(8, (width ?? 80) - 10 - 4 - (labels.map(\.count).max() ?? 0))
        var text = "\(days.isCost ? "US dollars" : "tokens") a day\n"
        if days.omitted > 0 { text += "(\(days.omitted) earlier days are not shown)\n" }
        if days.undated > 0 { text += "(\(days.undated) calls of other groups are not shown)\n" }
        for (day, label) in zip(days.days, labels) {
            let share = most > 0 ? day.total / most : 0
            let bar = width == nil ? Self.plain(share, room) : Self.bar(share, room)
            text += "\(day.name)  \(bar)\(bar.isEmpty ? "" : "  ")\(label)\n"
        }
        return text
    }

    /// What is more than nothing is seen.
    static func bar(_ share: Double, _ room: Int) -> String {
        let eighths = share > 0 ? max(1, Int((share * Double(room * 8)).rounded())) : 0
        return String(repeating: "█", count: eighths / 8) + blocks[eighths % 8]
    }

    static func plain(_ share: Double, _ room: Int) -> String {
        String(repeating: "#", count: share > 0 ? max(1, Int((share * Double(room)).rounded())) : 0)
    }
}
