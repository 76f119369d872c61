internal import Crypto

/// AWS's signature, version 4, over the headers and the body of a request.
struct SigV4: Sendable {
    var credentials: AWSCredentials
    var region: String
    var service: String
    /// Seconds since 1970.
    var time: Int

    /// Headers that are changed on the way, or belong to the connection.
    private static let unsigned: Set<String> = [
        "authorization", "connection", "content-length", "expect", "keep-alive", "proxy-authorization", "te",
        "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id", "traceparent", "tracestate", "baggage",
    ]

    /// Adds `x-amz-date`, `x-amz-security-token` where there is one, and `authorization`. The URL has to be the one that
    /// is sent.
    func sign(_ method: String, _ url: String, _ headers: inout HeaderFields, _ body: [UInt8]) throws(ModelError) {
        guard let parts = URLParts(url) else { throw ModelError(.configuration, "The URL names no host.") }
        headers["x-amz-date"] = timestamp
        headers["x-amz-security-token"] = credentials.sessionToken
        let (canonical, names) = canonicalRequest(method, parts, headers, body)
        let signature = signature(of: stringToSign(canonical))
        headers["authorization"] =
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), SignedHeaders=\(names), "
            + "Signature=\(signature)"
    }

    /// `20261123T120000Z`.
    var timestamp: String { Self.timestamp(time) }

    private var day: Substring { timestamp.prefix(8) }
    private var scope: String { "\(day)/\(region)/\(service)/aws4_request" }

    func canonicalRequest(
        _ method: String,
        _ url: URLParts,
        _ headers: HeaderFields,
        _ body: [UInt8]
    ) -> (text: String, signedHeaders: String) {
        var fields: [String: String] = [:]
        for field in headers {
            let name = field.name.lowercased()
            guard !Self.unsigned.contains(name) else { continue }
            // Inner spaces count once.
            let value = field.value.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
            fields[name] = fields[name].map { "\($0),\(value)" } ?? value
        }
        fields["host"] = Self.host(url)
        let names = fields.keys.sorted()
        let mark = url.path.firstIndex(of: "?") ?? url.path.endIndex
        let lines =
            [
                method, Self.canonicalPath(url.path[..<mark]),
                Self.canonicalQuery(url.path[mark...].dropFirst()),
            ]
            + names.map { "\($0):\(fields[$0] ?? "")" } + [
                "", names.joined(separator: ";"), Self.hex(SHA256.hash(data: body)),
            ]
        return (lines.joined(separator: "\n"), names.joined(separator: ";"))
    }

    func stringToSign(_ canonicalRequest: String) -> String {
        "AWS4-HMAC-SHA256\n\(timestamp)\n\(scope)\n\(Self.hex(SHA256.hash(data: Array(canonicalRequest.utf8))))"
    }

    func signature(of text: String) -> String {
        var key = Array("AWS4\(credentials.secretAccessKey)".utf8)
        for part in [String(day), region, service, "aws4_request", text] {
            key = Array(HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: SymmetricKey(data: key)))
        }
        return Self.hex(key)
    }

    /// Without the port that is the scheme's own, as it is sent.
    private static func host(_ url: URLParts) -> String {
        for (scheme, port) in [("https", ":443"), ("http", ":80")]
        where url.scheme == scheme && url.host.hasSuffix(port) {
            return String(url.host.dropLast(port.count))
        }
        return url.host
    }

    /// The path as it is sent, encoded once more: a service decodes it once before it works the signature out.
    static func canonicalPath(_ path: Substring) -> String {
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        let isFolder = path.hasSuffix("/") || path.hasSuffix("/.") || path.hasSuffix("/..")
        let text = "/" + segments.map { PathTemplate.percentEncoded(String($0)) }.joined(separator: "/")
        return isFolder && !segments.isEmpty ? text + "/" : text
    }

    private static func canonicalQuery(_ query: Substring) -> String {
        query.split(separator: "&").map { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.count == 2 ? String(parts[1]) : "")
        }
        .sorted { Array($0.0.utf8).lexicographicallyPrecedes(Array($1.0.utf8)) || ($0.0 == $1.0 && $0.1 < $1.1) }
        .map { "\($0)=\($1)" }.joined(separator: "&")
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func timestamp(_ time: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let date = Timestamp.date(time)
        return "\(date.year)\(two(date.month))\(two(date.day))T\(two(time / 3600 % 24))\(two(time / 60 % 60))"
            + "\(two(time % 60))Z"
    }
}

extension Timestamp {
    /// The day of a time, by the Gregorian calendar.
    static func date(_ seconds: Int) -> (year: Int, month: Int, day: Int) {
        // Counted in years that begin in March, so that a leap day comes last.
        let days = seconds / 86_400 + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (era * 400 + yearOfEra + (month < 3 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}
