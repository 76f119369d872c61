extension Credential {
    /// The `key` of a row: `scheme`, `header`, `variables`, `optional`, `token` (`keys`, `variables`, `word`) or
    /// several as `tokens`, and `cloud` with `service` or
    /// `scope`. `place` begins the texts of its errors.
    init(json: JSON, place: String) throws(ModelError) {
        func wrong(_ text: String) -> ModelError { ModelError(.configuration, "\(place): \(text)") }
        guard let object = json.objectValue else { throw wrong("\"key\" is not an object.") }
        var word = "bearer"
        var header: String?
        var optional: Bool?
        var names: [String] = []
        var cloud: String?
        var part: String?
        var tokens: [Token] = []
        for (key, value) in object {
            switch key {
            case "scheme", "header", "cloud", "service", "scope":
                guard let text = value.stringValue, !text.isEmpty else {
                    throw wrong("\"key.\(key)\" is not a string.")
                }
                switch key {
                case "scheme": word = text
                case "header": header = text
                case "cloud": cloud = text
                default: part = text
                }
            case "token": tokens = [try Token(json: value, RowReader(place: "\(place).key.token"))]
            case "tokens":
                for (index, item) in (value.arrayValue ?? [value]).enumerated() {
                    tokens.append(try Token(json: item, RowReader(place: "\(place).key.tokens[\(index)]")))
                }
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
        self.tokens = tokens
        switch (cloud, part) {
        case (nil, nil): break
        case ("aws", let service?): self.cloud = .aws(service: service)
        case ("google", nil): self.cloud = .google
        case ("ibm", nil): self.cloud = .ibm
        case ("entra", let scope?): self.cloud = .entra(scope: scope)
        default:
            throw wrong("\"key.cloud\" is aws (with \"service\"), google, ibm, or entra (with \"scope\").")
        }
    }
}
