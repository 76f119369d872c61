extension Model {
    /// The same handle with other settings; what is left out stays. `extra` and `headers` are merged, the new ones win.
    ///
    /// On a handle with fallbacks the change applies to every member.
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
        fields.temperature = overrides.temperature.or(temperature)
        fields.topP = overrides.topP.or(topP)
        fields.maxTokens = overrides.maxTokens.or(maxTokens)
        if !overrides.extra.isEmpty { fields.extra.merge(overrides.extra) }
        fields.apiKey = overrides.apiKey ?? apiKey
        fields.baseURL = overrides.baseURL ?? baseURL
        if !overrides.headers.isEmpty { fields.headers.merge(overrides.headers) { $1 } }
        fields.timeout = overrides.timeout ?? timeout
        fields.retry = overrides.retry ?? retry
        fields.dropUnsupported = overrides.dropUnsupported ?? dropUnsupported
        if case .fallback(let others, let codes) = route {
            fields.route = .fallback(others.map { $0.with(overrides) }, on: codes)
        }
        return Model(fields)
    }
}
