extension ModelError {
    /// The kinds of failure. The set may grow, so a `switch` over it needs a `default`.
    public struct Code: Sendable, Hashable, Codable, CustomStringConvertible {
        private enum Name: String, Sendable, Codable {
            case invalidRequest = "invalid_request"
            case authentication, permission
            case notFound = "not_found"
            case contextWindowExceeded = "context_window_exceeded"
            case contentFiltered = "content_filtered"
            case rateLimited = "rate_limited"
            case quotaExceeded = "quota_exceeded"
            case overloaded
            case serverError = "server_error"
            case timeout, connection
            case incompleteStream = "incomplete_stream"
            case decoding, unsupported, cancelled, configuration
            case budgetExceeded = "budget_exceeded"
            case rejectedByHook = "rejected_by_hook"
        }

        private let name: Name

        private init(_ name: Name) { self.name = name }

        /// The request is malformed, or the provider refuses a value in it.
        public static let invalidRequest = Code(.invalidRequest)
        /// The key is missing, wrong or expired.
        public static let authentication = Code(.authentication)
        /// The key is good but may not do this.
        public static let permission = Code(.permission)
        /// No such model or endpoint.
        public static let notFound = Code(.notFound)
        /// The prompt is longer than the model's window.
        public static let contextWindowExceeded = Code(.contextWindowExceeded)
        /// The provider's policy refuses the prompt or the answer.
        public static let contentFiltered = Code(.contentFiltered)
        /// Too many requests or tokens in a period; waiting helps.
        public static let rateLimited = Code(.rateLimited)
        /// Credit or a spend limit is used up; waiting a little does not help.
        public static let quotaExceeded = Code(.quotaExceeded)
        /// The provider has no capacity now.
        public static let overloaded = Code(.overloaded)
        /// The provider failed.
        public static let serverError = Code(.serverError)
        /// One of the four timeouts passed, or the server reports one.
        public static let timeout = Code(.timeout)
        /// The connection could not be made, or broke.
        public static let connection = Code(.connection)
        /// The stream ended without its terminal event.
        public static let incompleteStream = Code(.incompleteStream)
        /// A successful response that cannot be read.
        public static let decoding = Code(.decoding)
        /// The provider or model cannot take something that was asked for; nothing was sent.
        public static let unsupported = Code(.unsupported)
        /// The calling task was cancelled.
        public static let cancelled = Code(.cancelled)
        /// A handle, file or environment variable is wrong; nothing was sent.
        public static let configuration = Code(.configuration)
        /// A budget hook vetoed the call; nothing was sent.
        public static let budgetExceeded = Code(.budgetExceeded)
        /// A hook vetoed the call; nothing was sent.
        public static let rejectedByHook = Code(.rejectedByHook)

        /// The word for logs, metrics and files, in snake_case.
        public var rawValue: String { name.rawValue }
        /// The same as ``rawValue``.
        public var description: String { name.rawValue }

        /// The code of a word, `nil` where there is none.
        public init?(rawValue: String) {
            guard let name = Name(rawValue: rawValue) else { return nil }
            self.name = name
        }

        /// Whether sending the same call again may help, as far as the kind of failure tells.
        var isRetryable: Bool {
            switch name {
            case .rateLimited, .overloaded, .serverError, .timeout, .connection: true
            default: false
            }
        }

        /// Reads the word; throws where there is no such code.
        public init(from decoder: any Decoder) throws {
            name = try decoder.singleValueContainer().decode(Name.self)
        }

        /// Writes the word.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(name)
        }
    }
}
