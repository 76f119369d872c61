/// How a provider deviates from its wire protocol: named flags, each with a recording or a section of the wire reference.
public struct Dialect: Sendable, Hashable {
    /// A named deviation. The names are what a provider row in a file writes.
    public struct Flag: Sendable, Hashable, ExpressibleByStringLiteral {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public init(stringLiteral value: String) { self.init(rawValue: value) }
    }

    public var flags: Set<Flag>
    /// Parameters that are refused: a name (`seed`), or a name and a word (`tool_choice=required`; `tool_choice=function`
    /// for a named tool).
    public var refuses: Set<String>

    public init(_ flags: Flag..., refuses: Set<String> = []) {
        self.flags = Set(flags)
        self.refuses = refuses
    }

    public func has(_ flag: Flag) -> Bool { flags.contains(flag) }
}
