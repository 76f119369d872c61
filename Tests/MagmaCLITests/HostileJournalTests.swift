import Foundation
import MagmaModel
import Testing

/// What `magma usage` makes of a journal that no one of us wrote.
@Suite(.runsPrograms) struct HostileJournalTests {
    private func inJournal(_ lines: [String], _ body: (String, TemporaryFolder) throws -> Void) throws {
        try TemporaryFolder.with { folder in
            try body(folder.file("journal.jsonl", lines.joined(separator: "\n")).path, folder)
        }
    }

    /// A sign that another joins is still a sign of XML.
    @Test func namesCannotLeaveTheirElementOfAPicture() throws {
        let line =
            #"{"time":"2026-01-30T10:00:00.000Z","model":"<\u0301script>\u200d&\u0301'\"\u0301\ufffe\u0001x","outcome":"ok","cost":"1"}"#
        try inJournal([line]) { (path, folder) throws in
            let file = folder.url.appendingPathComponent("usage.svg")
            #expect(try Tool().run("usage", path, "--svg", file.path).code == 0)
            let svg = try String(contentsOf: file, encoding: .utf8)
            let name = "&lt;\u{301}script&gt;\u{200D}&amp;\u{301}&#39;&quot;\u{301}"
            let holds = svg.unicodeScalars.split(separator: "\n").contains { line in
                String(String.UnicodeScalarView(line)).utf8.contains(name.utf8)
            }
            #expect(holds, "\(svg)")
            #expect(!svg.unicodeScalars.contains { $0 == "\u{FFFE}" || $0 == "\u{1}" })
        }
    }

    @Test func anEmptyNameHasItsColumn() throws {
        let line = #"{"time":"2026-01-30T10:00:00.000Z","model":"","provider":"","outcome":"ok","cost":"1"}"#
        try inJournal([line]) { (path, _) throws in
            func row(by: String? = nil) throws -> String {
                let result = try by.map { try Tool().run("usage", path, "--by", $0) } ?? Tool().run("usage", path)
                let lines = result.output.split(separator: "\n")
                return lines.count > 1 ? lines[1].split(separator: " ").joined(separator: " ") : ""
            }
            #expect(try row() == "2026-01-30 - 1 0 0 0 0 $1")
            #expect(try row(by: "model") == "- 1 0 0 0 0 $1")
            #expect(try row(by: "provider") == "- 1 0 0 0 0 $1")
        }
    }

    @Test func groupsBeyondTheLimitAreSaid() throws {
        let lines = (0...20_001).map {
            #"{"time":"2026-01-30T10:00:00.000Z","model":"m/\#($0)","outcome":"ok","cost":"1"}"#
        }
        try inJournal(lines) { (path, folder) throws in
            let file = folder.url.appendingPathComponent("usage.svg")
            let result = try Tool().run("usage", path, "--svg", file.path)
            let rows = result.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
            #expect(
                rows.contains("- (others) 2 0 0 0 0 $2") && rows.contains("(2 calls of other groups are not shown)"))
            #expect(try String(contentsOf: file, encoding: .utf8).contains("Not in it: 2 calls of other groups."))
            let byDay = try Tool().run("usage", path, "--by", "day", "--json").json()["rows"]
            #expect(byDay?[0]?["day"] == .null && byDay?[0]?["calls"] == 2 && byDay?[1]?["calls"] == 20_000)
        }
    }

    @Test func onlySumsAreCosts() throws {
        let costs: [(text: String, sum: String?)] = [
            ("0", "0"), ("0.0026", "0.0026"), ("5e-7", "0.0000005"), ("2E+3", "2000"),
            ("1000000000000", "1000000000000"), ("0x10", nil), ("-100", nil), ("1,5", nil), ("", nil), (".", nil),
            ("5.", nil), ("1e", nil), ("nan", nil), ("1e13", nil), ("1e99999", nil), (" 1", nil), ("1 2", nil),
            ("1.2.3", nil),
        ]
        let lines = costs.map {
            #"{"time":"2026-01-30T10:00:00.000Z","model":"m/\#($0.text)","outcome":"ok","cost":"\#($0.text)"}"#
        }
        try inJournal(lines) { (path, _) throws in
            let rows = try Tool().run("usage", path, "--by", "model", "--json").json()["rows"]?.arrayValue ?? []
            #expect(rows.count == costs.count)
            for (text, sum) in costs {
                let row = rows.first { $0["model"] == .string("m/\(text)") }
                #expect(row?["cost"] == (sum.map { .string($0) } ?? .null), "\(text): \(String(describing: row))")
            }
        }
    }

    @Test func aDroppedCallHasItsTime() throws {
        try inJournal([#"{"time":"2026-01-31T12:00:00.000Z","dropped":3}"#]) { (path, _) throws in
            func dropped(_ since: String) throws -> JSON? {
                try Tool().run("usage", path, "--since", since, "--json").json()["dropped_calls"]
            }
            #expect(try dropped("2026-01-31") == 3)
            #expect(try dropped("2026-02-01") == 0)
        }
    }

    #if os(Linux)
        /// A file that opens and cannot be read is no empty journal.
        @Test func anErrorOfReadingIsSaid() throws {
            let result = try Tool().run("usage", "/proc/self/mem")
            #expect(result.code == 2 && result.notes.contains("cannot be read to its end"), "\(result)")
        }
    #endif
}
