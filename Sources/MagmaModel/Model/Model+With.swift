extension Model {
    /// The same handle with other settings; what is left out stays. `extra` and `headers` are merged, the new ones win.
    ///
    /// On a handle with fallbacks the change applies to every member; a key and a base URL only to those of this handle's
    /// own provider, since they are meant for no other.
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
        dropUnsupported: Bool? = nil
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
                dropUnsupported: dropUnsupported
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
        if case .fallback(let others, let codes) = route {
            let members = others.map {
                $0.with($0.id.provider == id.provider ? overrides : overrides.withoutEndpoint)
            }
            fields.route = .fallback(members, on: codes)
        }
        return Model(fields)
    }
}

extension Model.Overrides {
    /// Without what is meant for one provider alone: key, base URL and headers that hold secrets.
    fileprivate var withoutEndpoint: Model.Overrides {
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
