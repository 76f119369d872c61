import FoundationEssentials
import MagmaModel

/// A line of the journal (docs/journal.md).
enum JournalLine {
    case call(Call)
    /// So many calls for which there was no room, and when that was written.
    case dropped(Int, time: String)

    struct Call {
        /// In UTC, as in `2026-01-31T12:00:00.000Z`.
        var time: String
        var model: String
        var provider: String
        var isError: Bool
        var input: Int
        var output: Int
        var cached: Int
        var cacheWrite: Int
        var reasoning: Int
        /// US dollars; `nil`: not known.
        var cost: Decimal?

        var day: String { String(time.prefix(10)) }
    }

    /// `nil` for what is no such line.
    init?(_ bytes: [UInt8]) {
        guard let json = try? JSON(parsing: bytes), let time = json["time"]?.stringValue, Self.isTime(time) else {
            return nil
        }
        if let count = json["dropped"]?.intValue {
            self = .dropped(count, time: time)
            return
        }
        guard let asked = json["model"]?.stringValue, let outcome = json["outcome"]?.stringValue else { return nil }
        let model = json["answered"]?.stringValue ?? asked
        func count(_ name: String) -> Int { json[name]?.intValue.map { min(max(0, $0), 1 << 53) } ?? 0 }
        self = .call(
            Call(
                time: time, model: model,
                provider: json["provider"]?.stringValue ?? String(model.prefix { $0 != "/" }),
                isError: outcome != "ok", input: count("input"), output: count("output"),
                cached: count("cached_input"), cacheWrite: count("cache_write"), reasoning: count("reasoning"),
                cost: json["cost"]?.stringValue.flatMap(Self.cost)))
    }

    /// A sum as the journal writes it, `0.0026` or `5e-7`, of at most a million millions; `nil` for all else, which is not known.
    static func cost(_ text: String) -> Decimal? {
        var rest = Array(text.utf8)[...]
        func digits() -> Int {
            let count = rest.prefix { 0x30...0x39 ~= $0 }.count
            rest = rest.dropFirst(count)
            return count
        }
        guard rest.count <= 64, digits() > 0 else { return nil }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() > 0 else { return nil }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
            guard digits() > 0 else { return nil }
        }
        guard rest.isEmpty, let sum = Decimal(string: text), sum.isFinite, sum >= 0, sum <= 1_000_000_000_000 else {
            return nil
        }
        return sum
    }

    /// Whether it is a day, `2026-01-31`, or begins with one and goes on with a time of it in UTC.
    static func isTime(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, bytes.dropFirst(11).allSatisfy({ 0x2E...0x3A ~= $0 || $0 == UInt8(ascii: "Z") }) else {
            return false
        }
        for (place, byte) in bytes.prefix(10).enumerated() {
            guard place == 4 || place == 7 ? byte == 0x2D : 0x30...0x39 ~= byte else { return false }
        }
        return bytes.count == 10 || bytes[10] == UInt8(ascii: "T")
    }
}
