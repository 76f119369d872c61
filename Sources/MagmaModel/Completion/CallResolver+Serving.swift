extension CallResolver {
    /// The row that serves a model, and what the provider calls it. Some models, and some calls of others, go another way
    /// than the rest; where a server of somebody else's stands in for the provider, only those that say so.
    func serving(
        _ model: Model,
        _ task: CallTask,
        _ extra: CallExtra
    ) throws(ModelError) -> (row: ProviderRow, name: String) {
        let row = try catalog.row(model.id.provider)
        if case .embedding = task { return (try row.embedding(model.id.name), model.id.name) }
        return try row.serving(model.id.name) { (variant) throws(ModelError) in
            if !variant.keyPrefixes.isEmpty {
                guard let key = try key(model, extra, row), variant.keyPrefixes.contains(where: key.hasPrefix) else {
                    return false
                }
            }
            guard variant.parameters.isEmpty || variant.parameters.contains(where: extra.says) else { return false }
            guard !variant.isSwitch, row.elsewhere != nil else { return true }
            var rest = extra
            guard let base = try saidBase(model, &rest, [:], row) else { return true }
            return base == row.provider.baseURL || EndpointURL.isOwnHost(row.provider, base)
        }
    }

    /// The key that the call itself gives.
    private func key(_ model: Model, _ extra: CallExtra, _ row: ProviderRow) throws(ModelError) -> String? {
        if let key = try handleKey(model) { return key }
        var rest = extra
        return try rest.key(of: row, environment)
    }
}
