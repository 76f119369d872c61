import Testing

@testable import MagmaModel

/// What may be wrong with a call or an answer, and the error that it is. Each case is a line of `docs/bad-input.md`.
@Suite("Bad input") struct BadInputTests {
    /// A line of the page and the code that it promises.
    struct Line: Sendable, CustomTestStringConvertible {
        var text: String
        var code: ModelError.Code

        init(_ text: String, _ code: ModelError.Code) {
            self.text = text
            self.code = code
        }

        var testDescription: String { text }

        /// Holds an error against the line.
        func check(_ error: ModelError?, sourceLocation: SourceLocation = #_sourceLocation) {
            #expect(
                error?.code == code, "\(text): \(error.map { "\($0)" } ?? "no error")", sourceLocation: sourceLocation)
            #expect(error?.message.isEmpty == false, sourceLocation: sourceLocation)
            #expect(error?.message.contains("canary") == false, "a secret is shown", sourceLocation: sourceLocation)
        }
    }

    /// Whether each line stands on the page with its code, and the page has no others.
    @Test func thePageHasEveryLine() throws {
        let lines =
            BadCall.all.map(\.line) + BadAnswer.all.map(\.line) + [
                Self.longPrompt, Self.wrongLength, Self.tooLong, Self.bomb,
            ]
        let page = try SourceFiles.text("docs/bad-input.md").split(separator: "\n").filter { $0.hasPrefix("| ") }
            .map { $0.split(separator: "|").map { $0.trimming(" ") } }
        for line in lines {
            let row = page.first { $0[0] == line.text }
            #expect(row != nil, "docs/bad-input.md has no line \"\(line.text)\"")
            #expect(row.map { $0[1] } == "`\(line.code)`", "\(line.text)")
        }
        let promised = page.filter { ModelError.Code(rawValue: $0[1].trimming("`")) != nil }.map { $0[0] }
        #expect(Set(promised) == Set(lines.map(\.text)))
    }

    static let longPrompt = Line("a prompt of 100 MB that the server finds too large", .invalidRequest)
    static let wrongLength = Line("more bytes than `content-length` announced", .decoding)
    static let tooLong = Line("a body longer than 64 MiB, or an event longer than 16 MiB", .decoding)
    static let bomb = Line("a compressed body that unpacks to more than 64 MiB", .decoding)
}

extension StringProtocol {
    /// Without these characters at both ends.
    func trimming(_ characters: String) -> String {
        String(drop { characters.contains($0) }.reversed().drop { characters.contains($0) }.reversed())
    }
}
