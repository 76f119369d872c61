/// The parts of an absolute URL that the transport and the cassettes need, cut without interpreting them.
struct URLParts: Sendable {
    /// In lower case.
    var scheme: String
    /// Without user-info, in lower case, with the port where the URL gives one.
    var host: String
    /// With the query, without the fragment; `/` where the URL has none.
    var path: String

    init?(_ url: String) {
        guard let mark = url.firstRange(of: "://") else { return nil }
        scheme = url[..<mark.lowerBound].lowercased()
        let rest = url[mark.upperBound...].prefix { $0 != "#" }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = rest[..<end]
        let start = authority.lastIndex(of: "@").map { authority.index(after: $0) } ?? authority.startIndex
        host = authority[start...].lowercased()
        guard !host.isEmpty else { return nil }
        let tail = String(rest[end...])
        path = tail.hasPrefix("/") ? tail : "/" + tail
    }
}
