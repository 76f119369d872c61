import Testing

@testable import MagmaModel

@Suite struct StreamFramingTests {
    private struct Event: Equatable {
        var name: String
        var data: String
    }

    /// The events of the text, fed in pieces that end at the given places.
    private func events(_ bytes: [UInt8], cuts: [Int] = [], limit: Int = 1 << 20) throws -> [Event] {
        var parser = ServerSentEventParser(maxLineBytes: limit, maxEventBytes: limit)
        var events: [Event] = []
        let take: (ServerSentEvent) throws(ServerSentEventError) -> Void = { event in
            events.append(
                Event(name: String(decoding: event.name, as: UTF8.self), data: String(decoding: event.data, as: UTF8.self))
            )
        }
        var from = 0
        for cut in cuts + [bytes.count] {
            try Array(bytes[from..<cut]).withBytes { (bytes) throws(ServerSentEventError) in
                try parser.feed(bytes, failure: { $0 }, take)
            }
            from = cut
        }
        try parser.finish(failure: { $0 }, take)
        return events
    }

    private static let tricky = Array(
        "\u{FEFF}: comment\r\ndata: one\r\rdata:two\ndata:  three\n\nevent: x\r\nid: 7\nretry: 5\ndata: é🙂\r\n\r\ndata\n\nnonsense: y\n\nerror: {}\ndata: last".utf8
    )

    @Test func theRulesOfTheStandardHold() throws {
        #expect(
            try events(Self.tricky) == [
                Event(name: "", data: "one"), Event(name: "", data: "two\n three"), Event(name: "x", data: "é🙂"),
                Event(name: "", data: ""), Event(name: "error", data: "{}"), Event(name: "", data: "last"),
            ]
        )
    }

    @Test func everySplitGivesTheSameEvents() throws {
        let whole = try events(Self.tricky)
        for first in 0...Self.tricky.count {
            for second in first...Self.tricky.count {
                #expect(try events(Self.tricky, cuts: [first, second]) == whole, "cut at \(first) and \(second)")
            }
        }
    }

    @Test func linesAndEventsAreCapped() {
        #expect(throws: ServerSentEventError.lineTooLong(limit: 10)) {
            try events(Array("data: 0123456789\n".utf8), limit: 10)
        }
        #expect(throws: ServerSentEventError.eventTooLong(limit: 10)) {
            try events(Array("data:1234\ndata:1234\ndata:1234\n\n".utf8), limit: 10)
        }
    }

    @Test func jsonLinesAreCutAtLineFeeds() throws {
        let text = Array("{\"a\":1}\r\n\n{\"b\":\"\u{2028}\"}\n  \n{\"c\":3}".utf8)
        for cut in 0...text.count {
            var parser = JSONLinesParser()
            var lines: [String] = []
            let take: (UnsafeRawBufferPointer) throws(JSONLinesError) -> Void = {
                lines.append(String(decoding: $0, as: UTF8.self))
            }
            try Array(text[..<cut]).withBytes { (bytes) throws(JSONLinesError) in
                try parser.feed(bytes, failure: { $0 }, take)
            }
            try Array(text[cut...]).withBytes { (bytes) throws(JSONLinesError) in
                try parser.feed(bytes, failure: { $0 }, take)
            }
            try parser.finish(take)
            #expect(lines == ["{\"a\":1}", "{\"b\":\"\u{2028}\"}", "{\"c\":3}"], "cut at \(cut)")
        }
    }
}
