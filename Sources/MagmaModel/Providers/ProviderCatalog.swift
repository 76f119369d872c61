/// The providers that can be named.
package struct ProviderCatalog: Sendable {
    /// In the order in which they are shown; a user's rows first.
    package var all: [Provider] { rows.map(\.provider) }
    private let rows: [ProviderRow]
    private var byPrefix: [String: Int]

    package static let builtIn = ProviderCatalog(ProviderTable.all)

    init(_ rows: [Provider]) {
        self.rows = rows.map(ProviderRow.init)
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
    package func provider(_ prefix: String) throws(ModelError) -> Provider { try row(prefix).provider }

    /// ``provider(_:)`` with what follows from its row.
    func row(_ prefix: String) throws(ModelError) -> ProviderRow {
        if let index = byPrefix[prefix] { return rows[index] }
        if let hint = ProviderTable.planned[prefix] {
            let text = "The provider \"\(prefix)\" is known, but its protocol is not supported yet."
            throw ModelError(.configuration, hint.isEmpty ? text : "\(text) \(hint)")
        }
        let hint = NearMisses.hint(NearMisses.find(prefix, among: byPrefix.keys))
        throw ModelError(
            .configuration,
            "There is no provider \"\(prefix)\".\(hint) A row for it can be put into the file MAGMA_PROVIDERS names."
        )
    }
}
