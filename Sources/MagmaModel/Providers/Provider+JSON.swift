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
    /// A row as a file writes it: `id`, `name`, `aliases`, `wire`, `base_url`, `base_url_variables`, `path`,
    /// `version_path`, `key` (`scheme`, `header`, `variables`, `optional`), `headers`, `dialect`, `refuses`, `error_codes`,
    /// `documentation`.
    init(json: JSON, place: String) throws(ModelError) {
        func wrong(_ text: String) -> ModelError { ModelError(.configuration, "\(place): \(text)") }
        guard let object = json.objectValue else { throw wrong("a provider is an object.") }
        guard let id = object["id"]?.stringValue, !id.isEmpty else { throw wrong("there is no \"id\".") }
        guard !id.contains("/"), id.first != "@" else { throw wrong("\"\(id)\" cannot be the prefix of a model's id.") }
        self.init(id: id)
        func string(_ value: JSON, _ key: String) throws(ModelError) -> String {
            guard let text = value.stringValue else { throw wrong("\"\(key)\" is not a string.") }
            return text
        }
        func strings(_ value: JSON, _ key: String) throws(ModelError) -> [String] {
            guard let items = value.arrayValue else { throw wrong("\"\(key)\" is not a list of strings.") }
            return try items.map { (item) throws(ModelError) in try string(item, key) }
        }
        for (key, value) in object {
            switch key {
            case "id": break
            case "name": name = try string(value, key)
            case "aliases": aliases = try strings(value, key)
            case "wire":
                wire = WireProtocolID(rawValue: try string(value, key))
                guard wire.implementation != nil else { throw wrong("\"\(wire)\" is no wire protocol.") }
            case "base_url": baseURL = try string(value, key)
            case "base_url_variables": baseURLVariables = try strings(value, key)
            case "path": path = try string(value, key)
            case "version_path": versionPath = try string(value, key)
            case "documentation": documentation = try string(value, key)
            case "headers":
                guard let headers = value.objectValue else { throw wrong("\"headers\" is not an object.") }
                for (name, text) in headers { self.headers[name] = try string(text, "headers.\(name)") }
            case "dialect":
                for word in try strings(value, key) {
                    let flag = Dialect.Flag(rawValue: word)
                    guard Dialect.Flag.known.contains(flag) else {
                        let words = Dialect.Flag.known.map(\.rawValue).sorted().joined(separator: ", ")
                        throw wrong("\"\(word)\" is no dialect flag; there are \(words).")
                    }
                    dialect.flags.insert(flag)
                }
            case "refuses": dialect.refuses = Set(try strings(value, key))
            case "error_codes":
                guard let codes = value.objectValue else { throw wrong("\"error_codes\" is not an object.") }
                for (word, meaning) in codes {
                    guard let code = meaning.stringValue.flatMap(ModelError.Code.init(rawValue:)) else {
                        throw wrong("\"error_codes.\(word)\" is no kind of error, such as \"rate_limited\".")
                    }
                    dialect.errorCodes[word] = code
                }
            case "key": credential = try Credential(json: value, place: place)
            default: throw wrong("\"\(key)\" is no member of a provider.")
            }
        }
    }
}

extension Credential {
    /// The `key` of a row. `place` begins the texts of its errors.
    fileprivate init(json: JSON, place: String) throws(ModelError) {
        func wrong(_ text: String) -> ModelError { ModelError(.configuration, "\(place): \(text)") }
        guard let object = json.objectValue else { throw wrong("\"key\" is not an object.") }
        var word = "bearer"
        var header: String?
        var optional: Bool?
        var names: [String] = []
        for (key, value) in object {
            switch key {
            case "scheme", "header":
                guard let text = value.stringValue, !text.isEmpty else {
                    throw wrong("\"key.\(key)\" is not a string.")
                }
                if key == "scheme" { word = text } else { header = text }
            case "variables":
                names = value.arrayValue?.compactMap(\.stringValue) ?? []
                guard let count = value.arrayValue?.count, count == names.count else {
                    throw wrong("\"key.variables\" is not a list of strings.")
                }
            case "optional":
                guard let flag = value.boolValue else { throw wrong("\"key.optional\" is neither true nor false.") }
                optional = flag
            default: throw wrong("\"key.\(key)\" is no member of a provider.")
            }
        }
        switch word {
        case "bearer": self.init(.bearer, variables: names, isOptional: optional ?? false)
        case "none": self.init(.none, variables: names, isOptional: optional ?? true)
        case "header":
            guard let header else { throw wrong("\"key.header\" is missing.") }
            self.init(.header(header), variables: names, isOptional: optional ?? false)
        default: throw wrong("\"\(word)\" is no key scheme; there are bearer, header and none.")
        }
    }
}
