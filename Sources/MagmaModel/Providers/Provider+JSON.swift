extension ProviderCatalog {
    /// The rows of a user's file: an array, or an object with `providers`. `lines` says where each begins. Throws
    /// `.configuration`, naming the place.
    static func rows(from json: JSON, file: String, lines: [Int] = []) throws(ModelError) -> [Provider] {
        guard let items = json.arrayValue ?? json["providers"]?.arrayValue else {
            throw ModelError(.configuration, "\(file): expected a list of providers, or an object with \"providers\".")
        }
        var rows: [Provider] = []
        var prefixes: Set<String> = []
        for (index, item) in items.enumerated() {
            let line = lines.indices.contains(index) ? ":\(lines[index])" : ""
            let place = "\(file)\(line): providers[\(index)]"
            let row = try Provider(json: item, place: place)
            for prefix in [row.id] + row.aliases where !prefixes.insert(prefix).inserted {
                throw ModelError(.configuration, "\(place): there is a provider \"\(prefix)\" already.")
            }
            rows.append(row)
        }
        return rows
    }
}

extension Provider {
    /// A row as a file writes it: `id`, `name`, `aliases`, `wire`, `base_url`, `base_url_variables`, `base_url_keys`,
    /// `path`, `stream_path`, `version_path`, `key` (`scheme`, `header`, `variables`, `optional`), `headers`, `dialect`, `refuses`, `error_codes`,
    /// `places`, `body_places`, `variants`, `embeddings`, `documentation`.
    init(json: JSON, place: String) throws(ModelError) {
        let reader = RowReader(place: place)
        let object = try reader.object(json)
        guard let id = object["id"]?.stringValue, !id.isEmpty else { throw reader.wrong("there is no \"id\".") }
        guard !id.contains("/"), id.first != "@" else {
            throw reader.wrong("\"\(id)\" cannot be the prefix of a model's id.")
        }
        self.init(id: id)
        for (key, value) in object where key != "variants" { try take(key, value, reader) }
        for (index, value) in try reader.list(object["variants"] ?? [], "variants").enumerated() {
            variants.append(try variant(value, RowReader(place: "\(place).variants[\(index)]")))
        }
    }

    private mutating func take(_ key: String, _ value: JSON, _ reader: RowReader) throws(ModelError) {
        switch key {
        case "id": break
        case "name": name = try reader.string(value, key)
        case "aliases": aliases = try reader.strings(value, key)
        case "wire":
            wire = WireProtocolID(rawValue: try reader.string(value, key))
            guard wire.implementation != nil, wire.embeddings == nil else {
                throw reader.wrong("\"\(wire)\" is no wire protocol.")
            }
        case "base_url": baseURL = try reader.string(value, key)
        case "base_url_variables": baseURLVariables = try reader.strings(value, key)
        case "embeddings":
            embeddings = []
            for (index, value) in try reader.list(value, key).enumerated() {
                let place = "\(reader.place).embeddings[\(index)]"
                embeddings.append(try EmbeddingEndpoint(json: value, RowReader(place: place)))
            }
        case "base_url_keys": baseURLKeys = try reader.strings(value, key)
        case "path": path = try reader.string(value, key)
        case "stream_path": streamPath = try reader.string(value, key)
        case "version_path": versionPath = try reader.string(value, key)
        case "documentation": documentation = try reader.string(value, key)
        case "headers": headers = try reader.texts(value, key)
        case "dialect":
            for word in try reader.strings(value, key) {
                let flag = Dialect.Flag(rawValue: word)
                guard Dialect.Flag.known.contains(flag) else {
                    let words = Dialect.Flag.known.map(\.rawValue).sorted().joined(separator: ", ")
                    throw reader.wrong("\"\(word)\" is no dialect flag; there are \(words).")
                }
                dialect.flags.insert(flag)
            }
        case "refuses": dialect.refuses = Set(try reader.strings(value, key))
        case "error_codes":
            for (word, meaning) in try reader.texts(value, key) {
                let code = ModelError.Code(rawValue: meaning)
                guard let code else {
                    throw reader.wrong("\"error_codes.\(word)\" is no kind of error, such as \"rate_limited\".")
                }
                dialect.errorCodes[word] = code
            }
        case "key": credential = try Credential(json: value, place: reader.place)
        case "places": places += try Self.places(value, key, reader)
        case "body_places": bodyPlaces = try Self.places(value, key, reader)
        default: throw reader.wrong("\"\(key)\" is no member of a provider.")
        }
    }

    private static func places(_ value: JSON, _ key: String, _ reader: RowReader) throws(ModelError) -> [Place] {
        var places: [Place] = []
        for (index, value) in try reader.list(value, key).enumerated() {
            places.append(try Place(json: value, RowReader(place: "\(reader.place).\(key)[\(index)]")))
        }
        return places
    }

    /// A variant says only what it has otherwise than the row around it.
    private func variant(_ json: JSON, _ reader: RowReader) throws(ModelError) -> Variant {
        var row = self
        row.variants = []
        var prefixes: [String] = []
        var isSwitch = false
        var parameters: [String] = []
        var keyPrefixes: [String] = []
        for (key, value) in try reader.object(json) {
            switch key {
            case "prefixes": prefixes = try reader.strings(value, key)
            case "parameters": parameters = try reader.strings(value, key)
            case "key_prefixes": keyPrefixes = try reader.strings(value, key)
            case "is_switch":
                guard let flag = value.boolValue else { throw reader.wrong("\"is_switch\" is neither true nor false.") }
                isSwitch = flag
            case "id", "name", "aliases", "variants": throw reader.wrong("\"\(key)\" is no member of a variant.")
            default: try row.take(key, value, reader)
            }
        }
        guard !prefixes.isEmpty, !prefixes.contains("") else { throw reader.wrong("there are no \"prefixes\".") }
        var variant = Variant(prefixes: prefixes, isSwitch: isSwitch, parameters: parameters, provider: row)
        variant.keyPrefixes = keyPrefixes
        return variant
    }
}
