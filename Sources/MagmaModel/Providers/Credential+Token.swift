extension Credential {
    /// A token that may stand in for a key.
    public struct Token: Sendable, Hashable {
        /// Members of `extra` that hold it.
        public var keys: [String]
        /// Environment variables that hold it, the first that is set wins.
        public var variables: [String]
        /// What stands before it in the header `Authorization`.
        public var word: String

        /// Who may hold the token.
        public init(keys: [String], variables: [String], word: String = "Bearer") {
            self.keys = keys
            self.variables = variables
            self.word = word
        }
    }

    /// The same credential, for which a token may stand in, where none of its others does.
    public func or(_ token: Token) -> Credential {
        var copy = self
        copy.tokens.append(token)
        return copy
    }
}

extension Credential.Token {
    init(json: JSON, _ reader: RowReader) throws(ModelError) {
        self.init(keys: [], variables: [])
        for (key, value) in try reader.object(json) {
            switch key {
            case "keys": keys = try reader.strings(value, key)
            case "variables": variables = try reader.strings(value, key)
            case "word": word = try reader.string(value, key)
            default: throw reader.wrong("\"\(key)\" is no member of a token.")
            }
        }
    }
}
