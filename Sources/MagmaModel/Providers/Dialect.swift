/// How a provider deviates from its wire protocol: named flags, each with a recording or a section of the wire reference.
public struct Dialect: Sendable, Hashable {
    /// A named deviation. The names are what a provider row in a file writes.
    public struct Flag: Sendable, Hashable, ExpressibleByStringLiteral {
        /// The name.
        public let rawValue: String
        /// A flag by its name.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// A flag by its name.
        public init(stringLiteral value: String) { self.init(rawValue: value) }
    }

    /// The deviations by name.
    public var flags: Set<Flag>
    /// Parameters that are refused: a name (`seed`), or a name and a word (`tool_choice=required`; `tool_choice=function`
    /// for a named tool).
    public var refuses: Set<String>
    /// What the provider's own error codes mean that mean nothing, or something else, at others: bare numbers.
    public var errorCodes: [String: ModelError.Code]

    /// A dialect with some deviations.
    public init(_ flags: Flag..., refuses: Set<String> = [], errorCodes: [String: ModelError.Code] = [:]) {
        self.flags = Set(flags)
        self.refuses = refuses
        self.errorCodes = errorCodes
    }

    /// Whether the deviation is there.
    public func has(_ flag: Flag) -> Bool { flags.contains(flag) }
}
