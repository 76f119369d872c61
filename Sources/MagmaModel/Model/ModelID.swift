/// Which model, and where: `provider/name`, split at the first `/` only, or `@alias`.
///
/// A literal checks the syntax and traps with a readable message; ``init(parsing:)`` throws. Which provider or alias it
/// is, is looked up at the first call. A provider is never guessed from a model's name.
public struct ModelID: Sendable, Hashable {
    /// The part before the first `/`; empty for an alias.
    public let provider: String
    /// What the provider calls the model (it may contain `/`, `:`, spaces or any other printable text), or the alias.
    public let name: String

    /// Whether this names an entry of the user's aliases file.
    public var isAlias: Bool { provider.isEmpty }

    /// Throws `.configuration` for a text without a provider prefix, with an empty half or with control characters.
    public init(parsing text: String) throws(ModelError) {
        if let problem = Self.problem(in: text) {
            throw ModelError(.configuration, "\(problem) Write \"provider/model\", for example \"openai/gpt-4o\".")
        }
        self.init(checked: text)
    }

    private init(checked text: String) {
        if text.utf8.first == UInt8(ascii: "@") {
            provider = ""
            name = String(text.dropFirst())
        } else {
            let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) ?? text.endIndex
            provider = String(text[..<slash])
            name = String(text[text.utf8.index(after: slash)...])
        }
    }

    /// The id of a pool. What no id can hold becomes "_".
    init(pool name: String) {
        let scalars = name.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "_" : $0 }
        provider = Self.poolPrefix
        self.name = scalars.isEmpty ? "_" : String(String.UnicodeScalarView(scalars))
    }

    /// Stands before the name of a pool.
    static let poolPrefix = "pool"
    var isPool: Bool { provider == Self.poolPrefix }

    /// What is wrong with the text as a model id, as a sentence; `nil` where nothing is.
    private static func problem(in text: String) -> String? {
        let shown = text.count > 80 ? text.prefix(80) + "…" : text[...]
        if text.isEmpty { return "The model id is empty." }
        if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            return "The model id contains a control character (a line break, NUL or the like)."
        }
        if text.utf8.first == UInt8(ascii: "@") {
            return text.utf8.count > 1 ? nil : "The alias \"@\" has no name."
        }
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else {
            return "The model id \"\(shown)\" has no provider prefix."
        }
        if slash == text.startIndex { return "The model id \"\(shown)\" has nothing before the first slash." }
        if text.utf8.index(after: slash) == text.endIndex {
            return "The model id \"\(shown)\" has nothing after the first slash."
        }
        let isPlain = text[..<slash].utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isPlain ? nil : "The provider in \"\(shown)\" may hold only letters, digits, \"_\", \"-\" and \".\"."
    }
}

extension ModelID: ExpressibleByStringLiteral {
    /// Traps where the text is no model id.
    public init(stringLiteral text: String) {
        if let problem = Self.problem(in: text) {
            // Unlike a precondition's, this text is printed in release builds too.
            fatalError("\(problem) Write \"provider/model\", for example \"openai/gpt-4o\".")
        }
        self.init(checked: text)
    }
}

extension ModelID: CustomStringConvertible {
    /// `provider/name` or `@alias`.
    public var description: String { isAlias ? "@\(name)" : "\(provider)/\(name)" }
}

extension ModelID: Codable {
    /// Reads the text; throws where it is no model id.
    public init(from decoder: any Decoder) throws {
        try self.init(parsing: decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
