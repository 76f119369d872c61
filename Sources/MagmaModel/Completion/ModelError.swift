/// Why a call failed: one struct for all providers and all reasons.
///
/// What the server did not say stays `nil`. Neither `description` nor any field holds a key.
public struct ModelError: Error, Sendable {
    private var storage: Storage

    /// What kind of failure it is.
    public var code: Code { storage.code }
    /// What happened, in one sentence or as the provider put it.
    public var message: String { storage.message }

    /// An error of a kind, in one sentence; the other fields are set afterwards.
    public init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
        storage = Storage(code: code, message: message)
        storage.underlying = underlying
    }
}

extension ModelError {
    /// The provider's id, as in `ModelID.provider`.
    public var provider: String? {
        get { storage.provider }
        set { mutate { $0.provider = newValue } }
    }
    /// The model as the provider calls it.
    public var model: String? {
        get { storage.model }
        set { mutate { $0.model = newValue } }
    }
    /// The HTTP status; `nil` where no response head came. An error inside a 200 keeps 200.
    public var status: Int? {
        get { storage.status }
        set { mutate { $0.status = newValue } }
    }
    /// The provider's own code for the error, as text.
    public var providerCode: String? {
        get { storage.providerCode }
        set { mutate { $0.providerCode = newValue } }
    }
    /// The provider's id of the request, to quote to its support.
    public var requestID: String? {
        get { storage.requestID }
        set { mutate { $0.requestID = newValue } }
    }
    /// How long the provider asks to wait.
    public var retryAfter: Duration? {
        get { storage.retryAfter }
        set { mutate { $0.retryAfter = newValue } }
    }
    /// The start of the response body, at most 64 KiB, with keys removed.
    public var body: String? {
        get { storage.body }
        set { mutate { $0.body = newValue } }
    }
    /// Every attempt that was made, the last one included.
    public var attempts: [Attempt] {
        get { storage.attempts }
        set { mutate { $0.attempts = newValue } }
    }
    /// The part of a stream that had arrived.
    public var partial: Generation? {
        get { storage.partial }
        set { mutate { $0.partial = newValue } }
    }
    /// Which of the limits passed, for a `.timeout` of our own.
    public var timeoutPhase: TimeoutPhase? {
        get { storage.timeoutPhase }
        set { mutate { $0.timeoutPhase = newValue } }
    }
    /// What the transport or the system reported.
    public var underlying: (any Error)? { storage.underlying }

    /// Whether the same call may succeed when it is sent again later.
    public var isRetryable: Bool {
        get { storage.shouldRetry ?? code.isRetryable }
        set { mutate { $0.shouldRetry = newValue } }
    }

    private mutating func mutate(_ change: (Storage) -> Void) {
        if !isKnownUniquelyReferenced(&storage) { storage = Storage(copying: storage) }
        change(storage)
    }

    /// The same error with another message, all else kept.
    func reworded(_ message: String) -> ModelError {
        var copy = self
        copy.mutate { $0.message = message }
        return copy
    }

    /// The same error with another code, all else kept.
    func recoded(_ code: Code) -> ModelError {
        var copy = self
        copy.mutate { $0.code = code }
        return copy
    }
}

extension ModelError {
    /// The parts of a call that have a time limit, as in ``Timeouts``, and the deadline of ``withDeadline(_:_:)``.
    public enum TimeoutPhase: String, Sendable, Hashable {
        case connect, head, idle, total, deadline
    }
}

extension ModelError: CustomStringConvertible {
    /// One line: code, provider, status, message, request id.
    public var description: String {
        var text = code.rawValue
        if let provider { text += " from \(provider)" }
        if let model { text += " (\(model))" }
        if let status { text += ", HTTP \(status)" }
        text += ": \(message)"
        if let requestID { text += " [request \(requestID)]" }
        return text
    }

    /// The code alone: a bounded set of words, fit for a metric label.
    public var shortDescription: String { code.rawValue }
}

extension ModelError {
    // The fields lie behind one reference so that a typed throw moves one word. A stored value is written only through
    // `mutate`, which copies a shared storage first: that is what makes the conformance below sound.
    private final class Storage: @unchecked Sendable {
        var code: Code
        var message: String
        var provider: String?
        var model: String?
        var status: Int?
        var providerCode: String?
        var requestID: String?
        var retryAfter: Duration?
        var body: String?
        var attempts: [Attempt] = []
        var partial: Generation?
        var underlying: (any Error)?
        var shouldRetry: Bool?
        var timeoutPhase: TimeoutPhase?

        init(code: Code, message: String) {
            self.code = code
            self.message = message
        }

        convenience init(copying other: Storage) {
            self.init(code: other.code, message: other.message)
            provider = other.provider
            model = other.model
            status = other.status
            providerCode = other.providerCode
            requestID = other.requestID
            retryAfter = other.retryAfter
            body = other.body
            attempts = other.attempts
            partial = other.partial
            underlying = other.underlying
            shouldRetry = other.shouldRetry
            timeoutPhase = other.timeoutPhase
        }
    }
}
