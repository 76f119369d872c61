internal import AsyncHTTPClient
internal import FoundationEssentials
internal import NIOHTTP1
internal import Synchronization

/// The client's requests for the URLs met before, without a body: taking a URL apart costs more than all else that is done to
/// send a request.
final class RequestTemplates: Sendable {
    private struct Line: Hashable {
        var method: String
        var url: String
    }

    private struct Known {
        var all: [Line: Template] = [:]
        /// What was asked for last is most often asked for next, and strings compare faster than they hash.
        var last: Template?

        /// A program that makes up URLs without end must not fill the memory.
        static let limit = 1024

        mutating func find(_ line: Line) -> Template? {
            if let last, last.line == line { return last }
            guard let template = all[line] else { return nil }
            last = template
            return template
        }

        mutating func add(_ template: Template) {
            if all.count >= Self.limit { all.removeAll() }
            all[template.line] = template
            last = template
        }
    }

    private let known = Mutex(Known())

    /// An object, so that looking at it copies nothing.
    private final class Template: Sendable {
        let line: Line
        private let request: HTTPClient.Request
        /// The last request, key and all: those of a handle have the same fields each time.
        private let last = Mutex<(fields: HeaderFields, request: HTTPClient.Request)?>(nil)

        init(_ line: Line, _ request: HTTPClient.Request) {
            self.line = line
            self.request = request
        }

        func request(with fields: HeaderFields, isConfidential: Bool) throws(ModelError) -> HTTPClient.Request {
            if let known = last.withLock({ $0?.fields == fields ? $0?.request : nil }) { return known }
            try HeaderCheck.check(fields)
            var request = request
            request.headers = HTTPHeaders(fields.map { ($0.name, $0.value) })
            if !isConfidential { last.withLock { [request] in $0 = (fields, request) } }
            return request
        }
    }

    /// The client's request, without its body. The headers of a confidential one are not kept.
    ///
    /// Throws `.invalidRequest` for what is no absolute http or https URL, for a method that is no token, and for fields that
    /// HTTP cannot hold.
    func request(for request: TransportRequest) throws(ModelError) -> HTTPClient.Request {
        try template(request.method, request.url)
            .request(with: request.headers, isConfidential: request.isConfidential)
    }

    private func template(_ method: String, _ url: String) throws(ModelError) -> Template {
        let line = Line(method: method, url: url)
        if let template = known.withLock({ $0.find(line) }) { return template }
        try HeaderCheck.check(method: method, url: url)
        guard let parts = URLParts(url), ["http", "https"].contains(parts.scheme) else {
            throw ModelError(.invalidRequest, "\"\(Redaction.url(url))\" is not an absolute http or https URL.")
        }
        let request: HTTPClient.Request
        do {
            request = try HTTPClient.Request(url: url, method: HTTPMethod(rawValue: method))
        } catch {
            throw TransportFailure.notSendable(error, host: parts.host)
        }
        let template = Template(line, request)
        known.withLock { $0.add(template) }
        return template
    }
}
