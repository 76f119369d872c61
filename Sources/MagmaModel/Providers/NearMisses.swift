/// Names that a misspelt one may have been meant for.
enum NearMisses {
    /// The nearest three, if they are near.
    static func find(_ name: String, among names: some Sequence<String>) -> [String] {
        let wanted = Array(name.lowercased().utf8.prefix(64))
        return
            names
            .map { ($0, distance(wanted, Array($0.lowercased().utf8.prefix(128)))) }
            .filter { $0.1 <= max(1, min(3, wanted.count / 3)) }
            .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
            .prefix(3).map(\.0)
    }

    /// The question whether one of them was meant, with a space before it; empty where there are none.
    static func hint(_ near: [String]) -> String {
        near.isEmpty ? "" : " Did you mean \(near.map { "\"\($0)\"" }.joined(separator: ", "))?"
    }

    /// How many letters must be changed, added or left out.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let change = diagonal + (x == y ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(change, diagonal + 1, row[j] + 1)
            }
        }
        return row[b.count]
    }
}
