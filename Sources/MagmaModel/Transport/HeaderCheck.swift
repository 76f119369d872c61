/// Refuses what would let a value break out of its place in the request head.
enum HeaderCheck {
    static func check(_ request: TransportRequest) throws(ModelError) {
        try check(method: request.method, url: request.url)
        try check(request.headers)
    }

    static func check(method: String, url: String) throws(ModelError) {
        guard isToken(method) else {
            throw ModelError(.invalidRequest, "The HTTP method is not a token.")
        }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw ModelError(.invalidRequest, "The URL contains a space or a control character.")
        }
    }

    static func check(_ headers: HeaderFields) throws(ModelError) {
        for field in headers {
            guard isToken(field.name) else {
                throw ModelError(.invalidRequest, "A header's name contains a character that HTTP does not allow.")
            }
            guard isValue(field.value) else {
                // The name is a token here, so it can be shown; the value may be a key.
                throw ModelError(
                    .invalidRequest,
                    Redaction.isSecretHeader(field.name)
                        ? "The key contains a control character (a line break, NUL or the like), so it cannot be sent."
                        : "The header \"\(field.name.prefix(40))\" contains a control character."
                )
            }
        }
    }

    /// `token` of RFC 9110, section 5.6.2.
    private static func isToken(_ text: String) -> Bool {
        let isAllowed = isTokenByte
        return !text.isEmpty && text.withBytes { $0.allSatisfy { isAllowed[Int($0)] } }
    }

    private static let isTokenByte: [Bool] = {
        let bytes = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8
        return (0...255).map { bytes.contains($0) }
    }()

    private static func isValue(_ text: String) -> Bool {
        text.withBytes { bytes in
            var at = 0
            while let start = bytes.baseAddress, at + 8 <= bytes.count, !mayHoldControl(loadWord(start + at)) {
                at += 8
            }
            return bytes[at...].allSatisfy { ($0 >= 0x20 || $0 == 0x09) && $0 != 0x7F }
        }
    }
}
