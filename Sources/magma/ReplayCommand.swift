import ArgumentParser
import FoundationEssentials
import MagmaModel

/// `magma replay`: recorded exchanges decoded offline.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Decode recorded exchanges offline: no key, no network.",
        discussion: """
            Reads cassettes (MAGMA_RECORD=folder writes them) and prints what each response decodes to, in one shape for
            all providers. With --out, one file for each is written, under the same relative path as in the folder.

            EXAMPLES
              magma replay cassettes/openai-1.json
              magma replay cassettes --out results
            """
    )

    @Argument(help: "Files, or folders that are searched for .json files.", completion: .file())
    var paths: [String]

    @Option(name: .customLong("out"), help: "The folder to write into.", completion: .directory)
    var out: String?

    func run() throws {
        let files = try paths.flatMap(RecordingFile.find)
        guard !files.isEmpty else { throw UsageError("There are no .json files in \(paths.joined(separator: ", ")).") }
        if out != nil {
            let names = Dictionary(grouping: files, by: \.relativePath)
            if let (name, same) = names.first(where: { $0.value.count > 1 }) {
                let paths = same.map(\.path).joined(separator: " and ")
                throw UsageError("\(paths) would both be written to \(name); replay them one after the other.")
            }
        }
        var counts: [String: Int] = [:]
        var unsupported: [String: Int] = [:]
        var unreadable = 0
        for file in files {
            let exchange: RecordedExchange
            do {
                exchange = try RecordedExchange(parsing: InputFile.bytes(file.path, option: "replay"))
            } catch let error as ModelError {
                // A folder may hold other JSON than recordings; a file that was named is meant as one.
                Terminal.note(Failure.oneLine("\(file.path) is left out: \(error.message)"))
                if file.isNamed { unreadable += 1 }
                continue
            }
            let result = exchange.replay()
            counts[result.outcome, default: 0] += 1
            if result.outcome == "unsupported" { unsupported[exchange.dialect, default: 0] += 1 }
            try write(result.json, of: file, isOnly: files.count == 1)
        }
        if files.count > 1 || !unsupported.isEmpty { Self.summarise(counts, unsupported) }
        if unreadable > 0 { throw ExitCode(Failure.failed) }
    }

    private func write(_ json: JSON, of file: RecordingFile, isOnly: Bool) throws {
        if let out {
            try InputFile.write(json.serialized(pretty: true) + "\n", to: "\(out)/\(file.relativePath)")
        } else if isOnly {
            Terminal.write(json.serialized(pretty: true) + "\n")
        } else {
            var object: JSON.Object = ["file": .string(file.relativePath)]
            object.merge(json.objectValue ?? [:])
            Terminal.write(JSON.object(object).serialized() + "\n")
        }
    }

    private static func summarise(_ counts: [String: Int], _ unsupported: [String: Int]) {
        func list(_ counts: [String: Int]) -> String {
            counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        }
        Terminal.note("replayed \(counts.values.reduce(0, +)): \(list(counts)).")
        if !unsupported.isEmpty { Terminal.note("dialects without a wire protocol yet: \(list(unsupported)).") }
    }
}

/// A file that may hold a recording.
struct RecordingFile {
    var path: String
    /// Below the folder that was named; for a file that was named, its name alone.
    var relativePath: String
    var isNamed: Bool

    static func find(_ path: String) throws -> [RecordingFile] {
        let files = FileManager.default
        var isFolder = false
        guard files.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw UsageError("There is no file or folder \"\(path)\".")
        }
        guard isFolder else {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return [RecordingFile(path: path, relativePath: name, isNamed: true)]
        }
        do {
            return try files.subpathsOfDirectory(atPath: path).filter { $0.hasSuffix(".json") }.sorted().map {
                RecordingFile(path: "\(path)/\($0)", relativePath: $0, isNamed: false)
            }
        } catch {
            throw UsageError("The folder \"\(path)\" cannot be read.")
        }
    }
}
