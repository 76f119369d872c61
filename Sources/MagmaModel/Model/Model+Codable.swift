extension Model: Codable {
    /// Reads `"provider/model"` or an object with `model`, `temperature`, `top_p`, `max_tokens`, `extra`, `api_key`
    /// (a value or `env:NAME`), `api_base`, `headers`, `timeout` (seconds, total), `retries`, `drop_unsupported`,
    /// `fallback` and `fallback_on`.
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
        guard let object = json.objectValue, let id = object["model"]?.stringValue else {
            throw ModelError(.configuration, "A model is \"provider/model\" or an object with a member \"model\".")
        }
        var fields = Fields(id: try ModelID(parsing: id))
        var others: [Model] = []
        var codes = Model.defaultFallbackCodes
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
            case "timeout":
                fields.timeout = Timeouts(total: try Self.expect(key, value.doubleValue.flatMap(Timeouts.limit)))
            case "retries": fields.retry = RetryPolicy(count: try Self.expect(key, value.intValue))
            case "drop_unsupported": fields.dropUnsupported = try Self.expect(key, value.boolValue)
            case "fallback":
                for member in try Self.expect(key, value.arrayValue) { others.append(try Model(json: member)) }
            case "fallback_on":
                codes = []
                for word in try Self.expect(key, value.arrayValue) {
                    codes.insert(try Self.expect(key, word.stringValue.flatMap(ModelError.Code.init(rawValue:))))
                }
            default:
                throw ModelError(.configuration, "A model has no member \"\(key)\"; provider extras go into \"extra\".")
            }
        }
        if !others.isEmpty { fields.route = .fallback(others, on: codes) }
        self.init(fields)
    }

    var json: JSON {
        var object: JSON.Object = ["model": .string(id.description)]
        Self.write(temperature, "temperature", JSON.double, into: &object)
        Self.write(topP, "top_p", JSON.double, into: &object)
        Self.write(maxTokens, "max_tokens", { .int(Int64($0)) }, into: &object)
        let extra = JSON.Object(
            extra.filter { !Redaction.isSecretName($0.key) || $0.value.stringValue?.hasPrefix("env:") == true }
                .map { ($0.key, $0.value) }
        )
        if !extra.isEmpty { object["extra"] = .object(extra) }
        if let reference = apiKey?.reference { object["api_key"] = .string("env:\(reference)") }
        if let baseURL { object["api_base"] = .string(Redaction.url(baseURL)) }
        let shown = headers.filter { !Redaction.isSecretHeader($0.key) }.sorted { $0.key < $1.key }
        if !shown.isEmpty { object["headers"] = .object(JSON.Object(shown.map { ($0.key, .string($0.value)) })) }
        if let total = timeout?.total { object["timeout"] = .double(total / .seconds(1)) }
        if let retry { object["retries"] = .int(Int64(retry.count)) }
        if let dropUnsupported { object["drop_unsupported"] = .bool(dropUnsupported) }
        if case .fallback(let others, let codes) = route {
            object["fallback"] = .array(others.map(\.json))
            if codes != Model.defaultFallbackCodes {
                object["fallback_on"] = .array(codes.map(\.rawValue).sorted().map(JSON.string))
            }
        }
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
