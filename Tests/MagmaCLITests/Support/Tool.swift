import Foundation
import MagmaModel
import Testing

/// The built `magma`, run as a user runs it.
struct Tool {
    var environment: [String: String] = [:]
    /// Which of the built programs.
    var name = "magma"

    struct Result {
        var code: Int32
        var output: String
        var notes: String

        func json() throws -> JSON { try JSON(parsing: output) }
    }

    static var url: URL { program("magma") }

    /// Beside the tests: in the folder of the test bundle (macOS) or of the test program (Linux).
    private static func program(_ name: String) -> URL {
        let bundles = Bundle.allBundles.filter { $0.bundlePath.hasSuffix(".xctest") }.map(\.bundleURL)
        let programs = [Bundle.main.executableURL, CommandLine.arguments.first.map { URL(fileURLWithPath: $0) }]
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folders = (bundles + programs.compactMap { $0 }).map { $0.deletingLastPathComponent() }
        let places = (folders + [package.appendingPathComponent(".build/debug")]).map {
            $0.appendingPathComponent(name)
        }
        return places.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? places[places.count - 1]
    }

    /// Without the user's variables and files, so that no key and no provider row of theirs plays in.
    private func process(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = Self.program(name)
        process.arguments = arguments
        let base = ["HOME": "/nonexistent", "PATH": "/usr/bin:/bin", "MAGMA_MODEL": "echo/test"]
        process.environment = base.merging(environment) { $1 }
        return process
    }

    /// Runs it to its end. Output of more than a pipe holds goes through files.
    func run(_ arguments: String..., input: String? = nil, bytes: [UInt8]? = nil) throws -> Result {
        try TemporaryFolder.with { folder in
            let process = process(arguments)
            let output = try folder.emptyFile("output")
            let notes = try folder.emptyFile("notes")
            process.standardOutput = try FileHandle(forWritingTo: output)
            process.standardError = try FileHandle(forWritingTo: notes)
            if let bytes = bytes ?? input.map({ Array($0.utf8) }) {
                let file = try folder.emptyFile("input")
                try Data(bytes).write(to: file)
                process.standardInput = try FileHandle(forReadingFrom: file)
            } else {
                process.standardInput = FileHandle.nullDevice
            }
            try process.run()
            process.waitUntilExit()
            let result = Result(
                code: process.terminationStatus,
                output: try String(contentsOf: output, encoding: .utf8),
                notes: try String(contentsOf: notes, encoding: .utf8)
            )
            #expect(!(result.output + result.notes).contains(testKey), "\(arguments.first ?? "") shows the key")
            return result
        }
    }

    /// Starts it, for tests that interrupt it.
    func start(_ arguments: String...) throws -> Process {
        let process = process(arguments)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}

/// A folder that is gone after the test.
struct TemporaryFolder {
    var url: URL

    static func with<Value>(_ body: (TemporaryFolder) throws -> Value) throws -> Value {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("magma-cli-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: url) }
        return try body(TemporaryFolder(url: url))
    }

    func file(_ name: String, _ text: String) throws -> URL {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file
    }

    func emptyFile(_ name: String) throws -> URL { try file(name, "") }
}
