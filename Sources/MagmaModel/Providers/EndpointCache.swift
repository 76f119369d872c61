import Synchronization

/// Where calls go, and the row that holds there. An object, so that looking at it copies nothing.
final class Endpoint: Sendable {
    let url: String
    let row: ProviderRow
    fileprivate let key: EndpointCache.Key

    fileprivate init(_ key: EndpointCache.Key, url: String, row: ProviderRow) {
        self.key = key
        self.url = url
        self.row = row
    }
}

/// Remembers endpoints: a program calls few, and each many times.
final class EndpointCache: Sendable {
    fileprivate struct Key: Hashable {
        /// The rows live as long as the catalog, and that as long as this.
        var row: ObjectIdentifier
        var base: String
        var path: String
    }

    private struct Known {
        var all: [Key: Endpoint] = [:]
        /// What was asked for last is most often asked for next, and strings compare faster than they hash.
        var last: Endpoint?

        /// A program that makes up base URLs without end must not fill the memory.
        static let limit = 1024

        mutating func find(_ key: Key) -> Endpoint? {
            if let last, last.key == key { return last }
            guard let endpoint = all[key] else { return nil }
            last = endpoint
            return endpoint
        }

        mutating func add(_ endpoint: Endpoint) {
            if all.count >= Self.limit { all.removeAll() }
            all[endpoint.key] = endpoint
            last = endpoint
        }
    }

    private let known = Mutex(Known())

    /// ``EndpointURL/url(provider:base:wire:endpoint:)``, worked out once. `path` is that of the endpoint, its marks filled in.
    func endpoint(
        _ row: ProviderRow,
        base: String?,
        wire: any WireProtocol,
        path: String
    ) throws(ModelError) -> Endpoint {
        let key = Key(row: ObjectIdentifier(row), base: base ?? "", path: path)
        if let endpoint = known.withLock({ $0.find(key) }) { return endpoint }
        let provider = row.provider
        let url = try EndpointURL.url(provider: provider, base: base, wire: wire, endpoint: path)
        let isAway = row.elsewhere != nil && base != provider.baseURL && !EndpointURL.isOwnHost(provider, base)
        let endpoint = Endpoint(key, url: url, row: isAway ? row.elsewhere ?? row : row)
        known.withLock { $0.add(endpoint) }
        return endpoint
    }
}
