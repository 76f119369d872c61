/// Host and port of a base URL.
struct ServerAddress: Equatable {
    var host: String
    /// `nil` where the URL gives none.
    var port: Int?

    /// `nil` where the text is no absolute URL. User-info, path and query are left out.
    init?(_ url: String) {
        guard let host = URLParts(url)?.host else { return nil }
        let end = host.lastIndex(of: "]").map { host.index(after: $0) } ?? host.startIndex
        let colon = host[end...].lastIndex(of: ":")
        let name = host[..<(colon ?? host.endIndex)]
        self.host = String(name.hasPrefix("[") && name.hasSuffix("]") ? name.dropFirst().dropLast() : name)
        port = colon.flatMap { Int(host[host.index(after: $0)...]) }
        guard !self.host.isEmpty else { return nil }
    }

    /// Where the handle says that its calls go; `nil` where it leaves that to the provider's row.
    init?(_ model: Model) {
        let said = model.baseURL ?? model.extra["api_base"]?.stringValue ?? model.extra["base_url"]?.stringValue
        guard let said else { return nil }
        self.init(said)
    }
}
