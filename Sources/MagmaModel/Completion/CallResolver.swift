/// Decides everything about a call: call override over handle over environment over built-in default.
struct CallResolver: Sendable {
    var environment: Environment
    var defaults: CallDefaults
    var catalog: ProviderCatalog

    /// A call and where it goes.
    struct Resolved: Sendable {
        var call: Call
        var url: String
        var key: String?
        var headers: HeaderFields
        var timeouts: Timeouts
        var retry: RetryPolicy
        var wire: any WireProtocol
    }

    /// Throws `.configuration` for an unknown provider or a malformed extra, `.invalidRequest` for values out of range.
    /// `model` is a single one; a route is taken apart before.
    func resolve(_ model: Model, _ messages: [Message], streaming: Bool) throws(ModelError) -> Resolved {
        guard !model.id.isAlias else {
            throw ModelError(.configuration, "No aliases are defined, so \"\(model.id)\" names no model.")
        }
        let provider = try catalog.provider(model.id.provider)
        if let reason = provider.retired {
            throw ModelError(.configuration, "\(provider.name) cannot be called any more: \(reason)")
        }
        guard !messages.isEmpty else { throw ModelError(.invalidRequest, "There are no messages to send.") }
        guard let wire = provider.wire.implementation else {
            throw ModelError(
                .configuration,
                "The provider \"\(provider.id)\" speaks \"\(provider.wire)\", which is no wire protocol that is known here."
            )
        }
        var extra = CallExtra(defaults.extra, model.extra, provider: provider)
        var call = Call(
            provider: provider,
            modelName: model.id.name,
            messages: messages,
            isStreaming: streaming,
            temperatureIsExplicit: true,
            options: [:],
            extraBody: [:],
            dropUnsupported: false,
            rules: .rules(provider: provider.id, model: model.id.name),
            modelID: model.id
        )
        let temperature = model.temperature.or(try extra.number("temperature")).or(defaults.temperature)
        call.temperature = temperature.value
        if temperature == .unset {
            call.temperature = CallDefaults.builtInTemperature
            call.temperatureIsExplicit = false
        }
        call.topP = model.topP.or(try extra.number("top_p")).or(defaults.topP).value
        call.maxTokens =
            model.maxTokens.or(try extra.count("max_completion_tokens")).or(try extra.count("max_tokens"))
            .or(defaults.maxTokens).value
        try Self.checkRanges(call)

        let extraKey = try extra.key(environment: environment)
        let key = if let extraKey { extraKey } else { try keyOf(model, provider) }
        let base = try baseURL(model, &extra, provider)
        var headers = HeaderFields(provider.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        for (name, value) in model.headers.sorted(by: { $0.key < $1.key }) { headers[name] = value }
        for (name, value) in try extra.headers() { headers[name] = value }
        let timeouts = try timeouts(model, &extra)
        let retry = try retry(model, &extra)
        let drops = (try extra.flag("drop_unsupported"), try extra.flag("drop_params"))
        call.dropUnsupported = model.dropUnsupported ?? drops.0 ?? drops.1 ?? false
        call.extraBody = try extra.body()
        call.options = try extra.rest()
        return Resolved(
            call: call,
            url: try EndpointURL.url(provider: provider, base: base, wire: wire),
            key: key,
            headers: headers,
            timeouts: timeouts,
            retry: retry,
            wire: wire
        )
    }

    private static func checkRanges(_ call: Call) throws(ModelError) {
        if let temperature = call.temperature, !temperature.isFinite || temperature < 0 {
            throw ModelError(.invalidRequest, "The temperature \(temperature) is not a number from 0 up.")
        }
        if let topP = call.topP, !(topP >= 0 && topP <= 1) {
            throw ModelError(.invalidRequest, "top_p is \(topP); it must lie between 0 and 1.")
        }
        if let maxTokens = call.maxTokens, maxTokens < 0 {
            throw ModelError(.invalidRequest, "max_tokens is \(maxTokens); it must not be negative.")
        }
    }

    private func keyOf(_ model: Model, _ provider: Provider) throws(ModelError) -> String? {
        guard let secret = model.apiKey else { return environment.first(of: provider.credential.variables)?.value }
        guard let key = secret.reveal({ environment[$0] }) else {
            throw ModelError(
                .authentication,
                "The key refers to the environment variable \(secret.reference ?? ""), which is not set."
            )
        }
        return key
    }

    private func baseURL(
        _ model: Model,
        _ extra: inout CallExtra,
        _ provider: Provider
    ) throws(ModelError) -> String? {
        let said = (try extra.text("api_base"), try extra.text("base_url"))
        if let base = model.baseURL ?? said.0 ?? said.1 { return base }
        return try environmentBase(provider)
    }

    /// The base URL that the environment gives, or the row's own with its `{NAME}` places filled in.
    func environmentBase(_ provider: Provider) throws(ModelError) -> String? {
        if let base = environment.first(of: provider.baseURLVariables)?.value { return base }
        guard var base = provider.baseURL else { return nil }
        while let open = base.firstIndex(of: "{"), let close = base[open...].firstIndex(of: "}") {
            let name = String(base[base.index(after: open)..<close])
            guard let value = environment[name], !value.isEmpty else {
                throw ModelError(
                    .configuration, "\(provider.name) needs the environment variable \(name), or a base URL.")
            }
            base.replaceSubrange(open...close, with: value)
        }
        return base
    }

    private func timeouts(_ model: Model, _ extra: inout CallExtra) throws(ModelError) -> Timeouts {
        var timeouts = model.timeout ?? Timeouts()
        let said = try extra.number("timeout").value
        if timeouts.total == nil, let seconds = said ?? (model.timeout == nil ? defaults.timeout : nil) {
            guard let limit = Timeouts.limit(seconds: seconds) else {
                throw ModelError(.invalidRequest, "The timeout \(seconds) is not a number of seconds above 0.")
            }
            timeouts.total = limit
        }
        return timeouts
    }

    private func retry(_ model: Model, _ extra: inout CallExtra) throws(ModelError) -> RetryPolicy {
        let said = try extra.count("num_retries").or(try extra.count("max_retries")).value
        if let retry = model.retry { return retry }
        guard let count = said ?? defaults.retries else { return RetryPolicy() }
        return RetryPolicy(count: max(0, count))
    }
}
