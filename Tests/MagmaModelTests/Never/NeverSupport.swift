import Testing

@testable import MagmaModel

/// What the tests of the "never" list have in common: every provider, asked through nothing but values.
enum NeverList {
    /// The rows that can be called over a network.
    static let providers = ProviderTable.all.filter { $0.retired == nil && $0.wire != .echo }

    /// The prefixes of servers that run on the user's own machine.
    static let local = ProviderTable.local.map(\.id) + ["ollama"]

    /// One row for each wire protocol.
    static let protocols = ["vllm", "anthropic", "ollama"]

    /// A handle for a row; one without an address of its own gets one.
    static func model(_ provider: Provider, _ name: String = "some-model", extra: JSON.Object = [:]) throws -> Model {
        let id = try ModelID(parsing: "\(provider.id)/\(name)")
        return Model(id, extra: extra, baseURL: provider.baseURL == nil ? "http://localhost:9" : nil)
    }

    /// The request that a call would send, with a key for every provider.
    static func request(
        _ model: Model,
        _ messages: [Message] = [.user("hi")],
        streaming: Bool = false
    ) throws(ModelError) -> PreparedRequest {
        try Dispatcher.fake(FakeTransport(), environment: keys).prepare(model, messages, streaming: streaming)
    }

    /// Every variable that a row can take a key from, each with a value of its own.
    static let keys: [String: String] = {
        var keys: [String: String] = [:]
        for variable in ProviderTable.all.flatMap(\.credential.variables) { keys[variable] = key(variable) }
        // Places in base URLs, as some accounts have them.
        for provider in ProviderTable.all {
            for place in provider.baseURL?.split(separator: "{").dropFirst() ?? [] {
                let name = String(place.prefix { $0 != "}" })
                if keys[name] == nil { keys[name] = "account" }
            }
            for variable in (provider.places + provider.bodyPlaces).compactMap(\.variables.first)
            where keys[variable] == nil {
                keys[variable] = "account"
            }
        }
        return keys
    }()

    static func key(_ variable: String) -> String { "<canary of \(variable)>" }

    /// All strings in a value, the names of members left out.
    static func strings(_ json: JSON?) -> Set<String> {
        guard let json else { return [] }
        if let text = json.stringValue { return [text] }
        let values = json.arrayValue ?? json.objectValue?.map(\.value) ?? []
        return values.reduce(into: []) { $0.formUnion(strings($1)) }
    }
}
