/// Takes `extra` apart: what the dispatcher acts on is taken out piece by piece, the rest is for the wire protocol.
struct CallExtra {
    private var members: JSON.Object

    init(_ defaults: JSON.Object, _ extra: JSON.Object) {
        members = defaults
        members.merge(extra)
    }

    mutating func number(_ name: String) throws(ModelError) -> Setting<Double> {
        try take(name, "a number", \.doubleValue)
    }

    mutating func count(_ name: String) throws(ModelError) -> Setting<Int> {
        try take(name, "a whole number", \.intValue)
    }

    mutating func flag(_ name: String) throws(ModelError) -> Bool? {
        try take(name, "true or false", \.boolValue).value
    }

    mutating func text(_ name: String) throws(ModelError) -> String? {
        try take(name, "a string", \.stringValue).value
    }

    mutating func body() throws(ModelError) -> JSON.Object {
        try take("extra_body", "an object", \.objectValue).value ?? [:]
    }

    mutating func headers() throws(ModelError) -> [(String, String)] {
        var headers: [(String, String)] = []
        guard !members.isEmpty else { return headers }
        for name in ["headers", "extra_headers"] {
            for (field, value) in try take(name, "an object", \.objectValue).value ?? [:] {
                guard let text = value.stringValue else {
                    throw ModelError(.invalidRequest, "The header \"\(field)\" in \"\(name)\" is not a string.")
                }
                headers.append((field, text))
            }
        }
        return headers
    }

    /// `api_key`, else `<provider>_api_key`. Keys of other providers are meant for other members of a route; they are
    /// taken out and not used.
    mutating func key(of row: ProviderRow, _ environment: Environment) throws(ModelError) -> String? {
        let given = try text("api_key")
        var named: String?
        for name in members.keys where name.hasSuffix("_api_key") {
            let value = try text(name)
            if row.provider.has(prefix: name.dropLast("_api_key".count)) { named = named ?? value }
        }
        guard let key = given ?? named else { return nil }
        guard let revealed = Secret(key).reveal({ environment[$0] }) else {
            throw ModelError(.authentication, "The key refers to an environment variable that is not set: \(key).")
        }
        return revealed
    }

    /// Members that say how to be let into a cloud, and the tokens of the provider that is asked. Those of other clouds are
    /// meant for other members of a route.
    mutating func cloudOptions(_ tokens: [Credential.Token]) -> JSON.Object {
        guard !members.isEmpty else { return [:] }
        var options: JSON.Object = [:]
        let names = ["tenant_id", "client_id", "client_secret"]
        for name in members.keys
        where CloudOptions.isCloud(name) || names.contains(name) || tokens.contains(where: { $0.keys.contains(name) }) {
            if let value = members.removeValue(forKey: name), !value.isNull { options[name] = value }
        }
        return options
    }

    /// Whether a member is there and says something.
    func says(_ name: String) -> Bool {
        switch members[name] {
        case nil, .null: false
        case .array(let items): !items.isEmpty
        default: true
        }
    }

    /// What is left: OpenAI's names and the provider's own. Throws for names that would change what the call is.
    func rest() throws(ModelError) -> JSON.Object {
        guard !members.isEmpty else { return members }
        for name in ["model", "messages", "stream"] where members[name] != nil {
            throw ModelError(.invalidRequest, "\"\(name)\" cannot be set in extra; it is said by the call itself.")
        }
        guard members.contains(where: \.value.isNull) else { return members }
        return JSON.Object(members.filter { !$0.value.isNull }.map { ($0.key, $0.value) })
    }

    private mutating func take<Value>(
        _ name: String,
        _ form: String,
        _ read: (JSON) -> Value?
    ) throws(ModelError) -> Setting<Value> {
        guard !members.isEmpty, let json = members.removeValue(forKey: name) else { return .unset }
        if json.isNull { return .providerDefault }
        guard let value = read(json) else {
            throw ModelError(.invalidRequest, "\"\(name)\" in extra must be \(form).")
        }
        return .value(value)
    }
}
