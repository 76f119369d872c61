import Testing

@testable import MagmaModel

@Suite struct JSONLinesTests {
    @Test(arguments: [
        ("{}\n[]\n", ["{}", "[]"]), ("{}\r\n[]\r\n", ["{}", "[]"]), ("{}\n\n \t\r\n[]", ["{}", "[]"]), ("", []),
        ("\n", []),
        ("{}", ["{}"]), ("{}\r", ["{}"]), ("a\rb\n", ["a\rb"]), ("\u{FEFF}1\n\u{FEFF}2\n", ["1", "\u{FEFF}2"]),
        (" 1 \n", [" 1 "]), ("a\r\r\n", ["a\r"]),
    ])
    func splitsLinesAtAnyCut(_ text: String, _ expected: [String]) throws {
        let bytes = [UInt8](text.utf8)
        for first in 0...bytes.count {
            for second in first...bytes.count {
                #expect(try lines(bytes, cuts: [first, second]) == expected)
            }
        }
    }

    @Test func limitsLines() throws {
        for text in ["12345\n1\n", "12345\r\n1\n", "12345", "12345\r"] {
            let bytes = [UInt8](text.utf8)
            for cut in bytes.indices {
                #expect(throws: JSONLinesError.lineTooLong(limit: 4)) {
                    try lines(bytes, cuts: [cut], JSONLinesParser(maxLineBytes: 4))
                }
                #expect(try lines(bytes, cuts: [cut], JSONLinesParser(maxLineBytes: 5)).first == "12345")
            }
        }
    }

    @Test func mapsItsErrorsIntoTheCallers() {
        enum Failure: Error, Equatable { case tooLong(JSONLinesError), stopped }
        func read(_ text: String) throws(Failure) {
            var parser = JSONLinesParser(maxLineBytes: 2)
            let bytes = [UInt8](text.utf8)
            try bytes.withBytes { bytes throws(Failure) in
                try parser.feed(bytes, failure: Failure.tooLong) { _ throws(Failure) in throw .stopped }
            }
        }
        #expect(throws: Failure.stopped) { try read("1\n") }
        #expect(throws: Failure.tooLong(.lineTooLong(limit: 2))) { try read("123\n") }
    }

    private func lines(
        _ bytes: [UInt8],
        cuts: [Int],
        _ parser: JSONLinesParser = JSONLinesParser()
    ) throws -> [String] {
        var parser = parser
        var lines: [String] = []
        let take = { (line: UnsafeRawBufferPointer) in lines.append(String(decoding: line, as: UTF8.self)) }
        var from = 0
        for cut in cuts + [bytes.count] {
            try [UInt8](bytes[from..<cut]).withUnsafeBytes { try parser.feed($0, take) }
            from = cut
        }
        parser.finish(take)
        return lines
    }
}
