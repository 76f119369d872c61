/// What the environment says of calls that say nothing themselves: `MAGMA_MODEL_DEFAULT_*`.
struct CallDefaults: Sendable {
    var temperature: Setting<Double> = .unset
    var topP: Setting<Double> = .unset
    var maxTokens: Setting<Int> = .unset
    /// For the whole call, in seconds.
    var timeout: Double?
    var retries: Int?
    var extra: JSON.Object = [:]

    /// The temperature of a call where neither it, nor the handle, nor the environment says one.
    static let builtInTemperature = 0.0

    init() {}

    /// Throws `.configuration`, naming the variable, for a value that cannot be read.
    init(_ environment: Environment) throws(ModelError) {
        temperature = try Self.setting("TEMPERATURE", environment) { Double(finite: $0) }
        topP = try Self.setting("TOP_P", environment) { Double(finite: $0) }
        maxTokens = try Self.setting("MAX_TOKENS", environment) { Int($0) }
        timeout = try Self.setting("TIMEOUT", environment) { text in
            Double(text).flatMap { Timeouts.limit(seconds: $0) == nil ? nil : $0 }
        }.value
        retries = try Self.setting("RETRIES", environment) { Int($0).flatMap { $0 >= 0 ? $0 : nil } }.value
        extra =
            try Self.setting("EXTRA", environment) { (try? JSON(parsing: $0))?.objectValue }.value ?? [:]
    }

    private static func setting<Value>(
        _ suffix: String,
        _ environment: Environment,
        _ parse: (String) -> Value?
    ) throws(ModelError) -> Setting<Value> {
        let name = "MAGMA_MODEL_DEFAULT_\(suffix)"
        guard let text = environment[name], !text.isEmpty else { return .unset }
        if text == "none" { return .providerDefault }
        guard let value = parse(text) else {
            throw ModelError(
                .configuration,
                "The environment variable \(name) cannot be read: \(suffix == "EXTRA" ? "it is no JSON object" : "\"\(text.prefix(40))\" is no such number")."
            )
        }
        return .value(value)
    }
}
