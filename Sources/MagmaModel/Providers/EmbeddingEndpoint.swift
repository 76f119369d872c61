/// How a provider turns texts into vectors: what a row says of it.
public struct EmbeddingEndpoint: Sendable, Hashable {
    /// How it is spoken to: one of the protocols of embeddings.
    public var wire: WireProtocolID
    /// What is appended to the base URL, with `{model}` and `{place}` as in ``Provider/path``. `nil`: the protocol's.
    public var path: String?
    /// What the names of the models begin with that it holds for; empty: all.
    public var prefixes: [String]
    /// The most texts that one request may hold; more are sent in several. `nil`: any number.
    public var limit: Int?
    /// Whether an empty text is an error.
    public var refusesEmpty: Bool
    /// What it takes besides, by the common names (`dimensions`, `encoding_format`, `user`, `input_type`) and its own.
    /// `nil`: what the protocol has.
    public var parameters: [String: String]?
    /// Its words for what texts are for, by the common ones (`query`, `document`). `nil`: what the protocol has.
    public var inputTypes: [String: String]?

    /// An endpoint; what is left out is the protocol's.
    public init(
        _ wire: WireProtocolID = .embeddings,
        path: String? = nil,
        prefixes: [String] = [],
        limit: Int? = nil,
        refusesEmpty: Bool = false,
        parameters: [String: String]? = nil,
        inputTypes: [String: String]? = nil
    ) {
        self.wire = wire
        self.path = path
        self.prefixes = prefixes
        self.limit = limit
        self.refusesEmpty = refusesEmpty
        self.parameters = parameters
        self.inputTypes = inputTypes
    }
}

extension EmbeddingEndpoint {
    /// An endpoint as a row in a file writes it: `wire`, `path`, `prefixes`, `limit`, `refuses_empty`, `parameters`,
    /// `input_types`.
    init(json: JSON, _ reader: RowReader) throws(ModelError) {
        self.init()
        for (key, value) in try reader.object(json) {
            switch key {
            case "wire":
                wire = WireProtocolID(rawValue: try reader.string(value, key))
                guard wire.embeddings != nil else { throw reader.wrong("\"\(wire)\" is no protocol of embeddings.") }
            case "path": path = try reader.string(value, key)
            case "prefixes": prefixes = try reader.strings(value, key)
            case "limit":
                guard let count = value.intValue, count > 0 else { throw reader.wrong("\"limit\" is no count.") }
                limit = count
            case "refuses_empty":
                guard let flag = value.boolValue else {
                    throw reader.wrong("\"refuses_empty\" is neither true nor false.")
                }
                refusesEmpty = flag
            case "parameters": parameters = try reader.texts(value, key)
            case "input_types": inputTypes = try reader.texts(value, key)
            default: throw reader.wrong("\"\(key)\" is no member of embeddings.")
            }
        }
    }
}

extension Provider {
    /// The rows that serve embeddings, each with the beginnings of its models' names.
    var embeddingRows: [(prefixes: [String], row: Provider)] {
        embeddings.map { endpoint in
            var row = self
            row.wire = endpoint.wire
            row.path = endpoint.path
            row.streamPath = nil
            row.places = places.map(\.forEmbeddings)
            row.variants = []
            row.embeddings = [endpoint]
            return (endpoint.prefixes, row)
        }
    }
}

extension Place {
    /// Where the text for an address names the endpoint of chats, it names that of embeddings (Azure OpenAI).
    fileprivate var forEmbeddings: Place {
        var place = self
        place.hosts = hosts.mapValues { $0.replacing("chat/completions", with: "embeddings") }
        return place
    }
}
