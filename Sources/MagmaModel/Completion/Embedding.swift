/// A text as a vector: texts that mean the like have vectors that point the same way.
public struct Embedding: Sendable, Hashable {
    /// The place of the text among those that were given.
    public var index: Int
    /// The numbers.
    public var vector: [Float]

    /// The vector of the text at that place.
    public init(index: Int, vector: [Float]) {
        self.index = index
        self.vector = vector
    }
}

extension Embedding {
    /// What a text is embedded for, where a model makes a difference.
    public struct InputType: Sendable, Hashable, ExpressibleByStringLiteral {
        /// The common word, or a provider's own.
        public let rawValue: String
        /// A purpose by its word.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// A purpose by its word.
        public init(stringLiteral value: String) { self.init(rawValue: value) }

        /// A question that documents are to be found for.
        public static let query: InputType = "query"
        /// A document that is to be found.
        public static let document: InputType = "document"
        /// A text that is to be told the class of.
        public static let classification: InputType = "classification"
        /// A text among many that are to be grouped.
        public static let clustering: InputType = "clustering"
        /// A text that is to be held against others.
        public static let similarity: InputType = "similarity"
    }

    /// How the numbers come over the wire; the vectors are the same.
    public enum Encoding: String, Sendable, Hashable {
        /// As decimal numbers.
        case float
        /// As Base64 of their bytes: a third of the size.
        case base64
    }
}

/// The vectors of all texts that were given, in their order, and what is known of the requests.
public struct Embeddings: Sendable, Hashable, RandomAccessCollection {
    /// One for each text.
    public var items: [Embedding]
    /// The model as the provider names it; empty where it does not.
    public var model: String
    /// What was read, over all requests; `nil` where the provider did not say it for each.
    public var usage: Usage?
    /// `nil` where the price is not known; then ``costUnavailable`` says why.
    public var cost: Cost?
    /// Why there is no ``cost``.
    public var costUnavailable: String?
    /// What could not be sent as it was said.
    public var warnings: [Warning]
    /// Every request that was sent.
    public var attempts: [Attempt]
    /// The provider's id of the last request, to quote to its support; each attempt has its own.
    public var requestID: String?

    /// Vectors as they are: for tests, and for what is not a model.
    public init(_ items: [Embedding], model: String = "", usage: Usage? = nil) {
        self.items = items
        self.model = model
        self.usage = usage
        warnings = []
        attempts = []
    }

    /// Always 0.
    public var startIndex: Int { 0 }
    /// The number of texts.
    public var endIndex: Int { items.count }

    public subscript(position: Int) -> Embedding { items[position] }

    /// The answer in the shape of OpenAI's: `data`, `model`, `usage`, and `warnings` where there are any.
    public var json: JSON {
        let data = items.map { item -> JSON in
            [
                "object": "embedding", "index": .int(Int64(item.index)),
                // Through the shortest text of the number, which is not that of the double it is.
                "embedding": .array(item.vector.map { .double(Double($0.description) ?? Double($0)) }),
            ]
        }
        var object: JSON.Object = ["object": "list", "data": .array(data), "model": .string(model)]
        if let usage { object["usage"] = usage.json }
        if !warnings.isEmpty { object["warnings"] = .array(warnings.map { .string($0.description) }) }
        return .object(object)
    }
}
