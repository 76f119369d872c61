internal import AsyncHTTPClient
internal import FoundationEssentials
internal import NIOHTTP1
internal import Synchronization

/// The client's requests for the URLs met before, without headers and body: taking a URL apart costs more than all else
/// that is done to send a request.
final class RequestTemplates: Sendable {
    private struct Line: Hashable {
        var method: String
        var url: String
    }

    private let templates = Mutex<[Line: HTTPClient.Request]>([:])

    /// A program that makes up URLs without end must not fill the memory.
    private static let limit = 1024

    /// Throws `.invalidRequest` for what is no absolute http or https URL.
    func template(_ method: String, _ url: String) throws(ModelError) -> HTTPClient.Request {
        let line = Line(method: method, url: url)
        if let known = templates.withLock({ $0[line] }) { return known }
        guard let parts = URLParts(url), ["http", "https"].contains(parts.scheme) else {
            throw ModelError(.invalidRequest, "\"\(Redaction.url(url))\" is not an absolute http or https URL.")
        }
        let template: HTTPClient.Request
        do {
            template = try HTTPClient.Request(url: url, method: HTTPMethod(rawValue: method))
        } catch {
            throw TransportFailure.notSendable(error, host: parts.host)
        }
        templates.withLock { templates in
            if templates.count >= Self.limit { templates.removeAll() }
            templates[line] = template
        }
        return template
    }
}
