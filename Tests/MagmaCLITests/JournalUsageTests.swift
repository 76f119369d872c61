import Foundation
import MagmaModel
import MagmaTesting
import Testing

/// `MAGMA_JOURNAL`, and what `magma usage` makes of it.
@Suite(.runsPrograms) struct JournalUsageTests {
    private static let lines = [
        #"{"time":"2026-01-30T10:00:00.000Z","model":"openai/gpt-4o","answered":"openai/gpt-4o","provider":"openai","outcome":"ok","input":1000,"output":10,"cached_input":400,"cost":"0.0026"}"#,
        #"{"time":"2026-01-30T11:00:00.000Z","model":"pool/p","answered":"groq/llama","provider":"groq","outcome":"ok","input":50,"output":5,"cost":null,"cost_unknown":"No price is known."}"#,
        "{broken",
        #"{"time":"2026-01-31T09:00:00.000Z","model":"openai/gpt-4o","answered":"openai/gpt-4o","provider":"openai","outcome":"rate_limited","cost":"0"}"#,
        #"{"time":"2026-01-31T12:00:00.000Z","model":"openai/gpt-4o","answered":"openai/gpt-4o","provider":"openai","outcome":"ok","input":2000,"output":20,"cost":"0.0052"}"#,
        #"{"time":"2026-01-31T12:00:00.000Z","dropped":3}"#,
    ]

    private func inJournal(
        _ text: String = lines.joined(separator: "\n"), _ body: (String, TemporaryFolder) throws -> Void
    )
        throws
    {
        try TemporaryFolder.with { folder in try body(folder.file("journal.jsonl", text).path, folder) }
    }

