/// Decides everything about a call: call override over handle over environment over built-in default.
final class CallResolver: Sendable {
    let environment: Environment
    let defaults: CallDefaults
    let catalog: ProviderCatalog
    let registry: Registry
    private let endpoints = EndpointCache()
    let rateLimits = RateLimitBook()
    /// Tells its plans from those of others.
    private let owner = CallPlan.Owner()

    init(environment: Environment, defaults: CallDefaults, catalog: ProviderCatalog, registry: Registry) {
        self.environment = environment
        self.defaults = defaults
        self.catalog = catalog
        self.registry = registry
    }

    /// A call and where it goes.
    struct Resolved: Sendable {
        let plan: CallPlan
        let call: Call

        var url: String { plan.url }
        var timeouts: Timeouts { plan.timeouts }
        var retry: RetryPolicy { plan.retry }
        var wire: any WireProtocol { plan.wire }
    }

    /// Throws `.configuration` for an unknown provider or a malformed extra, `.invalidRequest` for values out of range.
    /// `model` is a single one; a route is taken apart before.
    func resolve(
        _ model: Model,
        _ messages: [Message],
        streaming: Bool,
        task: CallTask = .chat
    ) throws(ModelError) -> Resolved {
        let plan: CallPlan
        if case .chat = task, let known = model.plans.plan(of: owner, streaming: streaming) {
            plan = known
        } else {
            plan = try self.plan(model, streaming: streaming, task)
            if case .chat = task { model.plans.keep(plan, streaming: streaming) }
        }
        guard !messages.isEmpty else { throw ModelError(.invalidRequest, "There are no messages to send.") }
        return Resolved(plan: plan, call: Call(plan.settings, messages: messages, isStreaming: streaming))
    }

    private func plan(_ model: Model, streaming: Bool, _ task: CallTask) throws(ModelError) -> CallPlan {
        guard !model.id.isAlias else {
            throw ModelError(.configuration, "No aliases are defined, so \"\(model.id)\" names no model.")
        }
        var extra = CallExtra(defaults.extra, model.extra)
        let (row, fullName) = try serving(model, task, extra)
        let leading = row.leading(fullName)
        let name = leading?.name ?? fullName
        var provider: Provider { _read { yield row.provider } }
        if let reason = provider.retired {
            throw ModelError(.configuration, "\(provider.name) cannot be called any more: \(reason)")
        }
        guard let wire = row.wire else {
            throw ModelError(
                .configuration,
                "The provider \"\(provider.id)\" speaks \"\(provider.wire)\", which is no wire protocol that is known here."
            )
        }
        var call = CallSettings(
            row: row,
            modelName: name,
            temperatureIsExplicit: true,
            options: [:],
            extraBody: [:],
            dropUnsupported: false,
            rules: .rules(provider: provider.id, model: name),
            modelID: model.id
        )
        if let override = model.override {
            call.override = override
            call.rules.take(override.value)
        }
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

        let cloud = extra.cloudOptions(provider.credential.tokens)
        let extraKey = try extra.key(of: row, environment)
        let key = try key(model, extraKey, cloud, provider.credential)
        let said = try saidBase(model, &extra, cloud, row)
        let places = try provider.places.isEmpty ? [:] : placeValues(row, said, leading, cloud, &extra)
        let base = said == nil ? try rowBase(row, places) : said
        var headers: HeaderFields = [:]
        for fields in [provider.headers, model.headers] where !fields.isEmpty {
            for (name, value) in fields.sorted(by: { $0.key < $1.key }) { headers[name] = value }
        }
        for (name, value) in try extra.headers() { headers[name] = value }
        let timeouts = try timeouts(model, &extra)
        let retry = try retry(model, &extra)
        let drops = (try extra.flag("drop_unsupported"), try extra.flag("drop_params"))
        call.dropUnsupported = model.dropUnsupported ?? drops.0 ?? drops.1 ?? false
        call.extraBody = try extra.body()
        call.options = try extra.rest()
        if !provider.bodyPlaces.isEmpty { try sayPlaces(of: provider, task, &call) }
        var path = streaming ? row.streamPath : row.path
        // What depends on a place may name the model.
        if !places.isEmpty { path = PathTemplate(path.filled(model: nil, places: places)) }
        let endpoint = try endpoints.endpoint(
            row, base: base, wire: wire, path: path.filled(model: name, places: [:]))
        if endpoint.row !== row {
            // That tools are taken at another endpoint only is so at the provider's own host.
            call.rules.refusesToolsWhileReasoning = false
            call.row = endpoint.row
        }
        return CallPlan(
            owner: owner,
            settings: call,
            url: endpoint.url,
            key: key.text,
            tokenWord: key.tokenWord,
            cloud: cloud,
            places: places,
            headers: headers,
            timeouts: timeouts,
            retry: retry,
            wire: wire,
            registry: registry,
            lastRateLimits: rateLimits.place(of: model)
        )
    }

