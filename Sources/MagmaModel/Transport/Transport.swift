/// Sends one HTTP request: the wall between calls and the network.
///
/// Implementations neither repeat a request nor follow a redirect. What is asked of them runs where the caller does
/// (`nonisolated(nonsending)`); a plain `async` function serves as well, and then runs elsewhere.
public protocol Transport: Sendable {
    /// Sends the request and returns once the response head is there.
    ///
    /// Throws `.timeout` (with ``ModelError/timeoutPhase``), `.connection`, `.cancelled`, or `.invalidRequest` where the
    /// request cannot be sent as it stands.
    nonisolated(nonsending) func send(_ request: TransportRequest) async throws(ModelError) -> TransportResponse
}

/// A request as it goes out.
public struct TransportRequest: Sendable {
    /// The HTTP method.
    public var method: String
    /// An absolute `http` or `https` URL.
    public var url: String
    /// The header fields.
    public var headers: HeaderFields
    /// The body; empty where there is none.
    public var body: [UInt8]
    /// The limits of the exchange.
    public var timeouts: TransportTimeouts
    /// Whether nothing can be done before all of the body is there, so that a transport may return late from `send`.
    public var wantsWholeBody: Bool
    /// What the request is about. It is recorded, never sent.
    public var context: ExchangeContext?
    /// What is said, for a transport that answers by itself. It is neither sent nor recorded.
    package var messages: [Message]
    /// Whether it asks for a token. Recorders keep nothing of it.
    public var isConfidential: Bool

    /// A request; what is left out is the default.
    public init(
        method: String = "POST",
        url: String,
        headers: HeaderFields = [:],
        body: [UInt8] = [],
        timeouts: TransportTimeouts = TransportTimeouts(),
        wantsWholeBody: Bool = false,
        context: ExchangeContext? = nil,
        isConfidential: Bool = false
    ) {
        self.init(
            method: method, url: url, headers: headers, body: body, timeouts: timeouts, wantsWholeBody: wantsWholeBody,
            context: context, messages: [], isConfidential: isConfidential)
    }

    @inline(__always)
    init(
        method: String,
        url: String,
        headers: HeaderFields,
        body: [UInt8],
        timeouts: TransportTimeouts,
        wantsWholeBody: Bool,
        context: ExchangeContext?,
        messages: [Message],
        isConfidential: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeouts = timeouts
        self.wantsWholeBody = wantsWholeBody
        self.context = context
        self.messages = messages
        self.isConfidential = isConfidential
    }
}

/// The limits of one exchange; the defaults are those of ``Timeouts``.
public struct TransportTimeouts: Sendable, Hashable {
    /// Until the request goes out, waiting for a free connection included.
    public var connect: Duration
    /// From the start to the response head.
    public var head: Duration
    /// How long a reader of the body waits for its next bytes.
    public var idle: Duration
    /// When all of it has to be over. `nil`: no limit.
    public var deadline: ContinuousClock.Instant? {
        get { due?.instant }
        set { due = newValue.map(Moment.init) }
    }
    var due: Moment?
    /// What the deadline is: `.total`, the handle's own, or `.deadline`, the task's.
    public var deadlinePhase: ModelError.TimeoutPhase

    /// Limits; what is left out is the default.
    public init(
        connect: Duration = .seconds(10),
        head: Duration = .seconds(600),
        idle: Duration = .seconds(120),
        deadline: ContinuousClock.Instant? = nil,
        deadlinePhase: ModelError.TimeoutPhase = .total
    ) {
        self.init(
            connect: connect, head: head, idle: idle, due: deadline.map(Moment.init), deadlinePhase: deadlinePhase)
    }

    init(
        connect: Duration,
        head: Duration,
        idle: Duration,
        due: Moment?,
        deadlinePhase: ModelError.TimeoutPhase = .total
    ) {
        self.connect = connect
        self.head = head
        self.idle = idle
        self.due = due
        self.deadlinePhase = deadlinePhase
    }
}

/// What an exchange is about, as a cassette notes it.
public struct ExchangeContext: Sendable, Hashable {
    /// The provider's id.
    public var provider: String
    /// The protocol that is spoken.
    public var wire: WireProtocolID
    /// The model as the provider calls it.
    public var model: String
    /// Whether a stream was asked for.
    public var isStreaming: Bool

    /// What an exchange is about.
    public init(provider: String, wire: WireProtocolID, model: String, isStreaming: Bool) {
        self.provider = provider
        self.wire = wire
        self.model = model
        self.isStreaming = isStreaming
    }
}

/// A response whose head has come.
public struct TransportResponse: Sendable {
    /// The HTTP status.
    public var status: Int
    /// The header fields.
    public var headers: HeaderFields
    /// The body, read by one consumer.
    public var body: any ResponseBody

    /// A response from its parts.
    public init(status: Int, headers: HeaderFields, body: any ResponseBody) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
