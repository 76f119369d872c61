extension Model {
    /// The same handle with other settings; what is left out stays. `extra` and `headers` are merged, the new ones win.
    ///
    /// On a handle with fallbacks or a pool the change applies to every member; a key and a base URL only to those of this
    /// handle's own provider, since they are meant for no other. A pool whose members are of several providers has none: its
    /// calls throw `.configuration` where a key or base URL is given to it.
    public func with(
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
    ) -> Model {
        with(
            Overrides(
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
                limits: limits.map(Boxed.init)
            )
        )
    }

    /// What a call or `with` changes.
    struct Overrides {
        var temperature: Setting<Double>
        var topP: Setting<Double>
        var maxTokens: Setting<Int>
        var extra: JSON.Object
        var apiKey: Secret?
        var baseURL: String?
        var headers: [String: String] = [:]
        var timeout: Timeouts?
        var retry: RetryPolicy?
        var dropUnsupported: Bool?
        var override: Boxed<Capabilities>?
        /// Never those of one call: they hold for all calls of a deployment.
        var limits: Boxed<Limits>?
    }

    /// The same handle for another model of the provider.
    package func with(id: ModelID) -> Model {
        var fields = fields
        fields.id = id
        return Model(fields)
    }

    func with(_ overrides: Overrides) -> Model {
        var fields = fields
        fields.clear(saidBy: overrides.extra)
        fields.temperature = overrides.temperature.or(fields.temperature)
        fields.topP = overrides.topP.or(fields.topP)
        fields.maxTokens = overrides.maxTokens.or(fields.maxTokens)
        if !overrides.extra.isEmpty { fields.extra.merge(overrides.extra) }
        fields.apiKey = overrides.apiKey ?? fields.apiKey
        fields.baseURL = overrides.baseURL ?? fields.baseURL
        if !overrides.headers.isEmpty { fields.headers.merge(overrides.headers) { $1 } }
        fields.timeout = overrides.timeout ?? fields.timeout
        fields.retry = overrides.retry ?? fields.retry
        fields.dropUnsupported = overrides.dropUnsupported ?? fields.dropUnsupported
        if let said = overrides.override {
            fields.override = fields.override.map { Boxed(said.value.over($0.value)) } ?? said
        }
        fields.limits = overrides.limits ?? fields.limits
        if route != .single {
            let own = ownProvider
            let others = overrides.withoutEndpoint
            fields.route = route.mapModels { $0.with(own != nil && $0.ownProvider == own ? overrides : others) }
        }
        return Model(fields)
    }

    /// The one provider that keys and base URLs given to the handle are meant for: its own, or that of all members of a pool;
    /// `nil` where there are several, or an alias hides it.
    var ownProvider: String? {
        guard let pool = route.pool else { return id.isAlias ? nil : id.provider }
        let providers = Set(pool.members.map(\.model.ownProvider))
        return providers.count == 1 ? providers.first ?? nil : nil
    }

    /// ``extra`` without what is meant for one provider alone.
    var sharedExtra: JSON.Object { Overrides(self).withoutEndpoint.extra }
}

extension Model.Overrides {
    /// All that a handle says.
    init(_ model: Model) {
        self.init(
            temperature: model.temperature, topP: model.topP, maxTokens: model.maxTokens, extra: model.extra,
            apiKey: model.apiKey, baseURL: model.baseURL, headers: model.headers, timeout: model.timeout,
            retry: model.retry, dropUnsupported: model.dropUnsupported, override: model.override,
            limits: model.boxedLimits)
    }
}

extension Model.Overrides {
    /// Without what is meant for one provider alone: key, base URL and headers that hold secrets.
    var withoutEndpoint: Model.Overrides {
        var copy = self
        copy.apiKey = nil
        copy.baseURL = nil
        copy.headers = headers.filter { !Redaction.isSecretHeader($0.key) }
        for name in ["api_key", "api_base", "base_url"] { copy.extra[name] = nil }
        for name in ["headers", "extra_headers"] {
            guard let fields = extra[name]?.objectValue else { continue }
            let kept = fields.filter { !Redaction.isSecretHeader($0.key) }.map { ($0.key, $0.value) }
            copy.extra[name] = .object(JSON.Object(kept))
        }
        return copy
    }
}

extension Model.Fields {
    /// Clears what is said anew under one of LiteLLM's names: of a handle's own setting and a later `extra`, the later
    /// one counts.
    fileprivate mutating func clear(saidBy later: JSON.Object) {
        guard !later.isEmpty else { return }
        func says(_ names: String...) -> Bool {
            guard names.contains(where: { later[$0] != nil }) else { return false }
            for name in names { extra[name] = nil }
            return true
        }
        if says("temperature") { temperature = .unset }
        if says("top_p") { topP = .unset }
        if says("max_completion_tokens", "max_tokens") { maxTokens = .unset }
        if says("timeout") { timeout?.total = nil }
        if says("num_retries", "max_retries") { retry = nil }
        if says("drop_unsupported", "drop_params") { dropUnsupported = nil }
        if says("api_base", "base_url") { baseURL = nil }
        if says("api_key") || later.contains(where: { $0.key == "\(id.provider)_api_key" }) { apiKey = nil }
    }
}
