internal import Crypto
internal import CryptoExtras
internal import FoundationEssentials

/// A JSON Web Token signed with RSA and SHA-256 (RS256). No I/O.
enum JWT {
    /// Throws `.authentication` for a key that is none.
    static func signed(_ claims: JSON, keyID: String?, privateKey: String) throws(ModelError) -> String {
        var header: JSON.Object = ["alg": "RS256", "typ": "JWT"]
        if let keyID { header["kid"] = .string(keyID) }
        let text = [JSON.object(header), claims].map { base64URL(Array($0.serialized().utf8)) }.joined(separator: ".")
        do {
            // Keys that came through an environment variable have their line breaks written out.
            let pem = privateKey.split(separator: "\\n", omittingEmptySubsequences: false).joined(separator: "\n")
            let key = try _RSA.Signing.PrivateKey(pemRepresentation: pem)
            let signature = try key.signature(for: SHA256.hash(data: Array(text.utf8)), padding: .insecurePKCS1v1_5)
            return "\(text).\(base64URL(Array(signature.rawRepresentation)))"
        } catch {
            // Without the error itself, which may quote the key.
            throw .credentials("The private key of the service account is no RSA key in PEM form.")
        }
    }

    static func base64URL(_ bytes: [UInt8]) -> String {
        String(
            decoding: Data(bytes).base64EncodedString().utf8.compactMap { byte in
                switch byte {
                case UInt8(ascii: "+"): UInt8(ascii: "-")
                case UInt8(ascii: "/"): UInt8(ascii: "_")
                case UInt8(ascii: "="): nil
                default: byte
                }
            }, as: UTF8.self)
    }
}
