/// A model's answer, in one shape for all providers.
public struct Generation: Sendable, Hashable {
    /// The provider's id of the answer; empty where it gives none.
    public var id: String
    /// The model as the provider names it in the answer; empty where it does not.
    public var model: String
    /// When the provider made the answer, in seconds since 1970; `nil` where it does not say.
    public var created: Int?
    /// All visible text.
    public var content: String
    /// Visible thinking; `nil` where there is none.
    public var reasoning: String?
    /// Why the model declined, where it did.
    public var refusal: String?
    /// The tools the caller is asked to run. Those a provider runs itself are in ``message`` as opaque parts.
    public var toolCalls: [ToolCall]
    /// Why the model stopped; `nil` where the provider did not say.
    public var finishReason: FinishReason?
    /// `nil` where the provider sent none.
    public var usage: Usage?
    /// `nil` where the price is not known; then ``costUnavailable`` says why.
    public var cost: Cost?
    /// Why there is no ``cost``.
    public var costUnavailable: String?
    /// What could not be sent as it was said.
    public var warnings: [Warning]
    /// Every request that was sent for this answer.
    public var attempts: [Attempt]
    /// What to append to the history: with signatures and opaque blocks, as the provider demands them back.
    public var message: Message
    /// Log probabilities, in OpenAI's shape, where they were asked for.
    public var logprobs: JSON?
    /// The provider's id of the request, to quote to its support.
    public var requestID: String?
    /// What the response's rate-limit headers said.
    public var rateLimits: RateLimits?
    /// The whole body of an answer that was not streamed.
    public var rawResponse: RawResponse?

    /// An answer of plain text: for tests, and for what is not a model.
    public init(id: String = "", model: String = "", content: String = "") {
        let message = Message(role: .assistant, parts: content.isEmpty ? [] : [.text(content)])
        self.init(id: id, model: model, content: content, message: message)
    }

    init(id: String, model: String, content: String, message: Message) {
        self.id = id
        self.model = model
        self.content = content
        self.message = message
        toolCalls = []
        warnings = []
        attempts = []
    }
}

/// The bytes of a response body, parsed only when asked for.
public struct RawResponse: Sendable, Hashable {
    /// The body as it came, decompressed.
    public let bytes: [UInt8]

    /// A body from its bytes.
    public init(bytes: [UInt8]) { self.bytes = bytes }

    /// The body as JSON; throws where it is none.
    public func json() throws(JSONError) -> JSON { try JSON(parsing: bytes) }

    /// The body as text, invalid UTF-8 replaced.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}
