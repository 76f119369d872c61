/// Joins a base URL and a protocol's path, the same way for every provider.
///
/// `http://h`, `http://h/`, `http://h/v1`, `http://h/v1/` and the full endpoint mean the same; any other path that the
/// user gave is kept. On the provider's own host all of them mean the path of its row.
enum EndpointURL {
    /// Throws `.configuration` where there is no base URL, it has no scheme, or it holds a character no URL may hold.
    ///
    /// `endpoint` is the path of the endpoint with its marks filled in, else the row's or the protocol's; it may carry a query.
    static func url(
        provider: Provider,
        base: String?,
        wire: any WireProtocol,
        endpoint: String? = nil
    ) throws(ModelError) -> String {
        guard let base, !base.isEmpty else {
            let variable = provider.baseURLVariables.first.map { "set \($0), or " } ?? ""
            throw ModelError(.configuration, "\(provider.name) has no address of its own: \(variable)give a base URL.")
        }
        let parts = try split(base)
        let whole = endpoint ?? provider.path ?? wire.path
        let mark = whole.firstIndex(of: "?") ?? whole.endIndex
        let endpoint = whole[..<mark]
        let version = provider.versionPath ?? wire.versionPath
        var path = parts.path
        while path.hasSuffix("/") { path.removeLast() }
        let isWhole = path.hasSuffix(endpoint)
        if isWhole { path.removeLast(endpoint.count) }
        while path.hasSuffix("/") { path.removeLast() }
        // Where there is no version segment, at Ollama's, one is taken for what it is at other protocols: noise.
        if version.isEmpty, path.hasSuffix("/v1") { path.removeLast(3) }
        // The beginning of the endpoint, given already.
        if !path.isEmpty, endpoint.hasPrefix(path + "/") { path = "" }
        // A protocol of another version (v2, v1beta) is not that of version 1, whatever the address names.
        if !["", "/v1"].contains(wire.versionPath), path == "/v1" { path = version }
        if path.isEmpty || path == "/v1" {
            if let own = ownPath(provider, at: parts.origin) {
                path = own
            } else if path.isEmpty, !isWhole {
                path = version
            }
        } else if !isWhole, needsVersion(path, wire) {
            path += wire.versionPath
        }
        return parts.origin + path + endpoint + joined(whole[mark...], parts.query)
    }

    /// Two queries, each with its question mark or empty, as one. What the user says of an item holds.
    private static func joined(_ own: Substring, _ users: String) -> String {
        guard !own.isEmpty, !users.isEmpty else { return own + users }
        func items(_ query: some StringProtocol) -> [Substring] {
            query.dropFirst().split(separator: "&").map { Substring($0) }
        }
        func name(_ item: Substring) -> Substring { item.prefix { $0 != "=" } }
        let said = items(users)
        let rest = items(own).filter { item in !said.contains { name($0) == name(item) } }
        return "?" + (rest + said).joined(separator: "&")
    }

    /// Whether the path of a base URL ends so.
    static func ends(_ base: String, in ending: String) -> Bool {
        guard var path = try? split(base).path else { return false }
        while path.hasSuffix("/") { path.removeLast() }
        return path.hasSuffix(ending)
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
