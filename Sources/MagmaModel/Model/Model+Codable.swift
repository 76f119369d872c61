extension Model: Codable {
    /// Reads `"provider/model"` or an object with `model`, `temperature`, `top_p`, `max_tokens`, `extra`, `api_key`
    /// (a value or `env:NAME`), `api_base`, `headers`, `timeout` (seconds for the whole call, or an object with
    /// `connect`, `head`, `idle`, `total`), `retries` (a count, or an object with `count`, `initial_delay`,
    /// `maximum_delay`, `maximum_retry_after`, `after_head`), `drop_unsupported`, `capabilities`, `limits` (`rpm`, `tpm`,
    /// `concurrency`, `heeds_headers`, `maximum_wait` in seconds, `maximum_waiters`), and for what else is called
    /// `pool` (with `"model": "pool/name"`, which may be left out), `hedged_after` (seconds), `fallback`, `fallback_on` and
    /// `cache`.
    public init(from decoder: any Decoder) throws {
        let json = try JSON(from: decoder)
        try self.init(json: json)
    }

    /// Writes the form that ``init(from:)`` reads. Secrets are left out, references to them are kept.
    public func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }

    init(json: JSON) throws(ModelError) {
        if let text = json.stringValue {
            try self.init(parsing: text)
            return
        }
        guard let object = json.objectValue else { throw Self.noModel }
        let route = try Route.read(object)
        var fields = Fields(id: try Self.id(object, route), route: route)
        for (key, value) in object {
            switch key {
            case "model": break
            case "temperature": fields.temperature = try Self.setting(key, value, \.doubleValue)
            case "top_p": fields.topP = try Self.setting(key, value, \.doubleValue)
            case "max_tokens": fields.maxTokens = try Self.setting(key, value, \.intValue)
            case "extra": fields.extra = try Self.expect(key, value.objectValue)
            case "api_key": fields.apiKey = Secret(try Self.expect(key, value.stringValue))
            case "api_base": fields.baseURL = try Self.expect(key, value.stringValue)
            case "headers":
                for (name, text) in try Self.expect(key, value.objectValue) {
                    fields.headers[name] = try Self.expect(key, text.stringValue)
                }
            case "timeout": fields.timeout = try Self.expect(key, Timeouts(json: value))
            case "retries": fields.retry = try Self.expect(key, RetryPolicy(json: value))
            case "drop_unsupported": fields.dropUnsupported = try Self.expect(key, value.boolValue)
            case "capabilities":
                fields.override = Boxed(try Capabilities(json: value, place: "\"capabilities\" of a model"))
            case "limits": fields.limits = Boxed(try Self.expect(key, Limits(json: value)))
            case _ where Route.keys.contains(key): break
            default:
                throw ModelError(.configuration, "A model has no member \"\(key)\"; provider extras go into \"extra\".")
            }
        }
        self.init(fields)
    }

    private static var noModel: ModelError {
        ModelError(.configuration, "A model is \"provider/model\" or an object with a member \"model\".")
    }

    private static func id(_ object: JSON.Object, _ route: Route) throws(ModelError) -> ModelID {
        let text = object["model"]?.stringValue
        guard let pool = route.pool else {
            guard let text else { throw noModel }
            let id = try ModelID(parsing: text)
            guard !id.isPool else {
                throw ModelError(.configuration, "\"\(id)\" has no member \"pool\" with its models.")
            }
            return id
        }
        guard let text else {
            guard object["model"] == nil else { throw noModel }
            return ModelID(pool: pool.derivedName)
        }
        let id = try ModelID(parsing: text)
        guard id.isPool else {
            throw ModelError(.configuration, "The \"model\" of a pool is called \"pool/name\", not \"\(id)\".")
        }
        return id
    }

    /// The form that ``init(from:)`` reads, without secrets.
    package var json: JSON {
        var object: JSON.Object = ["model": .string(id.description)]
        Self.write(temperature, "temperature", JSON.double, into: &object)
        Self.write(topP, "top_p", JSON.double, into: &object)
        Self.write(maxTokens, "max_tokens", { .int(Int64($0)) }, into: &object)
        let extra = Redaction.members(extra, mark: nil)
        if !extra.isEmpty { object["extra"] = .object(extra) }
        if let reference = apiKey?.reference { object["api_key"] = .string("env:\(reference)") }
        if let baseURL { object["api_base"] = .string(Redaction.url(baseURL, mark: nil)) }
        let shown = headers.filter { !Redaction.isSecretHeader($0.key) }.sorted { $0.key < $1.key }
        if !shown.isEmpty { object["headers"] = .object(JSON.Object(shown.map { ($0.key, .string($0.value)) })) }
        if let timeout { object["timeout"] = timeout.json }
        if let retry { object["retries"] = retry.json }
        if let dropUnsupported { object["drop_unsupported"] = .bool(dropUnsupported) }
        if let override { object["capabilities"] = override.value.json }
        if let limits { object["limits"] = limits.json }
        object.merge(route.members)
        return .object(object)
    }

    private static func setting<Value>(
        _ key: String,
        _ json: JSON,
        _ read: (JSON) -> Value?
    ) throws(ModelError) -> Setting<Value> {
        json.isNull ? .providerDefault : .value(try expect(key, read(json)))
    }

    private static func expect<Value>(_ key: String, _ value: Value?) throws(ModelError) -> Value {
        guard let value else { throw ModelError(.configuration, "The member \"\(key)\" of a model has a wrong form.") }
        return value
    }

    private static func write<Value>(
        _ setting: Setting<Value>,
        _ key: String,
        _ json: (Value) -> JSON,
        into object: inout JSON.Object
    ) {
        switch setting {
        case .unset: break
        case .providerDefault: object[key] = .null
        case .value(let value): object[key] = json(value)
        }
    }
}
