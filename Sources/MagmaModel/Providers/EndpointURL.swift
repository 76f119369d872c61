/// Joins a base URL and a protocol's path, the same way for every provider.
///
/// `http://h`, `http://h/`, `http://h/v1`, `http://h/v1/` and the full endpoint mean the same; any other path that the
/// user gave is kept. On the provider's own host all of them mean the path of its row.
enum EndpointURL {
    /// Throws `.configuration` where there is no base URL, it has no scheme, or it holds a character no URL may hold.
    static func url(provider: Provider, base: String?, wire: any WireProtocol) throws(ModelError) -> String {
        guard let base, !base.isEmpty else {
            let variable = provider.baseURLVariables.first.map { "set \($0), or " } ?? ""
            throw ModelError(.configuration, "\(provider.name) has no address of its own: \(variable)give a base URL.")
        }
        let parts = try split(base)
        let endpoint = provider.path ?? wire.path
        let version = provider.versionPath ?? wire.versionPath
        var path = parts.path
        while path.hasSuffix("/") { path.removeLast() }
        let isWhole = path.hasSuffix(endpoint)
        if isWhole { path.removeLast(endpoint.count) }
        while path.hasSuffix("/") { path.removeLast() }
        // A protocol without a version segment, Ollama's, takes one for what it is at other protocols: noise.
        if wire.versionPath.isEmpty, path.hasSuffix("/v1") { path.removeLast(3) }
        if path.isEmpty || path == "/v1" {
            if let own = ownPath(provider, at: parts.origin) {
                path = own
            } else if path.isEmpty, !isWhole {
                path = version
            }
        } else if !isWhole, needsVersion(path, wire) {
            path += wire.versionPath
        }
        return parts.origin + path + endpoint + parts.query
    }

    /// Whether a base URL is on the host of the provider's row, or on a part of it (`us.api.openai.com`).
    static func isOwnHost(_ provider: Provider, _ base: String?) -> Bool {
        guard let own = provider.baseURL.flatMap(host), let host = base.flatMap(host) else { return false }
        return host == own || host.hasSuffix("." + own)
    }

    private static func host(_ url: String) -> String? {
        guard let origin = try? split(url).origin, let scheme = origin.firstRange(of: "://") else { return nil }
        return origin[scheme.upperBound...].split(separator: "@").last.map { $0.lowercased() }
    }

    /// The path of the provider's own base URL where `origin` is its own host.
    private static func ownPath(_ provider: Provider, at origin: String) -> String? {
        guard let base = provider.baseURL, !base.contains("{"), let own = try? split(base),
            own.origin.lowercased() == origin.lowercased()
        else { return nil }
        return own.path.hasSuffix("/") ? String(own.path.dropLast()) : own.path
    }

    /// Anthropic's paths carry the version behind any prefix of the user's, as its own clients have it.
    private static func needsVersion(_ path: String, _ wire: any WireProtocol) -> Bool {
        guard wire is Messages, let last = path.split(separator: "/").last else { return false }
        let isVersion = last.first == "v" && last.dropFirst().first?.isNumber == true
        return !isVersion
    }

    private static func split(_ url: String) throws(ModelError) -> (origin: String, path: String, query: String) {
        let shown = Redaction.url(url)
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw ModelError(.configuration, "The base URL contains a space or a control character.")
        }
        guard let scheme = url.firstRange(of: "://"),
            ["http", "https"].contains(url[..<scheme.lowerBound].lowercased())
        else {
            throw ModelError(.configuration, "The base URL \"\(shown)\" begins with neither http:// nor https://.")
        }
        let rest = url[scheme.upperBound...]
        let query = rest.firstIndex { $0 == "?" || $0 == "#" } ?? rest.endIndex
        let slash = rest[..<query].firstIndex(of: "/") ?? query
        guard slash > rest.startIndex else {
            throw ModelError(.configuration, "The base URL \"\(shown)\" names no host.")
        }
        let tail = rest[query...].prefix { $0 != "#" }
        return (String(url[..<slash]), String(rest[slash..<query]), String(tail))
    }
}
