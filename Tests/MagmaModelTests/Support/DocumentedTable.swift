import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A part of a document that a test writes, and holds to what it wrote: what stands between `--filter NAME -->` and the next
/// `<!-- end of`.
enum DocumentedTable {
    static func check(_ table: String, in path: String, filter: String) throws {
        let file = SourceFiles.package.appendingPathComponent(path)
        let text = try String(contentsOf: file, encoding: .utf8)
        let parts = text.split(separator: "--filter \(filter) -->\n", maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "\(path) has no place for it")
        let rest = parts[1].split(separator: "<!-- end of", maxSplits: 1, omittingEmptySubsequences: false)
        try #require(rest.count == 2, "\(path) does not say where it ends")
        if ProcessInfo.processInfo.environment["MAGMA_WRITE_DOCS"] != nil {
            let written = "\(parts[0])--filter \(filter) -->\n\(table)\n<!-- end of\(rest[1])"
            try written.write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(rest[0] == table + "\n", "run MAGMA_WRITE_DOCS=1 swift test --filter \(filter)")
        }
    }
}
