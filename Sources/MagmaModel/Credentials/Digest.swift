import Crypto

/// SHA-256 of texts.
enum Digest {
    /// In lower-case hexadecimal digits.
    static func sha256(_ text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var bytes: [UInt8] = []
        for byte in SHA256.hash(data: Array(text.utf8)) { bytes += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
