@testable import MagmaModel

/// The answers of recorded exchanges.
enum Recordings {
    static let folder = "recordings/open"

    struct Answer {
        var path: String
        var body: [UInt8]
        var isEventStream: Bool
    }

    /// All answers with a body of text.
    static func answers() throws -> [Answer] {
        try SharedFiles.paths(under: folder, suffix: ".json").compactMap { path in
            let response = try JSON(parsing: SharedFiles.bytes(path))["response"]
            guard let body = response?["body"]?.stringValue else { return nil }
            let kind = response?["headers"]?["content-type"]?.stringValue ?? ""
            return Answer(path: path, body: [UInt8](body.utf8), isEventStream: kind.hasPrefix("text/event-stream"))
        }
    }
}

/// Reproducible random numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
