@testable import MagmaModel

extension Call {
    /// A call of which only what is said is decided.
    init(
        row: ProviderRow,
        modelName: String,
        messages: [Message],
        isStreaming: Bool,
        temperature: Double?,
        temperatureIsExplicit: Bool,
        topP: Double? = nil,
        maxTokens: Int? = nil,
        options: JSON.Object,
        extraBody: JSON.Object,
        dropUnsupported: Bool,
        rules: ModelRules,
        modelID: ModelID
    ) {
        let settings = CallSettings(
            row: row, modelName: modelName, temperature: temperature, temperatureIsExplicit: temperatureIsExplicit,
            topP: topP, maxTokens: maxTokens, options: options, extraBody: extraBody, dropUnsupported: dropUnsupported,
            rules: rules, modelID: modelID)
        self.init(Boxed(settings), messages: messages, isStreaming: isStreaming)
    }
}
