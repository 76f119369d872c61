extension Model {
    /// A handle from run-time text: `provider/model?key=value&…`.
    ///
    /// The first `?` that is not percent-encoded starts the parameters; the name before it is percent-decoded. The keys
    /// `temperature`, `top_p`, `max_tokens`, `timeout` (seconds), `retries` and `api_base` set the handle; all others go
    /// to ``extra``, as JSON where the value parses as JSON, else as a string. `none` means `nil`. Throws
    /// `.configuration` for a malformed text, a key said twice, or a secret in the text.
    public init(parsing text: String) throws(ModelError) {
        let halves = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let name = try Self.decoded(halves[0], what: "model id")
        var fields = Fields(id: try ModelID(parsing: name))
        var seen: Set<String> = []
        for pair in halves.count > 1 ? halves[1].split(separator: "&") : [] {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let key = try Self.decoded(parts[0], what: "parameter name")
            guard parts.count == 2, !key.isEmpty else {
                throw ModelError(.configuration, "\"\(key)\" in the model's parameters has no value; write key=value.")
            }
            guard seen.insert(key).inserted else {
                throw ModelError(.configuration, "The parameter \"\(key)\" stands twice in the model's text.")
            }
            let value = try Self.decoded(parts[1], what: key)
            guard !Self.isSecret(key, value) else {
                throw ModelError(
                    .configuration,
                    "\"\(key)\" holds a secret and may not stand in a model's text; use the environment or `apiKey:`."
                )
            }
            try fields.set(key, to: value)
        }
        self.init(fields)
    }

    /// A secret by its name, within a URL, or within an object that goes into headers or body.
    private static func isSecret(_ key: String, _ value: String) -> Bool {
        guard !Redaction.isSecretName(key) else { return true }
        let member: JSON.Object = [key: (try? JSON(parsing: value)) ?? .string(value)]
        return Redaction.members(member) != member
    }

    private static func decoded(_ text: Substring, what: String) throws(ModelError) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                throw ModelError(.configuration, "A \"%\" in the \(what) is not followed by two hexadecimal digits.")
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ModelError(.configuration, "The \(what) is no UTF-8 text after percent-decoding.")
        }
        return text
    }
}

extension Model.Fields {
    fileprivate mutating func set(_ key: String, to value: String) throws(ModelError) {
        switch key {
        case "temperature": temperature = try Self.setting(key, value, Double.init(finite:))
        case "top_p": topP = try Self.setting(key, value, Double.init(finite:))
        case "max_tokens": maxTokens = try Self.setting(key, value, { Int($0) })
        case "timeout":
            let limit = try Self.setting(key, value) { Double($0).flatMap(Duration.init(limitInSeconds:)) }
            timeout = Timeouts(total: limit.value)
        case "retries":
            let count = try Self.setting(key, value) { Int($0).flatMap { $0 >= 0 ? $0 : nil } }
            retry = count.value.map { RetryPolicy(count: $0) }
        case "api_base": baseURL = value
        default: extra[key] = value == "none" ? .null : (try? JSON(parsing: value)) ?? .string(value)
        }
    }

    private static func setting<Value>(
        _ key: String,
        _ text: String,
        _ parse: (String) -> Value?
    ) throws(ModelError) -> Setting<Value> {
        if text == "none" { return .providerDefault }
        guard let value = parse(text) else {
            throw ModelError(.configuration, "\"\(key)=\(text)\" is no such number.")
        }
        return .value(value)
    }
}

extension Double {
    /// A number in decimal text: not `nan`, not `inf`, which Swift's own initializer takes.
    init?(finite text: String) {
        guard let value = Double(text), value.isFinite else { return nil }
        self = value
    }
}
