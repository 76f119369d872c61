/// Something that a provider's addresses name besides the model: a region, a project, the version of an API.
public struct Place: Sendable, Hashable {
    /// What stands in braces in an address: `region`.
    public var name: String
    /// Members of `extra` that say it, the first that is there counts.
    public var keys: [String]
    /// Environment variables that say it, the first that is set counts.
    public var variables: [String]
    /// What it is where the path of the base URL ends so (`/openai/v1`); extra goes before, the environment behind.
    public var bases: [String: String]
    /// What holds where nobody says it. `nil`: the call is refused.
    public var standard: String?
    /// Texts that depend on it, for `{name.host}`: by its value, `*` for any other. They may hold `{name}` themselves,
    /// and `{model}`.
    public var hosts: [String: String]
    /// Whether a model's name may begin with it, as a region (`us-east-1/NAME`); `extra` goes before.
    public var leadsNames: Bool
    /// Whether the credential may say it where nobody else does.
    public var comesWithCredential: Bool

    /// A place and who may say what it is.
    public init(
        _ name: String,
        keys: [String] = [],
        variables: [String] = [],
        bases: [String: String] = [:],
        standard: String? = nil,
        hosts: [String: String] = [:],
        leadsNames: Bool = false,
        comesWithCredential: Bool = false
    ) {
        self.name = name
        self.keys = keys
        self.variables = variables
        self.bases = bases
        self.standard = standard
        self.hosts = hosts
        self.leadsNames = leadsNames
        self.comesWithCredential = comesWithCredential
    }

    /// Words of small letters with hyphens between them, and a number at the end: no model has such a name.
    static func isRegion(_ text: Substring) -> Bool {
        let words = text.split(separator: "-", omittingEmptySubsequences: false)
        guard words.count > 2, let last = words.last, !last.isEmpty else { return false }
        func all(_ word: Substring, _ range: ClosedRange<Character>) -> Bool {
            !word.isEmpty && word.allSatisfy(range.contains)
        }
        return words.dropLast().allSatisfy { all($0, "a"..."z") } && all(last, "0"..."9")
    }
}

/// Models of a provider that are called in another way than its others.
public struct Variant: Sendable, Hashable {
    /// What the models' names begin with.
    public var prefixes: [String]
    /// Whether the beginning only says how to call the model (`responses/`), and is no part of its name.
    public var isSwitch: Bool
    /// Members of `extra` one of which the call must have; empty: any call.
    public var parameters: [String]
    /// What the key that the call gives must begin with, one of them; empty: any call.
    public var keyPrefixes: [String] = []
    /// The row that holds for them. Its id is the provider's; it has no variants of its own.
    public var provider: Provider

    /// The row for models whose names begin so.
    public init(_ prefixes: String..., isSwitch: Bool = false, parameters: [String] = [], provider: Provider) {
        self.init(prefixes: prefixes, isSwitch: isSwitch, parameters: parameters, provider: provider)
    }

    init(prefixes: [String], isSwitch: Bool = false, parameters: [String] = [], provider: Provider) {
        self.prefixes = prefixes
        self.isSwitch = isSwitch
        self.parameters = parameters
        self.provider = provider
        self.provider.variants = []
    }
}
