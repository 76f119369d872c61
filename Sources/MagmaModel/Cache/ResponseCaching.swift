/// Which cache a handle answers from, for how long, and what goes into it.
///
/// An answer counts for the same question only: the same models with the same settings and keys, and the same messages. Never
/// kept are errors and, unless told, answers that call tools and calls for more than one answer by chance (`n` above 1 at a
/// temperature other than 0). Identical calls at the same time are sent once.
public struct ResponseCaching: Sendable, Hashable {
    /// What is kept only when told to.
    public enum Exception: String, Sendable, Hashable, CaseIterable {
        /// Answers that call tools, the caller's or the provider's own.
        case toolCalls = "tool_calls"
        /// Calls for several answers by chance.
        case randomChoices = "random_choices"
    }

    /// The store that every dispatcher has: in memory, bounded by entries and bytes.
    public static let memory = "memory"

    /// The id by which the dispatcher knows the store.
    public var store: String
    /// How long an answer may be given again.
    public var ttl: Duration
    /// What is kept although as a rule it is not.
    public var exceptions: Set<Exception>

    /// Rules of a cache.
    public init(
        in store: String = ResponseCaching.memory,
        ttl: Duration = .seconds(3600),
        including exceptions: Set<Exception> = []
    ) {
        self.store = store
        self.ttl = ttl
        self.exceptions = exceptions
    }
}

extension ResponseCaching {
    /// `true`, a number of seconds, or an object with `in`, `ttl` (seconds) and `including`.
    init(json: JSON) throws(ModelError) {
        self.init()
        func wrong(_ key: String) -> ModelError {
            ModelError(.configuration, "\"\(key)\" of a cache has a wrong form.")
        }
        if json.boolValue == true { return }
        let members: JSON.Object = json.doubleValue == nil ? json.objectValue ?? ["cache": .null] : ["ttl": json]
        for (key, value) in members {
            switch key {
            case "in":
                guard let id = value.stringValue else { throw wrong(key) }
                store = id
            case "ttl":
                guard let limit = value.doubleValue.flatMap(Duration.init(limitInSeconds:)) else { throw wrong(key) }
                ttl = limit
            case "including":
                for word in value.arrayValue ?? [.null] {
                    guard let exception = word.stringValue.flatMap(Exception.init(rawValue:)) else { throw wrong(key) }
                    exceptions.insert(exception)
                }
            default: throw wrong(key)
            }
        }
    }

    var json: JSON {
        let usual = ResponseCaching()
        var object: JSON.Object = [:]
        if store != usual.store { object["in"] = .string(store) }
        if ttl != usual.ttl { object["ttl"] = .double(ttl / .seconds(1)) }
        if !exceptions.isEmpty { object["including"] = .array(exceptions.map(\.rawValue).sorted().map(JSON.string)) }
        return object.isEmpty ? true : .object(object)
    }
}
