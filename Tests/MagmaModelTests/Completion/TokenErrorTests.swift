import Testing

@testable import MagmaModel

/// How far estimates are off what providers counted, over all recorded calls in a chat format.
@Suite(.computes, .enabled(if: SharedFiles.has("recordings"), SharedFiles.absent)) struct TokenErrorTests {
    private static let protocols: KeyValuePairs<String, WireProtocolID> = [
        "openai-chat": .chatCompletions, "anthropic": .messages, "ollama": .ollamaChat, "cohere-v2": .cohereChat,
    ]
    private static let kinds = ["text", "tools", "images"]

    private struct Sample {
        var kind: String
        /// What the provider counted.
        var count: Int
        var estimate: Int
        /// A token for four bytes and four for each message, as a yardstick.
        var byBytes: Int
    }

    private static func samples(_ dialect: String, _ wire: WireProtocolID) throws -> [Sample] {
        try Expectation.all().compactMap { expectation in
            guard expectation.json["dialect"]?.stringValue == dialect, expectation.json["outcome"] == "generation",
                let count = expectation.json["usage"]?["input"]?.intValue, count > 0
            else { return nil }
            let body = try JSON(parsing: SharedFiles.bytes(expectation.recording))["request"]?["body"]
            guard let body = body?.objectValue, let list = body["messages"],
                var messages = try? Message.list(json: list)
            else { return nil }
            if let system = body["system"], let said = try? Message.list(json: [["role": "system", "content": system]])
            {
                messages = said + messages
            }
            let parts = messages.flatMap(\.parts)
            // What is of another form than chat's is no measure for it.
            guard !parts.contains(where: \.isForeign), list.arrayValue?.contains(where: { $0["images"] != nil }) != true
            else { return nil }
            let hasTools = ["tools", "functions"].contains { body[$0]?.arrayValue?.isEmpty == false }
            let kind = parts.contains(where: \.isImage) ? "images" : hasTools ? "tools" : "text"
            return Sample(
                kind: kind, count: count,
                estimate: TokenEstimate.input(of: messages, body, overhead: TokenEstimate.Overhead(wire)),
                byBytes: byBytes(messages, body))
        }
    }

    private static func byBytes(_ messages: [Message], _ body: JSON.Object) -> Int {
        func tokens(_ text: String) -> Int { (text.utf8.count + 3) / 4 }
        var sum = 0
        for message in messages {
            sum += 4
            for part in message.parts {
                switch part {
                case .text(let text, _): sum += tokens(text)
                case .image: sum += 1_000
                case .toolCall(let call): sum += tokens(call.name) + tokens(call.arguments)
                case .reasoning(let reasoning): sum += tokens(reasoning.text)
                case .toolResult(let result): for case .text(let text, _) in result.parts { sum += tokens(text) }
                default: break
                }
            }
        }
        for name in ["tools", "functions", "response_format"] { sum += body[name].map { tokens($0.serialized()) } ?? 0 }
        return sum
    }

    private static func row(_ name: String, _ samples: [Sample]) -> (text: String, median: Double) {
        func percents(_ estimate: (Sample) -> Int) -> [Double] {
            samples.map { abs(Double(estimate($0) - $0.count)) / Double($0.count) * 100 }.sorted()
        }
        let (before, now) = (percents(\.byBytes), percents(\.estimate))
        func shown(_ list: [Double], _ place: Double) -> String {
            "\(Int(list[min(list.count - 1, Int(place * Double(list.count)))].rounded())) %"
        }
        let cells = [shown(before, 0.5), shown(before, 0.9), shown(now, 0.5), shown(now, 0.9)]
        return ("| \(name) | \(samples.count) | \(cells.joined(separator: " | ")) |", now[now.count / 2])
    }

    @Test func theErrorIsWhatTheDocumentationSays() throws {
        var lines = [
            "| requests | recorded | four bytes: median | nine in ten within | now: median | nine in ten within |",
            "|---|---|---|---|---|---|",
        ]
        var all: [Sample] = []
        for (dialect, wire) in Self.protocols {
            let samples = try Self.samples(dialect, wire)
            all += samples
            for kind in Self.kinds {
                let some = samples.filter { $0.kind == kind }
                if some.count >= 5 { lines.append(Self.row("\(dialect), \(kind)", some).text) }
            }
        }
        #expect(all.count > 600)
        let text = Self.row("all, text", all.filter { $0.kind == "text" })
        let tools = Self.row("all, tools", all.filter { $0.kind == "tools" })
        lines += [text.text, tools.text]
        try DocumentedTable.check(lines.joined(separator: "\n"), in: "docs/tokens.md", filter: "TokenError")
        // Short prompts to servers that add what they like: no estimate can be near all of these.
        #expect(text.median < 32, "\(text)")
        #expect(tools.median < 38, "\(tools)")
    }
}

extension Part {
    fileprivate var isForeign: Bool {
        switch self {
        case .opaque, .file, .audio: true
        default: false
        }
    }
    fileprivate var isImage: Bool { if case .image = self { true } else { false } }
}
