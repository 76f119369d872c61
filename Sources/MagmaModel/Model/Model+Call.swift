extension Model {
    /// Asks the model and waits for the whole answer. Settings given here hold for this call.
    ///
    /// Throws ``ModelError``; nothing else.
    public func callAsFunction(
        _ messages: [Message],
        temperature: (any NumberSetting)? = Setting<Double>.unset,
        topP: (any NumberSetting)? = Setting<Double>.unset,
        maxTokens: (any CountSetting)? = Setting<Int>.unset,
        extra: JSON.Object = [:],
        timeout: Timeouts? = nil,
        retry: RetryPolicy? = nil
    ) async throws(ModelError) -> Generation {
        let model = overridden(temperature, topP, maxTokens, extra, timeout, retry)
        return try await Dispatcher.current.complete(model, messages)
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
        timeout: Timeouts? = nil,
        retry: RetryPolicy? = nil
    ) -> GenerationStream {
        let model = overridden(temperature, topP, maxTokens, extra, timeout, retry)
        return GenerationStream(model: model, messages: messages, dispatcher: .current)
    }

    private func overridden(
        _ temperature: (any NumberSetting)?,
        _ topP: (any NumberSetting)?,
        _ maxTokens: (any CountSetting)?,
        _ extra: JSON.Object,
        _ timeout: Timeouts?,
        _ retry: RetryPolicy?
    ) -> Model {
        let overrides = Overrides(
            temperature: temperature.setting,
            topP: topP.setting,
            maxTokens: maxTokens.setting,
            extra: extra,
            timeout: timeout,
            retry: retry
        )
        return overrides.isEmpty ? self : with(overrides)
    }
}

extension Model.Overrides {
    var isEmpty: Bool {
        temperature == .unset && topP == .unset && maxTokens == .unset && extra.isEmpty && timeout == nil
            && retry == nil
    }
}
