/// Takes the secrets out of an exchange before it is kept.
struct CassetteRedaction: Sendable {
    /// The values of the request's secrets, which are hidden wherever they come back.
    private let secrets: [String]

    /// Headers that describe how the bytes travelled, which a cassette does not keep: it holds the decoded body.
    private static let transient = ["content-length", "content-encoding", "transfer-encoding", "connection"]

    init(_ request: TransportRequest) {
        var secrets: [String] = []
        for field in request.headers where Redaction.isSecretHeader(field.name) {
            secrets.append(field.value)
            // A key after "Bearer" may be echoed without it.
            if let space = field.value.lastIndex(of: " ") {
                secrets.append(String(field.value[field.value.index(after: space)...]))
            }
        }
        if let question = request.url.firstIndex(of: "?") {
            for item in request.url[question...].dropFirst().split(separator: "&") {
                let parts = item.split(separator: "=", maxSplits: 1)
                if parts.count == 2, Redaction.isSecretQueryItem(String(parts[0])) {
                    secrets.append(String(parts[1]))
                }
            }
        }
        if let body = try? JSON(parsing: request.body) {
            Self.eachSecret(in: body) { secrets.append($0) }
        }
        self.secrets = secrets.sorted { $0.utf8.count > $1.utf8.count }
    }

    func headers(_ headers: HeaderFields) -> HeaderFields {
        HeaderFields(
            headers.compactMap { field -> (String, String)? in
                let name = field.name.lowercased()
                guard !Redaction.isSecretHeader(name), !Self.transient.contains(name) else { return nil }
                return (name, text(field.value))
            }
        )
    }

    func path(_ path: String) -> String { text(Redaction.url(path)) }

    func body(_ bytes: [UInt8]) -> Cassette.RequestBody {
        if let json = try? JSON(parsing: bytes) { return .json(Self.members(json, text)) }
        return .text(text(String(decoding: bytes, as: UTF8.self)))
    }

    func text(_ text: String) -> String { Redaction.text(text, hiding: secrets) }

    /// The response body: whole JSON loses its secret members; other text loses the request's secrets.
    func responseBody(_ bytes: [UInt8]) -> [UInt8] {
        guard let string = String(validating: bytes, as: UTF8.self) else { return bytes }
        var found = false
        if let json = try? JSON(parsing: bytes) {
            Self.eachSecret(in: json) { _ in found = true }
            if found { return Array(Self.members(json, text).serialized().utf8) }
        }
        let hidden = text(string)
        return hidden == string ? bytes : Array(hidden.utf8)
    }

    /// The value with secret members replaced and all other strings passed through `rewrite`.
    ///
    /// It recurses no deeper than the parser's limit of 512.
    static func members(_ json: JSON, _ rewrite: (String) -> String) -> JSON {
        switch json {
        case .string(let text): .string(rewrite(text))
        case .array(let items): .array(items.map { members($0, rewrite) })
        case .object(let object):
            .object(
                JSON.Object(
                    object.map { member -> (String, JSON) in
                        let isSecret = Self.isSecret(member.key, in: object) && member.value.stringValue != nil
                        return (member.key, isSecret ? .string(Redaction.mark) : members(member.value, rewrite))
                    }
                )
            )
        default: json
        }
    }

    /// By its name; a `token` beside its `logprob` is a piece of text.
    private static func isSecret(_ name: String, in object: JSON.Object) -> Bool {
        Redaction.isSecretName(name) && object["logprob"] == nil
    }

    private static func eachSecret(in json: JSON, _ body: (String) -> Void) {
        var open = [json]
        while let json = open.popLast() {
            if let items = json.arrayValue { open += items }
            for member in json.objectValue ?? JSON.Object() {
                if let text = member.value.stringValue, text != Redaction.mark,
                    isSecret(member.key, in: json.objectValue ?? [:])
                {
                    body(text)
                }
                open.append(member.value)
            }
        }
    }
}
