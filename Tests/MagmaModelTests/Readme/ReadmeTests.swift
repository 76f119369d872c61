import Foundation
import Testing

@testable import MagmaModel

@Suite struct ReadmeTests {
    private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let readme = here.appendingPathComponent("../../../README.md").standardizedFileURL

    @Test func everySwiftBlockIsCompiled() throws {
        func words(_ text: some StringProtocol) -> String {
            text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        let text = try String(contentsOf: Self.readme, encoding: .utf8)
        let snippets = words(
            try String(contentsOf: Self.here.appendingPathComponent("ReadmeSnippets.swift"), encoding: .utf8))
        let blocks = text.components(separatedBy: "```swift\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        #expect(blocks.count == 6)
        for block in blocks { #expect(snippets.contains(words(block)), "not in ReadmeSnippets.swift: \(block)") }
    }

    @Test func everyMemberAndFlagOfARowIsDocumented() throws {
        let page = Self.readme.deletingLastPathComponent().appendingPathComponent("docs/provider-rows.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let rows = Set(text.components(separatedBy: "\n| `").dropFirst().compactMap { $0.split(separator: "`").first })
        for flag in Dialect.Flag.known { #expect(rows.contains(flag.rawValue[...]), "\(flag.rawValue) has no line") }
        let start = try #require(text.range(of: "```json\n"))
        let example = try #require(text[start.upperBound...].components(separatedBy: "```").first)
        let row = try #require(try ProviderCatalog.rows(from: JSON(parsing: example), file: "page").first)
        let wire = try #require(row.wire.implementation)
        let url = try EndpointURL.url(provider: row, base: row.baseURL, wire: wire)
        #expect(text.contains("asks `\(url)`"))
    }

    @Test func theBlocksRun() async throws {
        let message = #"data: {"type":"message_start","message":{"id":"m","model":"c","content":[]}}"# + "\n\n"
        let stop = #"data: {"type":"message_stop"}"# + "\n\n"
        let transport = FakeTransport(
            .json(Answers.hello), .stream(message, stop), .json(Answers.hello),
            .json(#"{"data":[{"embedding":[1]},{"embedding":[2]},{"embedding":[3]}]}"#), .json(Answers.hello),
            .json(#"{"id":"m","model":"c","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn"}"#))
        let dispatcher = Dispatcher.fake(
            transport, environment: ["OPENAI_API_KEY": testKey, "ANTHROPIC_API_KEY": testKey])
        try await withDispatcher(dispatcher) {
            try await ReadmeSnippets.quickStart()
            await ReadmeSnippets.history()
            try await ReadmeSnippets.embeddings()
            try await ReadmeSnippets.hooks(Model("openai/gpt-4o"))
            try await ReadmeSnippets.registry()
        }
        #expect(transport.requests.count == 6)
    }

    @Test func theProvidersTableIsTrue() throws {
        let rows = ProviderCatalog.builtIn.all.map { provider -> String in
            let names = ([provider.id] + provider.aliases).map { "`\($0)/`" }.joined(separator: " ")
            let key = provider.credential.variables.map { "`\($0)`" }.joined(separator: " ")
            let state = provider.retired == nil ? key.isEmpty ? "none" : key : "closed"
            return "| \(provider.name) | \(names) | \(state) | \(provider.wire) |"
        }
        let table = (["| provider | prefixes | key | protocol |", "|---|---|---|---|"] + rows).joined(separator: "\n")
        try DocumentedTable.check(table, in: "README.md", filter: "Readme")
    }
}
