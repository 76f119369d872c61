/// One call with everything decided: handle, overrides, environment and built-in defaults are resolved.
struct Call: Sendable {
    /// The row of the provider that is asked.
    var row: ProviderRow
    /// What the provider calls the model.
    var modelName: String
    var messages: [Message]
    /// Whether the answer is wanted event by event.
    var isStreaming: Bool

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

    /// The provider that is asked.
    var provider: Provider {
        _read { yield row.provider }
    }
}
