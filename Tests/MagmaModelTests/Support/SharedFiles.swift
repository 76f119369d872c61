import Foundation

/// The reference material beside the project: `MAGMA_SHARED`, else `../shared` next to the package. A user's machine does
/// not have it; what needs it is skipped, and says so.
enum SharedFiles {
    static let root: URL? = {
        let environment = ProcessInfo.processInfo.environment["MAGMA_SHARED"]
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let url = environment.map { URL(fileURLWithPath: $0) }
            ?? package.deletingLastPathComponent().appendingPathComponent("shared")
        if FileManager.default.fileExists(atPath: url.path) { return url }
        FileHandle.standardError.write(Data("SKIPPED LOUDLY: no shared reference material; set MAGMA_SHARED.\n".utf8))
        return nil
    }()

    static var isThere: Bool { root != nil }

    /// The files below a folder whose names end so, sorted; empty where there is no shared material.
    static func files(_ folder: String, ending: String) -> [URL] {
        guard let folder = root?.appendingPathComponent(folder),
            let paths = try? FileManager.default.subpathsOfDirectory(atPath: folder.path)
        else { return [] }
        return paths.filter { $0.hasSuffix(ending) }.sorted().map { folder.appendingPathComponent($0) }
    }

    static func bytes(_ url: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }
}
