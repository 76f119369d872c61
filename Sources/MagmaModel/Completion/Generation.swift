/// A model's answer, in one shape for all providers.
///
/// A value that is cheap to pass on. To change a property copies the other ones once, so a long text is put together before it is set.
public struct Generation: Sendable, Hashable {
    /// What the provider said, behind one reference: an answer is large, and passes through many hands.
    private var shared: Boxed<Fields>
    /// What could not be sent as it was said.
    public var warnings: [Warning] = []
    /// Every request that was sent for this answer.
    public var attempts: [Attempt] = []

    /// The provider's id of the answer; empty where it gives none.
    public var id: String {
        get { shared.value.id }
        set { change { $0.id = newValue } }
    }
    /// The model as the provider names it in the answer; empty where it does not.
    public var model: String {
        get { shared.value.model }
        set { change { $0.model = newValue } }
    }
    /// When the provider made the answer, in seconds since 1970; `nil` where it does not say.
    public var created: Int? {
        get { shared.value.created }
        set { change { $0.created = newValue } }
    }
    /// All visible text.
    public var content: String {
        get { shared.value.content }
        set { change { $0.content = newValue } }
    }
    /// Visible thinking; `nil` where there is none.
    public var reasoning: String? {
        get { shared.value.reasoning }
        set { change { $0.reasoning = newValue } }
    }
    /// Why the model declined, where it did.
    public var refusal: String? {
        get { shared.value.refusal }
        set { change { $0.refusal = newValue } }
    }
    /// The tools the caller is asked to run. Those a provider runs itself are in ``message`` as opaque parts.
    public var toolCalls: [ToolCall] {
        get { shared.value.toolCalls }
        set { change { $0.toolCalls = newValue } }
    }
    /// Why the model stopped; `nil` where the provider did not say.
    public var finishReason: FinishReason? {
        get { shared.value.finishReason }
        set { change { $0.finishReason = newValue } }
    }
    /// `nil` where the provider sent none.
    public var usage: Usage? {
        get { shared.value.usage }
        set { change { $0.usage = newValue } }
    }
    /// The tier of service that the provider says it served the call at.
    public var serviceTier: String? {
        get { shared.value.serviceTier }
        set { change { $0.serviceTier = newValue } }
    }
    var costOrigin: CostOrigin {
        get { shared.value.costOrigin }
        set { change { $0.costOrigin = newValue } }
    }
    /// What to append to the history: with signatures and opaque blocks, as the provider demands them back.
    public var message: Message {
        _read { yield shared.value.message }
        set { change { $0.message = newValue } }
    }
    /// Log probabilities, in OpenAI's shape, where they were asked for.
    public var logprobs: JSON? {
        get { shared.value.logprobs }
        set { change { $0.logprobs = newValue } }
    }
    /// The provider's id of the request, to quote to its support.
    public var requestID: String? {
        get { shared.value.requestID }
        set { change { $0.requestID = newValue } }
    }
    /// What the response's rate-limit headers said.
    public var rateLimits: RateLimits? {
        get { shared.value.rateLimits?.value }
        set { change { $0.rateLimits = newValue.map(Boxed.init) } }
    }
    /// The whole body of an answer that was not streamed.
    public var rawResponse: RawResponse? {
        get { shared.value.rawResponse }
        set { change { $0.rawResponse = newValue } }
    }
    /// Whether it is from a response cache: nothing was sent for it, and it cost nothing. ``usage`` is what it took at first.
    public var isFromCache: Bool {
        get { shared.value.isFromCache }
        set { change { $0.isFromCache = newValue } }
    }

    /// All but ``warnings`` and ``attempts``, which are known last.
    struct Fields: Sendable, Hashable {
        var id = ""
        var model = ""
        var created: Int?
        var content = ""
        var reasoning: String?
        var refusal: String?
        var toolCalls: [ToolCall] = []
        var finishReason: FinishReason?
        var usage: Usage?
        var serviceTier: String?
        var costOrigin = CostOrigin.said(nil, unavailable: nil)
        var message: Message
        var logprobs: JSON?
        var requestID: String?
        var rateLimits: Boxed<RateLimits>?
        var rawResponse: RawResponse?
        var isFromCache = false
    }

    init(_ fields: Fields) { shared = Boxed(fields) }

    private mutating func change(_ body: (inout Fields) -> Void) {
        var fields = shared.value
        body(&fields)
        shared = Boxed(fields)
    }
}

extension Generation: CustomReflectable {
    /// Its properties, as if they were stored here.
    public var customMirror: Mirror {
        let said: [Mirror.Child] = Mirror(reflecting: shared.value).children.map {
            $0.label == "rateLimits" ? ($0.label, rateLimits as Any) : $0
        }
        let added: [Mirror.Child] = [("warnings", warnings), ("attempts", attempts)]
        return Mirror(self, children: said + added, displayStyle: .struct)
    }
}

extension Generation {
    /// An answer of plain text: for tests, and for what is not a model.
    public init(id: String = "", model: String = "", content: String = "") {
        let message = Message(role: .assistant, parts: content.isEmpty ? [] : [.text(content)])
        self.init(Fields(id: id, model: model, content: content, message: message))
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
