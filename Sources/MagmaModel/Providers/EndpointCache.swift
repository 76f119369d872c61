import Synchronization

/// Remembers joined URLs: a program calls few endpoints, and each many times.
final class EndpointCache: Sendable {
    private struct Place: Hashable {
        var provider: String
        var base: String
    }

    private let urls = Mutex<[Place: String]>([:])

    /// A program that makes up base URLs without end must not fill the memory.
    private static let limit = 1024

    /// ``EndpointURL/url(provider:base:wire:)``, worked out once.
    func url(provider: Provider, base: String?, wire: any WireProtocol) throws(ModelError) -> String {
        let place = Place(provider: provider.id, base: base ?? "")
        if let url = urls.withLock({ $0[place] }) { return url }
        let url = try EndpointURL.url(provider: provider, base: base, wire: wire)
        urls.withLock { urls in
            if urls.count >= Self.limit { urls.removeAll() }
            urls[place] = url
        }
        return url
    }
}
