internal import MagmaModel

extension Environment {
    /// These variables, and a value for all that a provider must be told before it can be called.
    static func inventing(_ given: [String: String], _ providers: [Provider]) -> Environment {
        // What is wrong with the user's files is thrown by each call.
        let rows = (try? Dispatcher(environment: Environment(given), providers: providers).providers) ?? []
        return Environment(
            rows.reduce(into: given) { variables, row in variables.merge(row.invented) { known, _ in known } })
    }
}

extension Provider {
    /// A key, an address where it has none, and what its addresses and bodies name.
    fileprivate var invented: [String: String] {
        var variables: [String: String] = [:]
        for row in [self] + variants.map(\.provider) {
            let key = row.credential.variables.first ?? row.credential.tokens.first?.variables.first
            let named = row.baseURL?.split(separator: "{").dropFirst().map { String($0.prefix { $0 != "}" }) } ?? []
            let places = (row.places + row.bodyPlaces).filter { $0.standard == nil }.compactMap(\.variables.first)
            for name in (key.map { [$0] } ?? []) + named + places { variables[name] = "echo" }
            if row.baseURL == nil, let name = row.baseURLVariables.first { variables[name] = "https://echo.invalid" }
        }
        return variables
    }
}
