@testable import MagmaModel

/// What a recorded exchange must decode to.
struct Expectation {
    /// The path of the recording.
    let recording: String
    let json: JSON

    /// Read once: each test of each dialect asks.
    private static let read = Result {
        try SharedFiles.paths(under: "recordings/expected/open", suffix: ".json").map { path in
            Expectation(
                recording: path.replacing("recordings/expected/open/", with: "recordings/open/"),
                json: try JSON(parsing: SharedFiles.bytes(path)))
        }
    }

    /// Those of all dialects, in the order of their paths.
    static func all() throws -> [Expectation] { try read.get() }

    /// Those of one dialect that expect something.
    static func all(_ dialect: String) throws -> [Expectation] {
        SharedFiles.sample(
            try all().filter { $0.json["dialect"]?.stringValue == dialect && $0.json["outcome"] != "skip" })
    }
}
