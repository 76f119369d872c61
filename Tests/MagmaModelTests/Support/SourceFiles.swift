import Foundation
import Testing

/// The project's own sources, for tests that read them.
enum SourceFiles {
    /// …/<package>/Tests/MagmaModelTests/Support/SourceFiles.swift
    static let package = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }

    /// The Swift files of a target, with paths from its folder.
    static func all(of target: String) throws -> [(path: String, text: String)] {
        let root = package.appendingPathComponent("Sources/\(target)")
        let files = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".swift") }
        #expect(!files.isEmpty)
        return try files.map { ($0, try String(contentsOf: root.appendingPathComponent($0), encoding: .utf8)) }
    }

    /// A file of the package that is no source, such as a page of the documentation.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: package.appendingPathComponent(path), encoding: .utf8)
    }
}
