/// A tool the model asks the caller to run.
public struct ToolCall: Sendable, Hashable {
    /// What the result must refer to. Empty where the provider gives none.
    public var id: String
    /// The name of the tool.
    public var name: String
    /// The arguments as the model wrote them: JSON text as a rule. It may be empty (no arguments), or cut off where the
    /// output limit was reached, or free text for a `custom` tool.
    public var arguments: String
    /// `function`, or `custom` for OpenAI's tools that take free text.
    public var type: String
    /// Members the provider wants back with the call (Gemini's `extra_content` at OpenAI-compatible endpoints).
    public var extra: JSON.Object

    /// A call of a tool.
    public init(
        id: String = "",
        name: String,
        arguments: String = "",
        type: String = "function",
        extra: JSON.Object = [:]
    ) {
        self.id = id
        self.name = name
        self.arguments = arguments
        self.type = type
        self.extra = extra
    }

    /// The arguments as a JSON value: `{}` where there are none, `nil` where the text is not JSON.
    public var parsedArguments: JSON? {
        if arguments.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) { return .object([:]) }
        guard let value = try? JSON(parsing: arguments) else { return nil }
        return value.isNull ? .object([:]) : value
    }
}

/// What a tool answered.
public struct ToolResult: Sendable, Hashable {
    /// The id of the call.
    public var callID: String
    /// Text and images, as a rule.
    public var parts: [Part]
    /// Whether the tool failed.
    public var isError: Bool
    /// A request to cache the prompt up to here.
    public var cache: CacheHint?

    /// The result of a call.
    public init(callID: String, parts: [Part], isError: Bool = false, cache: CacheHint? = nil) {
        self.callID = callID
        self.parts = parts
        self.isError = isError
        self.cache = cache
    }
}
