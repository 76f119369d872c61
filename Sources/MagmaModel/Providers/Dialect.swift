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

        fileprivate var lengthBit: UInt64 { 1 &<< UInt64(truncatingIfNeeded: rawValue.utf8.count) }
    }

    /// The deviations by name.
    public var flags: Set<Flag> {
        get { shared.value.flags }
        set { change { $0.flags = newValue } }
    }
    /// Parameters that are refused: a name (`seed`), or a name and a word (`tool_choice=required`; `tool_choice=function`
    /// for a named tool).
    public var refuses: Set<String> {
        get { shared.value.refuses }
        set { change { $0.refuses = newValue } }
    }
    /// What the provider's own error codes mean that mean nothing, or something else, at others: bare numbers.
    public var errorCodes: [String: ModelError.Code] {
        get { shared.value.errorCodes }
        set { change { $0.errorCodes = newValue } }
    }

    /// Behind one reference, since each call passes it on many times.
    private var shared: Boxed<Content>

    private struct Content: Sendable, Hashable {
        var flags: Set<Flag> {
            didSet { lengths = Self.lengths(of: flags) }
        }
        var refuses: Set<String>
        var errorCodes: [String: ModelError.Code]
        /// A bit for the length of each flag's name: of most that are asked for there is none.
        private(set) var lengths: UInt64

        init(flags: Set<Flag>, refuses: Set<String>, errorCodes: [String: ModelError.Code]) {
            self.flags = flags
            self.refuses = refuses
            self.errorCodes = errorCodes
            lengths = Self.lengths(of: flags)
        }

        private static func lengths(of flags: Set<Flag>) -> UInt64 { flags.reduce(0) { $0 | $1.lengthBit } }
    }

    /// A dialect with some deviations.
    public init(_ flags: Flag..., refuses: Set<String> = [], errorCodes: [String: ModelError.Code] = [:]) {
        shared = Boxed(Content(flags: Set(flags), refuses: refuses, errorCodes: errorCodes))
    }

    /// Whether the deviation is there.
    public func has(_ flag: Flag) -> Bool {
        shared.value.lengths & flag.lengthBit != 0 && shared.value.flags.contains(flag)
    }

    private mutating func change(_ body: (inout Content) -> Void) {
        var content = shared.value
        body(&content)
        shared = Boxed(content)
    }
}

extension Dialect: CustomReflectable {
    /// Its properties, as if they were stored here.
    public var customMirror: Mirror {
        Mirror(
            self, children: ["flags": flags, "refuses": refuses, "errorCodes": errorCodes], displayStyle: .struct)
    }
}
