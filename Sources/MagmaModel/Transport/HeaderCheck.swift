/// Refuses what would let a value break out of its place in the request head.
enum HeaderCheck {
    static func check(_ request: TransportRequest) throws(ModelError) {
        guard isToken(request.method) else {
            throw ModelError(.invalidRequest, "The HTTP method is not a token.")
        }
        guard request.url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw ModelError(.invalidRequest, "The URL contains a space or a control character.")
        }
        try check(request.headers)
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
        !text.isEmpty
            && text.withBytes { bytes in
                bytes.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"),
                        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                        true
                    default: "!#$%&'*+.^_`|~".utf8.contains(byte)
                    }
                }
            }
    }

    private static func isValue(_ text: String) -> Bool {
        text.withBytes { bytes in bytes.allSatisfy { ($0 >= 0x20 || $0 == 0x09) && $0 != 0x7F } }
    }
}
