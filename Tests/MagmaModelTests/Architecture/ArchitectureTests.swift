import Foundation
import Testing

/// The walls between the folders, read from the sources themselves.
@Suite struct ArchitectureTests {
    private static func imports(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "import"), index <= 1, !line.hasPrefix(" ") else { return nil }
            return String(words[index + 1])
        }
    }

    @Test func importsStayBehindTheirWalls() throws {
        for (path, text) in try SourceFiles.all(of: "MagmaModel") {
            let folder = String(path.split(separator: "/")[0])
            for name in Self.imports(text) {
                switch name {
                case "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL", "NIOHTTPCompression":
                    #expect(folder == "Transport", "\(path) imports \(name)")
                case "Crypto", "CryptoExtras": #expect(folder == "Credentials", "\(path) imports \(name)")
                case "FoundationEssentials", "Synchronization", "Dispatch", "Configuration":
                    #expect(folder != "Formats" && folder != "Wire", "\(path) imports \(name)")
                case "Instrumentation", "Tracing", "Logging", "Metrics", "Glibc", "Musl", "Darwin":
                    #expect(folder == "Tracing", "\(path) imports \(name)")
                case "CMagmaModels": #expect(folder == "Registry", "\(path) imports \(name)")
                default: Issue.record("\(path) imports \(name), which the library may not")
                }
            }
        }
    }

    @Test func providersAreNamedInTheirRowsOnly() throws {
        let names = ["groq", "openrouter", "fireworks", "together_ai", "deepseek", "cerebras", "perplexity"]
        for (path, text) in try SourceFiles.all(of: "MagmaModel") where !path.hasPrefix("Providers/") {
            for line in text.split(separator: "\n") where !line.trimmingCharacters(in: .whitespaces).hasPrefix("//") {
                for name in names { #expect(!line.contains("\"\(name)"), "\(path) names \(name)") }
            }
        }
    }

    @Test func filesStaySmall() throws {
        var sizes: [Int] = []
        for folder in ["MagmaModel", "MagmaYAML", "MagmaTesting", "magma"] {
            for (path, text) in try SourceFiles.all(of: folder) {
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
                sizes.append(lines)
                #expect(lines <= 400, "\(path) has \(lines) lines: it does two jobs")
            }
        }
        sizes.sort()
        #expect(sizes[sizes.count / 2] <= 120)
        #expect(sizes[sizes.count * 9 / 10] <= 320)
    }
}
