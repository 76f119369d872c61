import Foundation

/// The process that `soak` talks to.
final class SoakServer {
    private let process = Process()
    private let (questions, answers) = (Pipe(), Pipe())

    struct Gone: Error {}

    init(seed: UInt64) throws {
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["soak-server", "--seed", String(seed)]
        (process.standardInput, process.standardOutput) = (questions, answers)
        try process.run()
    }

    /// What it has counted until now.
    func counts() throws -> SoakCounts {
        try questions.fileHandleForWriting.write(contentsOf: Data([0x0A]))
        var line = Data()
        while line.last != 0x0A {
            let piece = answers.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw Gone() }
            line += piece
        }
        guard let counts = SoakCounts(String(decoding: line, as: UTF8.self)) else { throw Gone() }
        return counts
    }

    /// It ends with its input.
    func stop() {
        try? questions.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
