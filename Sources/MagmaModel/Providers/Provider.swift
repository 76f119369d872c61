/// A provider: a row of data. Nothing in it is code, so a row can be loaded from a user's file.
public struct Provider: Sendable, Hashable {
    /// The prefix of its model ids: `groq`.
    public var id: String
    /// What people call it.
    public var name: String
    /// Other prefixes for the same provider, LiteLLM's among them.
    public var aliases: [String]
    /// How it is spoken to.
    public var wire: WireProtocolID
    /// Where it listens, without the protocol's path. `{NAME}` is replaced by that environment variable. `nil`: it has
    /// no address of its own; one of ``baseURLVariables`` or the handle must give it.
    public var baseURL: String?
    /// Environment variables that give another base URL, the first that is set wins.
    public var baseURLVariables: [String]
    /// Members of `extra` that give another base URL, by the name that it has there.
    public var baseURLKeys: [String]
    /// The path of the endpoint where it differs from the protocol's. `{model}` is replaced by the model's name, percent-encoded, and
    /// `{place}` by what one of ``places`` comes to; the same holds for ``streamPath`` and ``baseURL``.
    public var path: String?
    /// The path of the endpoint that streams, where it is another.
    public var streamPath: String?
    /// The version segment that a base URL without a path gets, where it differs from the protocol's.
    public var versionPath: String?
    /// How it wants to be shown a key.
    public var credential: Credential
    /// Sent with every request.
    public var headers: [String: String]
    /// What it does otherwise than its protocol.
    public var dialect: Dialect
    /// What its addresses name besides the model: a region, a project.
    public var places: [Place]
    /// What the body names besides the model, in members of these names. What a call says is sent; where it says none of
    /// them, the first that the environment says; where nobody says any, the call is refused.
    public var bodyPlaces: [Place] = []
    /// Models that are called in another way than the others, the first that fits counts.
    public var variants: [Variant]
    /// How it turns texts into vectors, the first that fits a model counts; empty: it does not.
    public var embeddings: [EmbeddingEndpoint] = []
    /// Where its API is documented.
    public var documentation: String?
    /// Why it cannot be called any more, for one that has closed.
    public var retired: String?

    /// A row; the id and a base URL are enough for most.
    public init(
        id: String,
        name: String? = nil,
        aliases: [String] = [],
        wire: WireProtocolID = .chatCompletions,
        baseURL: String? = nil,
        baseURLVariables: [String] = [],
        baseURLKeys: [String] = [],
        path: String? = nil,
        streamPath: String? = nil,
        versionPath: String? = nil,
        credential: Credential = .none,
        headers: [String: String] = [:],
        dialect: Dialect = Dialect(),
        places: [Place] = [],
        variants: [Variant] = [],
        documentation: String? = nil,
        retired: String? = nil
    ) {
        self.id = id
        self.name = name ?? id
        self.aliases = aliases
        self.wire = wire
        self.baseURL = baseURL
        self.baseURLVariables = baseURLVariables
        self.baseURLKeys = baseURLKeys
        self.path = path
        self.streamPath = streamPath
        self.versionPath = versionPath
        self.credential = credential
        self.headers = headers
        self.dialect = dialect
        self.places = places
        self.variants = variants
        self.documentation = documentation
        self.retired = retired
    }

    /// Whether model ids may name it so.
    func has(prefix: some StringProtocol) -> Bool { prefix == id || aliases.contains { $0 == prefix } }
}

/// How a provider wants to be shown a key.
public struct Credential: Sendable, Hashable {
    /// Where the key goes.
    public enum Scheme: Sendable, Hashable {
        /// No key at all.
        case none
        /// `Authorization: Bearer KEY`.
        case bearer
        /// The key alone in a header of this name.
        case header(String)
    }

    /// Where the key goes.
    public var scheme: Scheme
    /// Environment variables that hold the key, the first that is set wins.
    public var variables: [String]
    /// Whether a call without a key is sent (local servers) or refused before any connection.
    public var isOptional: Bool
    /// What may stand in for a key, the first that is there counts.
    public var tokens: [Token] = []
    /// What lets a call in that brings no key. `nil`: nothing.
    public var cloud: Cloud?

    /// A scheme and the variables that hold the key.
    public init(_ scheme: Scheme, variables: [String] = [], isOptional: Bool = false, cloud: Cloud? = nil) {
        self.scheme = scheme
        self.variables = variables
        self.isOptional = isOptional
        self.cloud = cloud
    }

    /// No key at all.
    public static let none = Credential(.none, isOptional: true)

    /// A key in `Authorization: Bearer`.
    public static func bearer(_ variables: String..., optional: Bool = false) -> Credential {
        Credential(.bearer, variables: variables, isOptional: optional)
    }

    /// A key in a header of its own.
    public static func header(_ name: String, _ variables: String..., optional: Bool = false) -> Credential {
        Credential(.header(name), variables: variables, isOptional: optional)
    }
}
