/// The providers that can be named.
package struct ProviderCatalog: Sendable {
    /// In the order in which they are shown; a user's rows first.
    package private(set) var all: [Provider]
    private var byPrefix: [String: Int]

    package static let builtIn = ProviderCatalog(ProviderTable.all)

    init(_ rows: [Provider]) {
        all = rows
        byPrefix = [:]
        for (index, row) in rows.enumerated() {
            for prefix in [row.id] + row.aliases where byPrefix[prefix] == nil { byPrefix[prefix] = index }
        }
    }

    /// With further rows, which win where a prefix is there already.
    func adding(_ rows: [Provider]) -> ProviderCatalog {
        rows.isEmpty ? self : ProviderCatalog(rows + all.filter { old in !rows.contains { $0.id == old.id } })
    }

    /// The provider of a prefix, which is compared exactly. Throws `.configuration`, with near misses.
    package func provider(_ prefix: String) throws(ModelError) -> Provider {
        if let index = byPrefix[prefix] { return all[index] }
        if ProviderTable.planned.contains(prefix) {
            throw ModelError(
                .configuration, "The provider \"\(prefix)\" is known, but its protocol is not supported yet.")
        }
        let near = nearMisses(prefix)
        let hint = near.isEmpty ? "" : " Did you mean \(near.map { "\"\($0)\"" }.joined(separator: ", "))?"
        throw ModelError(
            .configuration,
            "There is no provider \"\(prefix)\".\(hint) A row for it can be put into the file MAGMA_PROVIDERS names."
        )
    }

    private func nearMisses(_ prefix: String) -> [String] {
        let wanted = Array(prefix.lowercased().utf8.prefix(64))
        return byPrefix.keys
            .map { ($0, Self.distance(wanted, Array($0.lowercased().utf8))) }
            .filter { $0.1 <= max(1, min(3, wanted.count / 3)) }
            .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
            .prefix(3).map(\.0)
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
