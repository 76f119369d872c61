/// One call with everything decided: handle, overrides, environment and built-in defaults are resolved.
struct Call: Sendable {
    private var shared: Boxed<CallSettings>
    var messages: [Message]
    /// Whether the answer is wanted event by event.
    var isStreaming: Bool

    init(_ settings: Boxed<CallSettings>, messages: [Message], isStreaming: Bool) {
        shared = settings
        self.messages = messages
        self.isStreaming = isStreaming
    }

    /// All but what is said: many calls share it.
    var settings: CallSettings {
        _read { yield shared.value }
        set { shared = Boxed(newValue) }
    }

    /// The provider that is asked.
    var provider: Provider {
        _read { yield shared.value.row.provider }
    }

    var row: ProviderRow { shared.value.row }
    var modelName: String { shared.value.modelName }
    var modelID: ModelID { shared.value.modelID }
    var override: Boxed<Capabilities>? { shared.value.override }
    var rules: ModelRules { _read { yield shared.value.rules } }
    var temperature: Double? { shared.value.temperature }
    var temperatureIsExplicit: Bool { shared.value.temperatureIsExplicit }
    var topP: Double? { shared.value.topP }
    var maxTokens: Int? { shared.value.maxTokens }
    var options: JSON.Object {
        _read { yield shared.value.options }
        set { settings.options = newValue }
    }
    var extraBody: JSON.Object { _read { yield shared.value.extraBody } }
    var dropUnsupported: Bool { shared.value.dropUnsupported }
}

/// What is decided of a call whatever it says.
struct CallSettings: Sendable {
    /// The row of the provider that is asked.
    var row: ProviderRow
    /// What the provider calls the model.
    var modelName: String

    /// `nil`: none is sent.
    var temperature: Double?
    /// Whether somebody said the temperature (a call, a handle or the environment), or it is only the built-in default.
    var temperatureIsExplicit: Bool
    var topP: Double?
    var maxTokens: Int?

    /// `extra` without what the dispatcher itself acts on: OpenAI's parameter names, which a wire protocol translates
    /// (`tools`, `tool_choice`, `response_format`, `stop`, `seed`, `reasoning_effort`, …), and unknown keys, which go
    /// into the body untouched. A `null` stands for "not said".
    var options: JSON.Object
    /// LiteLLM's `extra_body`: merged over the body, whatever is there.
    var extraBody: JSON.Object
    /// `extra["drop_params"]`, `["drop_unsupported"]` or the handle's own switch.
    var dropUnsupported: Bool
    /// What is known of the model.
    var rules: ModelRules
    /// What its handle says of it.
    var override: Boxed<Capabilities>?

    /// The id in `provider/name` form, for messages and attempts.
    var modelID: ModelID
}
