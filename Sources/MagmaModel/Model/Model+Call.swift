extension Model {
    /// Asks the model and waits for the whole answer. Settings given here hold for this call, as if by `with`.
    ///
    /// Throws ``ModelError``; nothing else.
    public func callAsFunction(
        _ messages: [Message],
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
        capabilities: Capabilities? = nil
    ) async throws(ModelError) -> Generation {
        let overrides = Overrides(
            temperature: temperature.setting, topP: topP.setting, maxTokens: maxTokens.setting, extra: extra,
            apiKey: apiKey.map(Secret.init), baseURL: baseURL, headers: headers, timeout: timeout, retry: retry,
            dropUnsupported: dropUnsupported, override: capabilities.map(Boxed.init))
        return try await Dispatcher.current.complete(overridden(overrides), messages)
    }

    /// Asks the model for the answer piece by piece. The request is sent when the stream is first read.
    ///
    /// Errors are thrown by the stream, as ``ModelError``.
    public func stream(
        _ messages: [Message],
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
        capabilities: Capabilities? = nil
    ) -> GenerationStream {
        let overrides = Overrides(
            temperature: temperature.setting, topP: topP.setting, maxTokens: maxTokens.setting, extra: extra,
            apiKey: apiKey.map(Secret.init), baseURL: baseURL, headers: headers, timeout: timeout, retry: retry,
            dropUnsupported: dropUnsupported, override: capabilities.map(Boxed.init))
        return GenerationStream(model: overridden(overrides), messages: messages, dispatcher: .current)
    }
}

extension Model {
    /// The handle for one call; itself where the call says nothing of its own.
    func overridden(_ overrides: Overrides) -> Model { overrides.isEmpty ? self : with(overrides) }
}

extension Model.Overrides {
    fileprivate var isEmpty: Bool {
        temperature == .unset && topP == .unset && maxTokens == .unset && extra.isEmpty && apiKey == nil
            && baseURL == nil && headers.isEmpty && timeout == nil && retry == nil && dropUnsupported == nil
            && override == nil
    }
}
