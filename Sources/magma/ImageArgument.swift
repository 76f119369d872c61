import FoundationEssentials
import MagmaModel

/// The value of `--image`: an address, which the provider fetches, or a file, which is sent.
enum ImageArgument {
    static func source(_ argument: String) throws -> MediaSource {
        let start = argument.prefix(8).lowercased()
        if start.hasPrefix("http://") || start.hasPrefix("https://") || start.hasPrefix("data:") {
            return MediaSource(url: argument)
        }
        let bytes = try InputFile.bytes(argument, option: "--image")
        guard let type = mediaType(bytes) ?? mediaType(ofName: argument) else {
            throw UsageError("--image: \"\(argument)\" is no PNG, JPEG, GIF, WebP, BMP, TIFF, HEIC or AVIF image.")
        }
        return .base64(Data(bytes).base64EncodedString(), mediaType: type)
    }

    /// By the first bytes.
    static func mediaType(_ bytes: [UInt8]) -> String? {
        func has(_ text: StaticString, at offset: Int = 0) -> Bool {
            text.withUTF8Buffer { bytes.dropFirst(offset).prefix($0.count).elementsEqual($0) }
        }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if has("GIF8") { return "image/gif" }
        if has("RIFF"), has("WEBP", at: 8) { return "image/webp" }
        if has("BM") { return "image/bmp" }
        if bytes.starts(with: [0x49, 0x49, 0x2A, 0]) || bytes.starts(with: [0x4D, 0x4D, 0, 0x2A]) {
            return "image/tiff"
        }
        if has("ftypheic", at: 4) || has("ftypheix", at: 4) || has("ftypmif1", at: 4) { return "image/heic" }
        if has("ftypavif", at: 4) { return "image/avif" }
        return nil
    }

    /// By the name's ending, for forms without a mark of their own.
    private static func mediaType(ofName name: String) -> String? {
        switch name.split(separator: ".").last?.lowercased() {
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "gif": "image/gif"
        case "webp": "image/webp"
        case "svg": "image/svg+xml"
        default: nil
        }
    }
}
