import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Test material that is no part of the repository: recorded traffic and third-party suites. It lies in the folder that
/// `MAGMA_SHARED` names, else in `../shared` beside the package.
///
///     @Test(.enabled(if: SharedFiles.has("recordings"), SharedFiles.absent))
enum SharedFiles {
    static let absent: Comment = "the folder of shared test material is absent; set MAGMA_SHARED"

    static let root: String = {
        if let named = ProcessInfo.processInfo.environment["MAGMA_SHARED"], !named.isEmpty { return named }
        // …/<package>/Tests/MagmaModelTests/Support/SharedFiles.swift
        let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
        return (package.dropLast() + ["shared"]).joined(separator: "/")
    }()

    /// Whether a file or folder is there. Says so in one line when it is not.
    static func has(_ path: String) -> Bool {
        let isPresent = FileManager.default.fileExists(atPath: "\(root)/\(path)")
        if !isPresent { print("SKIPPED: no \(root)/\(path): tests against shared material do not run") }
        return isPresent
    }

    /// All of a test's material, or only its first few and then one in so many, where `MAGMA_SAMPLE` says how many: a
    /// sanitizer makes pure decoding ten times slower, and sees in a part of it what there is to see.
    static func sample<Element>(_ all: [Element]) -> [Element] {
        guard every > 1 else { return all }
        return all.enumerated().filter { $0.offset < 4 || $0.offset % every == 0 }.map(\.element)
    }

    /// How often to repeat what is done so often without a sanitizer.
    static func sampled(_ count: Int) -> Int { count / max(1, every) }

    private static let every = ProcessInfo.processInfo.environment["MAGMA_SAMPLE"].flatMap(Int.init) ?? 1

    static func bytes(_ path: String) throws -> [UInt8] {
        // Foundation loses its buffer over an empty file, which the address sanitizer reports.
        let size = try FileManager.default.attributesOfItem(atPath: "\(root)/\(path)")[.size] as? UInt64
        return size == 0 ? [] : [UInt8](try Data(contentsOf: URL(filePath: "\(root)/\(path)")))
    }

    /// The files below a folder whose names end in `suffix`, as paths from the root, sorted.
    static func paths(under folder: String, suffix: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)")
            .filter { $0.hasSuffix(suffix) }
            .sorted()
            .map { "\(folder)/\($0)" }
    }
}
