import FoundationEssentials

/// Bars of a day each, stacked by model: an SVG picture that needs nothing beside itself, for light and dark surroundings.
struct UsagePicture {
    var days: UsageDays

    private static let size = (width: 860.0, height: 420.0)
    private static let frame = (left: 78.0, top: 54.0, right: 846.0, bottom: 300.0)
    /// Told apart also by those who see few colours (after Okabe and Ito), on white and on black.
    private static let colours = [
        "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#B8A800", "#8A8A8A",
    ]

    var text: String {
        let (width, height) = Self.size
        let title = days.isCost ? "Cost of calls by day, in US dollars" : "Tokens of calls by day"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(width)) \(Int(height))" role="img" \
            aria-label="\(title)" font-family="system-ui, sans-serif" font-size="12">
            <style>
            .ground { fill: #fff } text { fill: #222 } .line { stroke: #ddd } .axis { stroke: #888 } .less { fill: #666 }
            @media (prefers-color-scheme: dark) {
            .ground { fill: #161616 } text { fill: #eee } .line { stroke: #383838 } .less { fill: #aaa }
            }
            </style>
            <rect class="ground" width="\(Int(width))" height="\(Int(height))"/>
            <text x="16" y="28" font-size="17" font-weight="600">\(title)</text>
            \((scale + bars + legend).joined(separator: "\n"))
            </svg>

            """
    }

    private var top: Double { Self.roundUp(days.days.map(\.total).max() ?? 0) }

    /// Lines across, each with its amount.
    private var scale: [String] {
        let frame = Self.frame
        return (0...4).flatMap { step in
            let amount = top * Double(step) / 4
            let y = Self.number(frame.bottom - (frame.bottom - frame.top) * Double(step) / 4)
            return [
                "<line class=\"\(step == 0 ? "axis" : "line")\" x1=\"\(Self.number(frame.left))\" x2=\"\(Self.number(frame.right))\" y1=\"\(y)\" y2=\"\(y)\"/>",
                "<text class=\"less\" x=\"\(Self.number(frame.left - 8))\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">\(label(amount))</text>",
            ]
        }
    }

    private var bars: [String] {
        let frame = Self.frame
        let step = (frame.right - frame.left) / Double(max(1, days.days.count))
        let every = max(1, Int((78 / step).rounded(.up)))
        var lines: [String] = []
        for (place, day) in days.days.enumerated() {
            let width = min(step * 0.72, 56)
            let x = frame.left + step * (Double(place) + 0.5)
            var y = frame.bottom
            for (name, amount) in day.amounts.enumerated() where amount > 0 {
                let height = amount / top * (frame.bottom - frame.top)
                y -= height
                lines.append(
                    "<rect x=\"\(Self.number(x - width / 2))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\" height=\"\(Self.number(height))\" fill=\"\(colour(name))\"><title>\(day.name) \(Self.escaped(days.names[name])): \(days.text(amount))</title></rect>"
                )
            }
            if place % every == 0 {
                lines.append(
                    "<text class=\"less\" x=\"\(Self.number(x))\" y=\"\(Self.number(frame.bottom + 18))\" text-anchor=\"middle\">\(day.name)</text>"
                )
            }
        }
        return lines
    }

    /// In two columns, and what is not in the picture beneath.
    private var legend: [String] {
        var lines = days.names.enumerated().flatMap { place, name in
            let x = Self.frame.left + Double(place % 2) * 390
            let y = Self.frame.bottom + 36 + Double(place / 2) * 17
            let short = name.isEmpty ? "-" : name.count > 48 ? name.prefix(47) + "…" : name[...]
            return [
                "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"11\" height=\"11\" rx=\"2\" fill=\"\(colour(place))\"/>",
                // A picture of its own, which cuts off what is wider than its column.
                "<svg x=\"\(Self.number(x + 18))\" y=\"\(Self.number(y - 3))\" width=\"360\" height=\"17\"><text y=\"13\">\(Self.escaped(String(short)))</text></svg>",
            ]
        }
        var notes: [String] = []
        if days.days.isEmpty { notes.append("No calls are noted.") }
        if days.omitted > 0 { notes.append("\(days.omitted) earlier days are not shown.") }
        if days.undated > 0 { notes.append("Not in it: \(days.undated) calls of other groups.") }
        if days.unknownCosts > 0 { notes.append("Not in it: \(days.unknownCosts) calls whose cost is not known.") }
        if !notes.isEmpty {
            lines.append("<text class=\"less\" x=\"78\" y=\"414\">\(notes.joined(separator: " "))</text>")
        }
        return lines
    }

    private func colour(_ place: Int) -> String { Self.colours[min(place, Self.colours.count - 1)] }

    private func label(_ amount: Double) -> String {
        guard days.isCost else { return days.text(amount) }
        // What a binary fraction has too much is cut off.
        return amount == 0 ? "$0" : "$\(Self.number(amount, places: amount < 1 ? 8 : 2))"
    }

    /// 1, 2, 4, 5, 8 or 10 of the amount's power of ten.
    static func roundUp(_ amount: Double) -> Double {
        guard amount > 0 else { return 1 }
        var power = 1.0
        while power > amount { power /= 10 }
        while power * 10 <= amount { power *= 10 }
        return [1, 2, 4, 5, 8, 10].map { $0 * power }.first { $0 >= amount } ?? amount
    }

    static func number(_ value: Double, places: Int = 2) -> String {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let whole = Decimal((value * scale).rounded())
        return (whole / Decimal(scale)).description
    }

    /// By scalars: a sign with another that joins it is a character of its own, and still ends an element.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in Failure.oneLine(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            // What no XML may hold; oneLine leaves no others.
            case "\u{FFFE}", "\u{FFFF}": break
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
