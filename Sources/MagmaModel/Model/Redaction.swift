/// What may never be shown: which names mean secrets, and texts without them.
package enum Redaction {
    static let mark = "***"

    /// Whether a key of `extra` or a JSON member of this name holds a secret.
    package static func isSecretName(_ name: String) -> Bool {
        name.endsCaseless(with: "key") || name.endsCaseless(with: "token") || name.endsCaseless(with: "secret")
            || name.endsCaseless(with: "password")
    }

    /// Whether an item of this name in a URL's query holds a secret: also what signs the URLs of stores (`X-Amz-Signature`, `sig`).
    package static func isSecretQueryItem(_ name: String) -> Bool {
        isSecretName(name) || name.endsCaseless(with: "signature") || name.endsCaseless(with: "credential")
            || name.endsCaseless(with: "credentials") || name.endsCaseless(with: "passwd")
            || name.equalsCaseless("sig") || name.equalsCaseless("auth") || name.equalsCaseless("authorization")
    }

    /// Whether a header of this name holds a secret.
    package static func isSecretHeader(_ name: String) -> Bool {
        name.equalsCaseless("authorization") || name.equalsCaseless("proxy-authorization")
            || name.containsCaseless("cookie") || isSecretName(name)
    }

    /// The values of secret headers.
    static func secrets(in headers: HeaderFields) -> [String] {
        let fields = headers.filter { isSecretHeader($0.name) }.map(\.value)
        // A key after "Bearer" may be echoed without it.
        return fields + fields.map { $0.split(separator: " ") }.filter { $0.count == 2 }.map { String($0[1]) }
    }

    /// `extra` with its secrets replaced by `mark`, or left out where that is `nil`; references (`env:NAME`) stay.
    static func members(_ object: JSON.Object, mark: String? = Redaction.mark) -> JSON.Object {
        JSON.Object(
            object.compactMap { member -> (String, JSON)? in
                if isSecretName(member.key), !isReference(member.value) {
                    return mark.map { (member.key, .string($0)) }
                }
                if member.key.endsCaseless(with: "credentials"), !isPath(member.value) {
                    return mark.map { (member.key, .string($0)) }
                }
                switch (member.key, member.value) {
                case ("headers", .object(let headers)), ("extra_headers", .object(let headers)):
                    let shown = headers.compactMap { field -> (String, JSON)? in
                        isSecretHeader(field.key) && !isReference(field.value)
                            ? mark.map { (field.key, .string($0)) } : (field.key, field.value)
                    }
                    return (member.key, .object(JSON.Object(shown)))
                case ("api_base", .string(let text)), ("base_url", .string(let text)):
                    return (member.key, .string(url(text, mark: mark)))
                default: return (member.key, within(member.value, mark: mark))
                }
            }
        )
    }

    /// The value without the secrets that its objects hold, however deep: tools may name servers, and what lets one in there.
    static func within(_ json: JSON, mark: String? = Redaction.mark) -> JSON {
        switch json {
        case .array(let items): return .array(items.map { within($0, mark: mark) })
        case .object(let object):
            let shown = object.compactMap { member -> (String, JSON)? in
                guard let text = member.value.stringValue else { return (member.key, within(member.value, mark: mark)) }
                if isSecretHeader(member.key), !isReference(member.value) {
                    return mark.map { (member.key, .string($0)) }
                }
                let isURL = member.key.endsCaseless(with: "url") || member.key.endsCaseless(with: "uri")
                return (member.key, isURL ? .string(url(text, mark: mark)) : member.value)
            }
            return .object(JSON.Object(shown))
        default: return json
        }
    }

    /// A file that holds credentials may be named, they themselves may not be shown.
    private static func isPath(_ json: JSON) -> Bool { json.stringValue.map { !$0.contains("{") } ?? false }

    private static func isReference(_ json: JSON) -> Bool { json.stringValue?.hasPrefix("env:") == true }

    /// The headers with secret values replaced. `Bearer` and the like stay, so that the form can be seen.
    package static func headers(_ headers: HeaderFields) -> HeaderFields {
        HeaderFields(
            headers.map { field -> (String, String) in
                guard isSecretHeader(field.name) else { return (field.name, field.value) }
                let scheme = field.value.split(separator: " ", maxSplits: 1)
                return (field.name, scheme.count == 2 ? "\(scheme[0]) \(mark)" : mark)
            }
        )
    }

    /// The URL with user-info and the values of secret query items replaced by `mark`, or left out where that is `nil`.
    package static func url(_ url: String, mark: String? = Redaction.mark) -> String {
        var text = url
        if let scheme = text.firstRange(of: "://") {
            let rest = text[scheme.upperBound...]
            let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
            if let at = rest[..<end].lastIndex(of: "@") {
                text = text[..<scheme.upperBound] + (mark.map { "\($0)@" } ?? "") + text[text.index(after: at)...]
            }
        }
        guard let question = text.firstIndex(of: "?") else { return text }
        let items = text[text.index(after: question)...].split(separator: "&", omittingEmptySubsequences: false)
            .compactMap { item -> String? in
                let parts = item.split(separator: "=", maxSplits: 1)
                guard parts.count == 2, isSecretQueryItem(String(parts[0])) else { return String(item) }
                return mark.map { "\(parts[0])=\($0)" }
            }
        return items.isEmpty ? String(text[..<question]) : text[...question] + items.joined(separator: "&")
    }

    /// The text with every occurrence of the given secrets replaced.
    package static func text(_ text: String, hiding secrets: [String]) -> String {
        secrets.reduce(text) { text, secret in
            guard secret.utf8.count >= 4, text.contains(secret) else { return text }
            return text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: mark)
        }
    }
}
