import Testing

@testable import MagmaModel

@Suite struct JSONElementsTests {
    /// The objects of a text that comes in pieces of a length.
    private func elements(_ text: String, pieces: Int = 1000, limit: Int = 1 << 20) throws -> [String] {
        var parser = JSONElementsParser(maxElementBytes: limit)
        var found: [String] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            try Array(bytes[start..<min(start + pieces, bytes.count)]).withBytes { (bytes) throws(JSONElementsError) in
                try parser.feed(bytes, failure: { $0 }) { (element) throws(JSONElementsError) in
                    found.append(String(decoding: element, as: UTF8.self))
                }
            }
        }
        #expect(parser.isClosed)
        return found
    }

    private static let objects = [#"{"a":"}\"{[","b":[{"c":"\\"}]}"#, "{}", #"{"d":"é]"}"#]

    @Test(arguments: [1, 2, 3, 7, 1000])
    func anArrayIsItsObjects(pieces: Int) throws {
        let text = "\u{FEFF}[" + Self.objects.joined(separator: "\r\n,\n ") + "\n]\n"
        #expect(try elements(text, pieces: pieces) == Self.objects)
    }

    @Test(arguments: [1, 5, 1000])
    func objectsInARowNeedNoArray(pieces: Int) throws {
        #expect(try elements(Self.objects.joined(separator: "\n"), pieces: pieces) == Self.objects)
    }

    @Test(arguments: [#"[{"a":1}"#, #"[{"a":1},{"b""#, #"{"a":"}"#])
    func whatIsOpenIsNotClosed(text: String) throws {
        var parser = JSONElementsParser()
        try Array(text.utf8).withBytes { (bytes) throws(JSONElementsError) in
            try parser.feed(bytes, failure: { $0 }) { (_) throws(JSONElementsError) in }
        }
        #expect(!parser.isClosed)
    }

    @Test func anObjectBeyondTheLimitFails() throws {
        let text = #"[{"a":"0123456789"}]"#
        for pieces in [1, 1000] {
            #expect(throws: JSONElementsError.elementTooLong(limit: 8)) {
                try elements(text, pieces: pieces, limit: 8)
            }
        }
    }
}