    @Test func aTableByDayAndModel() throws {
        try inJournal { (path, _) throws in
            let result = try Tool().run("usage", path)
            #expect(result.code == 0)
            let rows = result.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
            #expect(
                rows.prefix(5) == [
                    "DAY MODEL CALLS ERRORS IN OUT CACHED COST",
                    "2026-01-30 groq/llama 1 0 50 5 0 unknown",
                    "2026-01-30 openai/gpt-4o 1 0 1000 10 400 $0.0026",
                    "2026-01-31 openai/gpt-4o 2 1 2000 20 0 $0.0052",
                    "total 4 1 3050 35 400 $0.0078 + 1 unknown",
                ], "\(result.output)")
            #expect(result.notes.contains("cannot be read: 1") && result.notes.contains("no room for: 3"))
            // The bars: half as much on the first day, and no signs of a terminal.
            let bars = rows.filter { $0.contains("#") }.map { $0.count { $0 == "#" } }
            #expect(
                bars.count == 2 && bars[0] * 2 >= bars[1] - 1 && bars[0] * 2 <= bars[1] + 1 && bars[0] > 10, "\(bars)")
            #expect(!result.output.contains("\u{1B}") && rows.allSatisfy { $0.count <= 80 })
        }
    }

    @Test func largeSumsHaveNoDigitsOfTheirOwn() throws {
        let line = #"{"time":"2026-01-30T10:00:00.000Z","model":"m/m","outcome":"ok","cost":"900.3199"}"#
        try inJournal(line) { (path, _) throws in
            let output = try Tool().run("usage", path).output
            #expect(output.contains("$900.3199\n"), "\(output)")
        }
    }

    @Test func groupsAndDates() throws {
        try inJournal { (path, _) throws in
            let byProvider = try Tool().run("usage", path, "--by", "provider", "--json").json()
            #expect(byProvider["rows"]?.arrayValue?.map { $0["provider"] } == ["groq", "openai"])
            #expect(byProvider["rows"]?[1]?["cost"] == "0.0078" && byProvider["rows"]?[0]?["cost"] == .null)
            #expect(byProvider["total"]?["calls"] == 4 && byProvider["total"]?["calls_of_unknown_cost"] == 1)
            #expect(byProvider["broken_lines"] == 1 && byProvider["dropped_calls"] == 3)
            let byDay = try Tool().run("usage", path, "--by", "day", "--json").json()
            #expect(byDay["rows"]?.arrayValue?.map { $0["calls"] } == [2, 2])
            let later = try Tool(environment: ["MAGMA_JOURNAL": path]).run(
                "usage", "--since", "2026-01-31T12:00:00Z", "--json")
            #expect(try later.json()["total"]?["calls"] == 1)
        }
    }

    @Test func aPictureStandsForItself() throws {
        let lines =
            Self.lines + [
                #"{"time":"2026-01-31T12:00:00.000Z","model":"<script>&","outcome":"ok","input":1,"output":1,"cost":"0.001"}"#
            ]
        try inJournal(lines.joined(separator: "\n")) { path, folder in
            let file = folder.url.appendingPathComponent("usage.svg")
            #expect(try Tool().run("usage", path, "--svg", file.path).code == 0)
            let svg = try String(contentsOf: file, encoding: .utf8)
            let parser = XMLCheck(svg)
            #expect(parser.isWhole, "\(svg)")
            #expect(
                svg.contains("prefers-color-scheme: dark") && svg.contains("<title>2026-01-31 openai/gpt-4o: $0.0052"))
            #expect(svg.contains("&lt;script&gt;&amp;") && svg.contains("1 calls whose cost is not known"))
            #expect(!svg.contains("href") && !svg.contains("url("))
        }
    }

    @Test func namesCannotSteerATerminal() throws {
        let line = #"{"time":"2026-01-30T10:00:00.000Z","model":"a\u001b[31m\nb","outcome":"ok","cost":"0"}"#
        try inJournal(line) { (path, _) throws in
            let output = try Tool().run("usage", path).output
            #expect(!output.contains("\u{1B}") && output.contains("a [31m b"))
        }
    }

    @Test func wrongUse() throws {
        #expect(try Tool().run("usage").code == 2)
        #expect(try Tool().run("usage", "/nonexistent").code == 2)
        #expect(try Tool().run("usage", "/").code == 2)
        try inJournal { (path, _) throws in
            #expect(try Tool().run("usage", path, "--since", "yesterday").code == 2)
            #expect(try Tool().run("usage", path, "--by", "month").code == 2)
        }
        try inJournal("") { (path, _) throws in
            let result = try Tool().run("usage", path)
            #expect(result.code == 0 && result.output.isEmpty && result.notes.contains("no calls"))
        }
    }

    @Test func aCallOfTheCommandLineIsInTheJournal() async throws {
        let server = try await ScriptedServer(replies: [.json(status: 400, #"{"error":{"message":"no"}}"#)])
        defer { server.stop() }
        try TemporaryFolder.with { folder in
            let path = folder.url.appendingPathComponent("journal.jsonl").path
            let tool = Tool(environment: ["MAGMA_JOURNAL": path])
            #expect(try tool.run("-m", "echo/x", "a secret").code == 0)
            #expect(try tool.run("-m", "vllm/x", "--base-url", server.url, "--no-stream", "a secret").code == 1)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let lines = try text.split(separator: "\n").map { try JSON(parsing: String($0)) }
            #expect(lines.map { $0["outcome"] } == ["ok", "invalid_request"] && !text.contains("secret"))
            let usage = try tool.run("usage", "--by", "model", "--json").json()
            #expect(usage["rows"]?.arrayValue?.map { $0["model"] } == ["echo/x", "vllm/x"])
        }
    }

    @Test func anInterruptedCallIsInTheJournal() async throws {
        let silent = try SilentListener()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("magma-cli-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("journal.jsonl").path
        let process = try Tool(environment: ["MAGMA_JOURNAL": path]).start(
            "-m", "vllm/m", "--base-url", "http://127.0.0.1:\(silent.port)/v1", "hi")
        #expect(silent.hasVisitor())
        try await Task.sleep(for: .milliseconds(200))
        process.interrupt()
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains(#""outcome":"cancelled""#))
    }
}

/// Whether each element of a text is closed where it must be: as much of XML as our pictures need.
private struct XMLCheck {
    private(set) var isWhole = true

    init(_ text: String) {
        var open: [Substring] = []
        for piece in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
            guard let end = piece.firstIndex(of: ">") else {
                isWhole = false
                return
            }
            let tag = piece[..<end]
            if tag.hasPrefix("/") {
                if open.popLast() != tag.dropFirst() { isWhole = false }
            } else if !tag.hasSuffix("/") {
                open.append(tag.prefix { $0 != " " })
            }
        }
        if !open.isEmpty { isWhole = false }
    }
}
