/// How a provider deviates from its wire protocol: named flags, each with a recording or a section of the wire reference.
public struct Dialect: Sendable, Hashable {
    /// A named deviation. The names are what a provider row in a file writes.
    public struct Flag: Sendable, Hashable, ExpressibleByStringLiteral {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public init(stringLiteral value: String) { self.init(rawValue: value) }
    }

    public var flags: Set<Flag>

    public init(_ flags: Flag...) {
        self.flags = Set(flags)
    }

    public func has(_ flag: Flag) -> Bool { flags.contains(flag) }
}
