internal import Crypto
internal import NIOSSL

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A certificate made for one server, signed by itself, and its key. P-256, for 127.0.0.1 or a name.
struct SelfSignedCertificate {
    let certificate: NIOSSLCertificate
    let key: NIOSSLPrivateKey

    init(host: String) throws {
        let key = P256.Signing.PrivateKey()
        let name = DER.sequence(DER.tagged(0x31, DER.sequence(DER.commonName, DER.tagged(0x0C, Array(host.utf8)))))
        let alternative =
            host == "127.0.0.1" ? DER.tagged(0x87, [127, 0, 0, 1]) : DER.tagged(0x82, Array(host.utf8))
        let extensions = DER.sequence(
            DER.sequence(DER.subjectAltName, DER.tagged(0x04, DER.sequence(alternative))),
            DER.sequence(DER.basicConstraints, DER.true, DER.tagged(0x04, DER.sequence(DER.true))))
        let toSign = DER.sequence(
            DER.tagged(0xA0, DER.tagged(0x02, [2])),
            DER.tagged(0x02, [1]),
            DER.sequence(DER.ecdsaWithSHA256),
            name,
            DER.sequence(
                DER.tagged(0x17, Array("250101000000Z".utf8)), DER.tagged(0x17, Array("491231235959Z".utf8))),
            name,
            Array(key.publicKey.derRepresentation),
            DER.tagged(0xA3, extensions))
        let signature = try key.signature(for: toSign)
        let whole = DER.sequence(
            toSign, DER.sequence(DER.ecdsaWithSHA256), DER.tagged(0x03, [0] + signature.derRepresentation))
        certificate = try NIOSSLCertificate(bytes: whole, format: .der)
        self.key = try NIOSSLPrivateKey(bytes: Array(key.derRepresentation), format: .der)
    }

    /// The certificate as text.
    var pem: String {
        get throws {
            let text = Data(try certificate.toDERBytes()).base64EncodedString()
            let lines = stride(from: 0, to: text.count, by: 64).map { text.dropFirst($0).prefix(64) }
            return "-----BEGIN CERTIFICATE-----\n\(lines.joined(separator: "\n"))\n-----END CERTIFICATE-----\n"
        }
    }

    func context(protocols: [String]) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
        configuration.applicationProtocols = protocols
        return try NIOSSLContext(configuration: configuration)
    }
}

/// The little of ASN.1's distinguished encoding that a certificate takes (X.690, RFC 5280).
private enum DER {
    static let commonName: [UInt8] = [0x06, 3, 0x55, 4, 3]
    static let subjectAltName: [UInt8] = [0x06, 3, 0x55, 0x1D, 17]
    static let basicConstraints: [UInt8] = [0x06, 3, 0x55, 0x1D, 19]
    static let ecdsaWithSHA256: [UInt8] = [0x06, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2]
    static let `true`: [UInt8] = [0x01, 1, 0xFF]

    static func sequence(_ parts: [UInt8]...) -> [UInt8] { tagged(0x30, Array(parts.joined())) }

    static func tagged(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let length: [UInt8] =
            switch content.count {
            case ..<0x80: [UInt8(content.count)]
            case ..<0x100: [0x81, UInt8(content.count)]
            default: [0x82, UInt8(content.count >> 8), UInt8(content.count & 0xFF)]
            }
        return [tag] + length + content
    }
}
