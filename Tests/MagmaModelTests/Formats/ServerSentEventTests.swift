import Testing

@testable import MagmaModel

@Suite(.computes) struct ServerSentEventTests {
    @Test(arguments: [
        ("data: a\n\n", ["|a"]), ("data:a\r\n\r\n", ["|a"]), ("data: a\r\r", ["|a"]), ("data:  a \n\n", ["| a "]),
        ("data: a\ndata: b\ndata\n\n", ["|a\nb\n"]), ("data:\n\n", ["|"]), ("data\n\n", ["|"]),
        ("event: x\ndata: a\n\ndata: b\n\n", ["x|a", "|b"]), ("event: x\n\ndata: b\n\n", ["|b"]),
        ("event: x\nevent: y\ndata: a\n\n", ["y|a"]), (": ping\n\n:\n\ndata: a\n\n", ["|a"]),
        ("data: a", ["|a"]), ("data: a\n", ["|a"]), ("data: a\r\n", ["|a"]), ("event: x", []), ("", []), ("\n\n\n", []),
        ("\u{FEFF}data: a\n\n", ["|a"]), ("\u{FEFF}\u{FEFF}data: a\n\n", ["|#\u{FEFF}data: a"]),
        ("data: a\n\n\u{FEFF}data: b\n\n", ["|a", "|#\u{FEFF}data: b"]),
        ("id: 7\ndata: a\n\ndata: b\n\nid\ndata: c\n\n", ["|a@7", "|b@7", "|c"]),
        ("id: 7\u{0}\ndata: a\n\n", ["|a"]), ("retry: 300\ndata: a\n\n", ["|a~300"]),
        ("retry: 3s\ndata: a\n\n", ["|a"]),
        ("retry: 99999999999999999999\ndata: a\n\n", ["|a"]), ("datax: a\ndat: b\n\n", ["|#datax: a\ndat: b"]),
        ("data: a\nx: y\n\n", ["|a#x: y"]), ("error: {\"m\":1}\n\n", ["error|{\"m\":1}#error: {\"m\":1}"]),
        ("{\"error\": 1}", ["|#{\"error\": 1}"]),
        ("error: b\ndata: a\n\ndata: c\n\n", ["|a#error: b", "error|b#error: b", "|c"]), ("data: a:b\n\n", ["|a:b"]),
        ("Data: a\n\n", ["|#Data: a"]),
        ("data:\ta\tb\n\n", ["|\ta\tb"]),
    ])
    func followsTheStandard(_ text: String, _ expected: [String]) throws {
        let bytes = [UInt8](text.utf8)
        #expect(try events(bytes, cuts: []) == expected)
        for cut in 0...bytes.count { #expect(try events(bytes, cuts: [cut]) == expected, "cut at \(cut)") }
        #expect(try events(bytes, cuts: Array(bytes.indices)) == expected)
    }

    @Test func isIndifferentToAnyTwoCuts() throws {
        let text =
            "\u{FEFF}: c\r\nevent: e\rdata: é\r\ndata\rid: 1\r\n\r\n\rerr: x\n\ndata:\ta\n\r\nretry: 5\ndata: 😀\r\n\r"
        let bytes = [UInt8](text.utf8)
        let whole = try events(bytes, cuts: [])
        #expect(whole.count == 4)
        for first in bytes.indices {
            for second in first..<bytes.count { #expect(try events(bytes, cuts: [first, second]) == whole) }
        }
    }

    @Test(.enabled(if: SharedFiles.has(Recordings.folder), SharedFiles.absent))
    func isIndifferentToCutsOfRecordedStreams() throws {
        var generator = SeededGenerator(seed: 7)
        var count = 0
        for answer in try Recordings.answers() where answer.isEventStream {
            let whole = try events(answer.body, cuts: [])
            count += whole.count
            for pieces in [1, 3, 50] {
                let cuts = (0..<pieces).map { _ in Int.random(in: 0...answer.body.count, using: &generator) }.sorted()
                #expect(try events(answer.body, cuts: cuts) == whole, "\(answer.path) cut at \(cuts)")
            }
        }
        #expect(count > 1_000)
    }

    @Test(.timeLimit(.minutes(5)))
    func readsALongLineByteByByte() throws {
        var parser = ServerSentEventParser()
        var length = 0
        let take = { (event: ServerSentEvent) in length += event.data.count }
        try feed(&parser, "data: ", take)
        let byte: [UInt8] = [0x61]
        let count = SharedFiles.sampled(10_000_000)
        let started = ContinuousClock.now
        for _ in 0..<count { try byte.withUnsafeBytes { try parser.feed($0, take) } }
        try feed(&parser, "\n\n", take)
        #expect(length == count)
        // The limit on the test counts its wait for a thread too.
        #expect(ContinuousClock.now - started < .seconds(60))
    }

    @Test func limitsLinesAndEvents() throws {
        let line: [UInt8] = Array("data: 0123456789\n\n".utf8)
        for cut in line.indices {
            #expect(throws: ServerSentEventError.lineTooLong(limit: 15)) {
                try events(line, cuts: [cut], ServerSentEventParser(maxLineBytes: 15))
            }
            #expect(try events(line, cuts: [cut], ServerSentEventParser(maxLineBytes: 16)) == ["|0123456789"])
            #expect(throws: ServerSentEventError.eventTooLong(limit: 9)) {
                try events(line, cuts: [cut], ServerSentEventParser(maxEventBytes: 9))
            }
            #expect(try events(line, cuts: [cut], ServerSentEventParser(maxEventBytes: 10)) == ["|0123456789"])
        }
        let lines: [UInt8] = Array("data: 01234\ndata: 6789\n\n".utf8)
        #expect(try events(lines, cuts: [], ServerSentEventParser(maxEventBytes: 10)) == ["|01234\n6789"])
        #expect(throws: ServerSentEventError.eventTooLong(limit: 9)) {
            try events(lines, cuts: [], ServerSentEventParser(maxEventBytes: 9))
        }
        var parser = ServerSentEventParser(maxLineBytes: 4)
        for _ in 0..<2 {
            #expect(throws: ServerSentEventError.lineTooLong(limit: 4)) { try feed(&parser, "data: a\n\n") { _ in } }
        }
    }

    @Test func canStopAndGoOn() throws {
        let bytes = [UInt8]("data: a\n\ndata: b\n\ndata: c\n\n".utf8)
        var parser = ServerSentEventParser()
        var seen = ""
        try bytes.withUnsafeBytes { bytes in
            var from = 0
            while from < bytes.count {
                from += try parser.take(from: UnsafeRawBufferPointer(rebasing: bytes[from...])) { event in
                    seen += String(decoding: event.data, as: UTF8.self) + "."
                    return true
                }
                seen += "\(from) "
            }
        }
        #expect(seen == "a.9 b.18 c.27 ")
    }

    @Test func passesTheErrorsOfTheBody() throws {
        struct Stop: Error, Equatable { var event: String }
        var parser = ServerSentEventParser()
        #expect(throws: Stop(event: "a")) {
            try feed(&parser, "data: a\n\ndata: b\n\n") { throw Stop(event: String(decoding: $0.data, as: UTF8.self)) }
        }
        var rest = ""
        try feed(&parser, "data: c\n\n") { rest += String(decoding: $0.data, as: UTF8.self) }
        #expect(rest == "c")
    }

    private func feed(
        _ parser: inout ServerSentEventParser,
        _ text: String,
        _ body: (ServerSentEvent) throws -> Void
    ) throws {
        try [UInt8](text.utf8).withUnsafeBytes { try parser.feed($0, body) }
    }

    /// The events as `name|data@id~retry#other lines`.
    private func events(
        _ bytes: [UInt8],
        cuts: [Int],
        _ parser: ServerSentEventParser = ServerSentEventParser()
    ) throws -> [String] {
        var parser = parser
        var events: [String] = []
        let take = { (event: ServerSentEvent) in
            func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }
            var line = text(event.name) + "|" + text(event.data)
            if !event.id.isEmpty { line += "@" + text(event.id) }
            if let retry = event.retry { line += "~\(retry)" }
            if !event.otherLines.isEmpty { line += "#" + text(event.otherLines) }
            events.append(line)
        }
        var from = 0
        for cut in cuts + [bytes.count] {
            // A copy of exactly that size: memory checkers see a read beyond it.
            try [UInt8](bytes[from..<cut]).withUnsafeBytes { try parser.feed($0, take) }
            from = cut
        }
        try parser.finish(take)
        return events
    }
}
