/// A handle for a large language model: which one, how to sample from it, and what its provider needs besides.
///
/// A value: it holds no connection and no state, knows nothing of prompts or tools, and is called like a function.
///
/// ```swift
/// let gpt4o = Model("openai/gpt-4o", temperature: 0.7)
/// let answer = try await gpt4o([["role": "user", "content": "Say hi!"]])
/// ```
public struct Model: Sendable, Hashable {
    /// All of it behind one reference: a handle is passed along with every call.
    private let storage: Storage

    /// Which model, and where.
    public var id: ModelID { storage.fields.id }
    /// From 0 to 2 as a rule. Unset: `MAGMA_MODEL_DEFAULT_TEMPERATURE`, else 0.
    public var temperature: Setting<Double> { storage.fields.temperature }
    /// From 0 to 1. Unset: `MAGMA_MODEL_DEFAULT_TOP_P`, else the provider's default.
    public var topP: Setting<Double> { storage.fields.topP }
    /// The most tokens to write. Unset: `MAGMA_MODEL_DEFAULT_MAX_TOKENS`, else the provider's default.
    public var maxTokens: Setting<Int> { storage.fields.maxTokens }
    /// Everything else, with LiteLLM's meaning: OpenAI's parameter names are translated to the provider's form,
    /// `api_key`, `<provider>_api_key`, `api_base`, `timeout`, `extra_headers`, `extra_body` and `drop_params` act as
    /// they do there, and unknown keys go into the request's body untouched.
    public var extra: JSON.Object { storage.fields.extra }
    /// `nil`: from `extra`, else from the provider's environment variables.
    public var apiKey: Secret? { storage.fields.apiKey }
    /// `nil`: from `extra`, the environment, or the provider's row.
    public var baseURL: String? { storage.fields.baseURL }
    /// Sent with each request, over the provider's own.
    public var headers: [String: String] { storage.fields.headers }
    /// `nil`: the defaults of ``Timeouts``, with `MAGMA_MODEL_DEFAULT_TIMEOUT` for the total.
    public var timeout: Timeouts? { storage.fields.timeout }
    /// `nil`: the defaults of ``RetryPolicy``, with `MAGMA_MODEL_DEFAULT_RETRIES` for the count.
    public var retry: RetryPolicy? { storage.fields.retry }
    /// Whether what a model cannot take is left out with a warning instead of refused. `nil`: as `extra` says, else no.
    public var dropUnsupported: Bool? { storage.fields.dropUnsupported }
    /// What is said of the model over what the registry knows of it: limits, abilities, prices.
    public var capabilitiesOverride: Capabilities? { override?.value }
    var override: Boxed<Capabilities>? { storage.fields.override }
    /// How much the deployment is asked at most. `nil`: as much as is called.
    public var limits: Limits? { boxedLimits?.value }
    var boxedLimits: Boxed<Limits>? { storage.fields.limits }
    /// What is called: this model alone, or others too.
    public var route: Route { storage.fields.route }

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

    /// What a handle says, to be changed on the way to another one.
    struct Fields: Sendable, Hashable {
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

    private final class Storage: Sendable {
        let fields: Fields
        let plans = PlanMemory()

        init(_ fields: Fields) { self.fields = fields }
    }

    var fields: Fields { storage.fields }
    /// What its calls have been found to come to.
    var plans: PlanMemory { _read { yield storage.plans } }

    init(_ fields: Fields) { storage = Storage(fields) }

    /// By what they say, keys included.
    public static func == (a: Model, b: Model) -> Bool { a.storage === b.storage || a.fields == b.fields }
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