    private static func checkRanges(_ call: CallSettings) throws(ModelError) {
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

    func handleKey(_ model: Model) throws(ModelError) -> String? {
        guard let secret = model.apiKey else { return nil }
        guard let key = secret.reveal({ environment[$0] }) else {
            throw ModelError(
                .authentication,
                "The key refers to the environment variable \(secret.reference ?? ""), which is not set."
            )
        }
        return key
    }

    /// The base URL that somebody gives.
    func saidBase(
        _ model: Model,
        _ extra: inout CallExtra,
        _ cloud: JSON.Object,
        _ row: ProviderRow
    ) throws(ModelError) -> String? {
        let said = (try extra.text("api_base"), try extra.text("base_url"))
        if let base = model.baseURL ?? said.0 ?? said.1 { return base }
        for key in row.provider.baseURLKeys {
            let text = try extra.text(key)
            if let base = cloud[key]?.stringValue ?? text { return base }
        }
        return environment.first(of: row.provider.baseURLVariables)?.value
    }

    /// The base URL that the environment gives, or the row's own with its `{NAME}` places filled in.
    func environmentBase(_ row: ProviderRow) throws(ModelError) -> String? {
        if let base = environment.first(of: row.provider.baseURLVariables)?.value { return base }
        return try rowBase(row, [:])
    }

    private func rowBase(_ row: ProviderRow, _ places: [String: String]) throws(ModelError) -> String? {
        guard let own = row.base, own.hasMarks else { return row.base?.template }
        var base = own.filled(model: "", places: places)
        // What the credential may say stays open until there is one.
        let open = row.provider.places.filter { $0.comesWithCredential && places[$0.name] == nil }.map(\.name)
        var done = base.startIndex
        while let start = base[done...].firstIndex(of: "{"), let close = base[start...].firstIndex(of: "}") {
            let name = String(base[base.index(after: start)..<close])
            if open.contains(String(name.prefix { $0 != "." })) {
                done = base.index(after: close)
                continue
            }
            guard let value = environment[name], !value.isEmpty else {
                throw ModelError(
                    .configuration, "\(row.provider.name) needs the environment variable \(name), or a base URL.")
            }
            // Hosts are often given with their scheme.
            let host = value.firstRange(of: "://").map { value[$0.upperBound...] } ?? value[...]
            base.replaceSubrange(start...close, with: host.hasSuffix("/") ? host.dropLast() : host)
        }
        return base
    }

    func timeouts(_ model: Model, _ extra: inout CallExtra) throws(ModelError) -> Timeouts {
        var timeouts = model.timeout ?? Timeouts()
        let said = try extra.number("timeout")
        guard timeouts.total == nil else { return timeouts }
        switch said {
        case .value(let seconds):
            guard let total = Duration(limitInSeconds: seconds) else {
                throw ModelError(.invalidRequest, "The timeout \(seconds) is not a number of seconds above 0.")
            }
            timeouts.total = total
        case .unset where model.timeout == nil: timeouts.total = defaults.timeout
        case .unset, .providerDefault: break
        }
        return timeouts
    }

    func retry(_ model: Model, _ extra: inout CallExtra) throws(ModelError) -> RetryPolicy {
        let said = try extra.count("num_retries").or(try extra.count("max_retries")).value
        if let retry = model.retry { return retry }
        guard let count = said ?? defaults.retries else { return RetryPolicy() }
        return RetryPolicy(count: max(0, count))
    }
}
