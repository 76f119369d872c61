/// What may never be shown: which names mean secrets, and texts without them.
package enum Redaction {
    static let mark = "***"

    /// Whether a key of `extra`, a query item or a JSON member of this name holds a secret.
    package static func isSecretName(_ name: String) -> Bool {
        name.endsCaseless(with: "key") || name.endsCaseless(with: "token") || name.endsCaseless(with: "secret")
            || name.endsCaseless(with: "password")
    }

    /// Whether a header of this name holds a secret.
    package static func isSecretHeader(_ name: String) -> Bool {
        name.equalsCaseless("authorization") || name.equalsCaseless("proxy-authorization")
            || name.containsCaseless("cookie") || isSecretName(name)
    }

    /// The object with the values of secret members replaced; references (`env:NAME`) stay.
    static func members(_ object: JSON.Object) -> JSON.Object {
        JSON.Object(
            object.map { member -> (String, JSON) in
                guard isSecretName(member.key) else { return (member.key, member.value) }
                if let text = member.value.stringValue, text.hasPrefix("env:") { return (member.key, member.value) }
                return (member.key, .string(mark))
            }
        )
    }

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

    /// The URL without user-info and without the values of secret query items.
    package static func url(_ url: String) -> String {
        var text = url
        if let scheme = text.firstRange(of: "://") {
            let rest = text[scheme.upperBound...]
            let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
            if let at = rest[..<end].lastIndex(of: "@") {
                text = text[..<scheme.upperBound] + "\(mark)@" + text[text.index(after: at)...]
            }
        }
        guard let question = text.firstIndex(of: "?") else { return text }
        let items = text[text.index(after: question)...].split(separator: "&", omittingEmptySubsequences: false).map {
            item -> String in
            let parts = item.split(separator: "=", maxSplits: 1)
            return parts.count == 2 && isSecretName(String(parts[0])) ? "\(parts[0])=\(mark)" : String(item)
        }
        return text[...question] + items.joined(separator: "&")
    }

    /// The text with every occurrence of the given secrets replaced.
    package static func text(_ text: String, hiding secrets: [String]) -> String {
        secrets.reduce(text) { text, secret in
            guard secret.utf8.count >= 4, text.contains(secret) else { return text }
            return text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: mark)
        }
    }
}
