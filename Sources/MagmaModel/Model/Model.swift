/// A handle for a large language model: which one, how to sample from it, and what its provider needs besides.
///
/// A value: it holds no connection and no state, knows nothing of prompts or tools, and is called like a function.
///
/// ```swift
/// let gpt4o = Model("openai/gpt-4o", temperature: 0.7)
/// let answer = try await gpt4o([["role": "user", "content": "Say hi!"]])
/// ```
public struct Model: Sendable, Hashable {
    /// Which model, and where.
    public let id: ModelID
    /// From 0 to 2 as a rule. Unset: `MAGMA_MODEL_DEFAULT_TEMPERATURE`, else 0.
    public let temperature: Setting<Double>
    /// From 0 to 1. Unset: `MAGMA_MODEL_DEFAULT_TOP_P`, else the provider's default.
    public let topP: Setting<Double>
    /// The most tokens to write. Unset: `MAGMA_MODEL_DEFAULT_MAX_TOKENS`, else the provider's default.
    public let maxTokens: Setting<Int>
    /// Everything else, with LiteLLM's meaning: OpenAI's parameter names are translated to the provider's form,
    /// `api_key`, `<provider>_api_key`, `api_base`, `timeout`, `extra_headers`, `extra_body` and `drop_params` act as
    /// they do there, and unknown keys go into the request's body untouched.
    public let extra: JSON.Object
    /// `nil`: from `extra`, else from the provider's environment variables.
    public let apiKey: Secret?
    /// `nil`: from `extra`, the environment, or the provider's row.
    public let baseURL: String?
    /// Sent with each request, over the provider's own.
    public let headers: [String: String]
    /// `nil`: the defaults of ``Timeouts``, with `MAGMA_MODEL_DEFAULT_TIMEOUT` for the total.
    public let timeout: Timeouts?
    /// `nil`: the defaults of ``RetryPolicy``, with `MAGMA_MODEL_DEFAULT_RETRIES` for the count.
    public let retry: RetryPolicy?
    /// Whether what a model cannot take is left out with a warning instead of refused. `nil`: as `extra` says, else no.
    public let dropUnsupported: Bool?
    /// What is said of the model over what the registry knows of it: limits, abilities, prices.
    public var capabilitiesOverride: Capabilities? { override?.value }
    let override: Boxed<Capabilities>?
    /// How much the deployment is asked at most. `nil`: as much as is called.
    public var limits: Limits? { boxedLimits?.value }
    let boxedLimits: Boxed<Limits>?
    /// What is called: this model alone, or others too.
    public let route: Route

    /// A handle for a model named by a literal, which is checked for its syntax (``ModelID``).
    ///
    /// A number left out is inherited, `nil` means the provider's default.
    public init(
        _ id: ModelID,
        temperature: (any NumberSetting)? = Setting<Double>.unset,
        topP: (any NumberSetting)? = Setting<Double>.unset,
        maxTokens: (any CountSetting)? = Setting<Int>.unset,
        extra: JSON.Object = [:],
        apiKey: String? = nil,
        baseURL: String? = nil,
        headers: [String: String] = [:],
        timeout: Timeouts? = nil,
        retry: RetryPolicy? = nil,
        dropUnsupported: Bool? = nil,
        capabilities: Capabilities? = nil,
        limits: Limits? = nil
    ) {
        self.init(
            Fields(
                id: id,
                temperature: temperature.setting,
                topP: topP.setting,
                maxTokens: maxTokens.setting,
                extra: extra,
                apiKey: apiKey.map(Secret.init),
                baseURL: baseURL,
                headers: headers,
                timeout: timeout,
                retry: retry,
                dropUnsupported: dropUnsupported,
                override: capabilities.map(Boxed.init),
                limits: limits.map(Boxed.init),
                route: .single
            )
        )
    }

    /// The same fields, to be changed on the way to another value.
    struct Fields {
        var id: ModelID
        var temperature: Setting<Double> = .unset
        var topP: Setting<Double> = .unset
        var maxTokens: Setting<Int> = .unset
        var extra: JSON.Object = [:]
        var apiKey: Secret?
        var baseURL: String?
        var headers: [String: String] = [:]
        var timeout: Timeouts?
        var retry: RetryPolicy?
        var dropUnsupported: Bool?
        var override: Boxed<Capabilities>?
        var limits: Boxed<Limits>?
        var route: Route = .single
    }

    var fields: Fields {
        Fields(
            id: id,
            temperature: temperature,
            topP: topP,
            maxTokens: maxTokens,
            extra: extra,
            apiKey: apiKey,
            baseURL: baseURL,
            headers: headers,
            timeout: timeout,
            retry: retry,
            dropUnsupported: dropUnsupported,
            override: override,
            limits: boxedLimits,
            route: route
        )
    }

    init(_ fields: Fields) {
        id = fields.id
        temperature = fields.temperature
        topP = fields.topP
        maxTokens = fields.maxTokens
        extra = fields.extra
        apiKey = fields.apiKey
        baseURL = fields.baseURL
        headers = fields.headers
        timeout = fields.timeout
        retry = fields.retry
        dropUnsupported = fields.dropUnsupported
        override = fields.override
        boxedLimits = fields.limits
        route = fields.route
    }
}

extension Model {
    /// By what is called and how it samples, never by a key or anything else that may hold a secret.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(temperature)
        hasher.combine(topP)
        hasher.combine(maxTokens)
        hasher.combine(route)
    }
}

extension Model: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The id and what is set; no secrets.
    public var description: String {
        var items = ["\"\(id)\""]
        if let value = Self.text(temperature) { items.append("temperature: \(value)") }
        if let value = Self.text(topP) { items.append("topP: \(value)") }
        if let value = Self.text(maxTokens) { items.append("maxTokens: \(value)") }
        if !extra.isEmpty { items.append("extra: \(JSON.object(Redaction.members(extra)).serialized())") }
        if apiKey != nil { items.append("apiKey: ***") }
        if let baseURL { items.append("baseURL: \"\(Redaction.url(baseURL))\"") }
        if !headers.isEmpty {
            let fields = headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            let shown = Redaction.headers(HeaderFields(fields)).map { "\"\($0.name)\": \"\($0.value)\"" }
            items.append("headers: [\(shown.joined(separator: ", "))]")
        }
        if let timeout { items.append("timeout: \(timeout.json.serialized())") }
        if let retry { items.append("retry: \(retry.json.serialized())") }
        if let dropUnsupported { items.append("dropUnsupported: \(dropUnsupported)") }
        if let override { items.append("capabilities: \(override.value.json.serialized())") }
        if let limits { items.append("limits: \(limits.json.serialized())") }
        items += route.descriptions
        return "Model(\(items.joined(separator: ", ")))"
    }

    /// The same as ``description``.
    public var debugDescription: String { description }
    /// The id alone, so that `dump` shows no secrets.
    public var customMirror: Mirror { Mirror(self, children: ["id": id.description]) }

    private static func text<Value>(_ setting: Setting<Value>) -> String? {
        switch setting {
        case .unset: nil
        case .providerDefault: "nil"
        case .value(let value): "\(value)"
        }
    }
}
