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
    /// The tier of service that the provider says it served the call at.
    public var serviceTier: String?
    var costOrigin = CostOrigin.said(nil, unavailable: nil)
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
    /// Whether it is from a response cache: nothing was sent for it, and it cost nothing. ``usage`` is what it took at first.
    public var isFromCache = false
}

extension Generation {
    /// An answer of plain text: for tests, and for what is not a model.
    public init(id: String = "", model: String = "", content: String = "") {
        let message = Message(role: .assistant, parts: content.isEmpty ? [] : [.text(content)])
        self.init(id: id, model: model, content: content, toolCalls: [], warnings: [], attempts: [], message: message)
    }

    /// What is known of an answer beside what its body says.
    struct Facts {
        var costOrigin = CostOrigin.said(nil, unavailable: nil)
        var warnings: [Warning] = []
        var attempts: [Attempt] = []
        var requestID: String?
        var rateLimits: RateLimits?
        var rawResponse: RawResponse?
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
