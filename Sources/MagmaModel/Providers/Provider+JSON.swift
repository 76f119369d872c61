extension ProviderCatalog {
    /// The rows of a user's file: an array, or an object with `providers`. Throws `.configuration`, naming the place.
    static func rows(from json: JSON, file: String) throws(ModelError) -> [Provider] {
        guard let items = json.arrayValue ?? json["providers"]?.arrayValue else {
            throw ModelError(.configuration, "\(file): expected a list of providers, or an object with \"providers\".")
        }
        var rows: [Provider] = []
        for (index, item) in items.enumerated() {
            rows.append(try Provider(json: item, place: "\(file): providers[\(index)]"))
        }
        return rows
    }
}

extension Provider {
    /// A row as a file writes it: `id`, `name`, `aliases`, `wire`, `base_url`, `base_url_variables`, `path`,
    /// `version_path`, `key` (`scheme`, `header`, `variables`, `optional`), `headers`, `dialect`, `documentation`.
    init(json: JSON, place: String) throws(ModelError) {
        func wrong(_ text: String) -> ModelError { ModelError(.configuration, "\(place): \(text)") }
        guard let object = json.objectValue else { throw wrong("a provider is an object.") }
        guard let id = object["id"]?.stringValue, !id.isEmpty else { throw wrong("there is no \"id\".") }
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
            case "key":
                guard value.objectValue != nil else { throw wrong("\"key\" is not an object.") }
                let variables = try value["variables"].map { (value) throws(ModelError) in
                    try strings(value, "key.variables")
                }
                switch value["scheme"]?.stringValue {
                case "bearer", nil: credential = Credential(.bearer)
                case "none": credential = .none
                case "header":
                    guard let header = value["header"]?.stringValue else { throw wrong("\"key.header\" is missing.") }
                    credential = Credential(.header(header))
                case .some(let other): throw wrong("\"\(other)\" is no key scheme; there are bearer, header and none.")
                }
                credential.variables = variables ?? []
                credential.isOptional = value["optional"]?.boolValue ?? credential.isOptional
            default: throw wrong("\"\(key)\" is no member of a provider.")
            }
        }
    }
}
