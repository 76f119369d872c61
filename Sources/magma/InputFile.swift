import FoundationEssentials
import MagmaModel

/// Files that arguments name.
enum InputFile {
    /// The bytes of a file, or of the standard input for `-`.
    static func bytes(_ path: String, option: String) throws -> [UInt8] {
        if path == "-" { return Terminal.readInput() }
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw UsageError("\(option): there is no file \"\(path)\".")
        }
        guard !isFolder else { throw UsageError("\(option): \"\(path)\" is a folder.") }
        do {
            return [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw UsageError("\(option): \"\(path)\" cannot be read.")
        }
    }

    static func json(_ path: String, option: String) throws -> JSON {
        let bytes = try bytes(path, option: option)
        do throws(JSONError) {
            return try JSON(parsing: bytes)
        } catch {
            throw UsageError("\(option) \(path) is no JSON: \(error).")
        }
    }

    /// Writes a file, with the folders above it.
    static func write(_ text: String, to path: String) throws {
        do {
            let url = URL(filePath: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: url)
        } catch {
            throw UsageError("\"\(path)\" cannot be written.")
        }
    }
}
