/// What a call for embeddings says besides the texts, checked, and in the provider's words.
struct EmbeddingOptions {
    var dimensions: Int?
    var inputType: String?
    var encoding: String?
    /// All of it as members, by the provider's names.
    var members: JSON.Object = [:]

    /// Takes what it knows out of the options.
    init(
        _ options: inout JSON.Object,
        _ wire: some EmbeddingProtocol,
        _ call: Call,
        notes: inout RequestNotes
    ) throws(ModelError) {
        let endpoint = call.provider.embeddings.first
        let parameters = endpoint?.parameters ?? wire.parameters
        for name in ["dimensions", "encoding_format", "user", "input_type"] {
            guard var value = options.removeValue(forKey: name), !value.isNull else { continue }
            if name == "encoding_format", value == "float", parameters[name] == nil { continue }
            guard let own = parameters[name] else {
                try notes.unsupported(name, "The embeddings of \(call.provider.name) have no such parameter.")
                continue
            }
            switch name {
            case "dimensions":
                guard let count = value.intValue, count > 0 else {
                    throw ModelError(.invalidRequest, "dimensions is \(value.serialized()); it must be a count.")
                }
                dimensions = count
            case "encoding_format":
                guard let word = value.stringValue, ["float", "base64"].contains(word) else {
                    throw ModelError(
                        .invalidRequest, "encoding_format is \(value.serialized()); it is float or base64.")
                }
                encoding = word
            case "input_type":
                guard let word = Self.word(value, endpoint?.inputTypes ?? wire.inputTypes) else {
                    try notes.unsupported(name, "\(call.provider.name) has no \(value.serialized()).")
                    continue
                }
                inputType = word
                value = .string(word)
            default: break
            }
            members[own] = value
        }
    }

    /// The provider's word for a common one, or its own word as it is.
    private static func word(_ value: JSON, _ words: [String: String]) -> String? {
        guard let word = value.stringValue else { return nil }
        return words[word] ?? (words.values.contains(word) ? word : nil)
    }
}
