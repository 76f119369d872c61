extension CallResolver {
    /// What each place of a row comes to, and the texts that depend on it.
    func placeValues(
        _ row: ProviderRow,
        _ base: String?,
        _ leading: (place: String, value: String, name: String)?,
        _ cloud: JSON.Object,
        _ extra: inout CallExtra
    ) throws(ModelError) -> [String: String] {
        var values: [String: String] = [:]
        for place in row.provider.places {
            var said: String?
            for key in place.keys {
                let text = try extra.text(key)
                said = said ?? cloud[key]?.stringValue ?? text
            }
            if said == nil, let leading, leading.place == place.name { said = leading.value }
            if said == nil, let base { said = place.bases.first { EndpointURL.ends(base, in: $0.key) }?.value }
            guard let value = said ?? environment.first(of: place.variables)?.value ?? place.standard else {
                if place.comesWithCredential { continue }
                throw place.missing(row.provider)
            }
            try place.set(value, in: &values, row.provider)
        }
        return values
    }
}

extension CallResolver {
    /// Puts into the body what the row wants named there.
    func sayPlaces(of provider: Provider, _ task: CallTask, _ call: inout CallSettings) throws(ModelError) {
        var isSaid = false
        for place in provider.bodyPlaces {
            if call.extraBody[place.name] != nil { isSaid = true }
            for key in place.keys {
                guard let value = call.options.removeValue(forKey: key) else { continue }
                call.options[place.name] = value
                isSaid = true
            }
        }
        guard !isSaid, task == .chat else { return }
        for place in provider.bodyPlaces {
            guard let value = environment.first(of: place.variables)?.value else { continue }
            call.options[place.name] = .string(value)
            return
        }
        let names = provider.bodyPlaces.map(\.name).joined(separator: " or a ")
        let variables = provider.bodyPlaces.compactMap(\.variables.first).joined(separator: " or ")
        throw ModelError(
            .configuration, "\(provider.name) needs a \(names): set \(variables), or give one in extra.")
    }
}

extension Place {
    /// Sets what the place comes to, and the text that depends on it.
    func set(_ value: String, in values: inout [String: String], _ provider: Provider) throws(ModelError) {
        guard value.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && !"/?#@:{}".utf8.contains($0) }) else {
            throw ModelError(.configuration, "The \(name) of \(provider.name) is not a name that a URL can hold.")
        }
        values[name] = value
        if let host = hosts[value] ?? hosts["*"] {
            values["\(name).host"] = PathTemplate.filled(host, places: [name: value])
        }
    }

    /// That nobody says what it is.
    func missing(_ provider: Provider) -> ModelError {
        let variable = variables.first.map { "set \($0)" }
        let key = keys.first.map { "give \"\($0)\" in extra" }
        let ways = [variable, key].compactMap { $0 }.joined(separator: ", or ")
        return ModelError(.configuration, "\(provider.name) needs a \(name): \(ways).")
    }
}
