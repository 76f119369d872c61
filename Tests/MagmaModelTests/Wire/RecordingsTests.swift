import Testing

@testable import MagmaModel

/// Real traffic is the evidence: every recording of the dialects spoken here must decode to what the vendors' own
/// clients made of it.
@Suite(.computes, .enabled(if: SharedFiles.has("recordings"), SharedFiles.absent))
struct RecordingsTests {
    static let dialects = [
        "openai-chat", "openai-completions", "openai-responses", "anthropic", "ollama", "ollama-generate", "gemini",
        "gemini-interactions", "bedrock-converse", "bedrock-invoke", "cohere-v2", "cohere-v1",
    ]

    @Test(arguments: dialects)
    func everyRecordingDecodes(dialect: String) throws {
        let cases = try Expectation.all(dialect)
        #expect(!cases.isEmpty)
        var streams = 0
        for (number, expectation) in cases.enumerated() {
            let (file, expected) = (expectation.recording, expectation.json)
            let exchange = try RecordedExchange(parsing: SharedFiles.bytes(file))
            let whole = exchange.replay().json
            let differences = Comparison.differences(expected, whole)
            #expect(differences.isEmpty, "\(file): \(differences.joined(separator: "; "))")
            guard exchange.isStreaming else { continue }
            streams += 1
            // Reproducible: a recording is always split in the same places. Small pieces, large ones, and mixed.
            for (round, longest) in [7, 60, 4096].enumerated() {
                var random = SeededGenerator(seed: UInt64(number * 3 + round))
                var pieces: [Int] = []
                var length = 0
                while length < exchange.body.count {
                    pieces.append(Int.random(in: 1...longest, using: &random))
                    length += pieces[pieces.count - 1]
                }
                #expect(exchange.replay(split: pieces).json == whole, "\(file), split in round \(round)")
            }
        }
        #expect(streams > 0, "no stream of \(dialect) was split")
    }

    /// Cut after every read, a stream may be an error or whole, but never a clean end that it was not.
    @Test(arguments: dialects)
    func cutStreamsNeverEndCleanly(dialect: String) throws {
        for expectation in try Expectation.all(dialect) where expectation.json["outcome"] == "generation" {
            let file = expectation.recording
            let exchange = try RecordedExchange(parsing: SharedFiles.bytes(file))
            guard exchange.isStreaming, exchange.body.count > 64 else { continue }
            let cut = exchange.cut(at: exchange.body.count / 3)
            guard case .generation(let generation) = cut.replay() else { continue }
            #expect(generation.finishReason != nil, "\(file) ended cleanly when cut at a third")
        }
    }
}

/// Holds a result against what is expected, by the rules that the recordings' own comparison has.
enum Comparison {
    static func differences(_ expected: JSON, _ actual: JSON) -> [String] {
        var differences: [String] = []
        func check(_ field: String, _ isEqual: Bool) {
            let accepted = expected["also_accept"]?[field]?.arrayValue ?? []
            guard !isEqual, !accepted.contains(where: { $0 == actual[field] }) else { return }
            differences.append("\(field): expected \(expected[field] ?? .null), got \(actual[field] ?? .null)")
        }
        guard expected["outcome"] == actual["outcome"] else {
            check("outcome", false)
            return differences
        }
        if expected["outcome"] == "error" {
            let (x, y) = (expected["error"], actual["error"])
            let categories = [x?["category"]] + (x?["also_accept"]?.arrayValue ?? [])
            check("error", categories.contains { $0 == y?["category"] })
            if let status = x?["status"], !status.isNull { check("error", status == y?["status"]) }
            if let wait = x?["retry_after_s"], !wait.isNull { check("error", wait == y?["retry_after_s"]) }
            check("error", y?["message"]?.stringValue?.isEmpty == false)
            return differences
        }
        for field in ["id", "model"] {
            if let value = expected[field], !value.isNull { check(field, value == actual[field]) }
        }
        if expected["content_is_json"] == true {
            let texts = [expected, actual].map { try? JSON(parsing: $0["content"]?.stringValue ?? "") }
            check("content", texts[0] == texts[1])
        } else {
            check("content", expected["content"] == actual["content"])
        }
        func text(_ json: JSON?) -> String { json?.stringValue ?? "" }
        for field in ["reasoning", "refusal", "raw_finish_reason"] {
            check(field, text(expected[field]) == text(actual[field]))
        }
        check("finish_reason", expected["finish_reason"] == actual["finish_reason"])
        check("tool_calls", sameCalls(expected["tool_calls"], actual["tool_calls"]))
        check("usage", sameUsage(expected["usage"], actual["usage"]))
        return differences
    }

    private static func sameCalls(_ a: JSON?, _ b: JSON?) -> Bool {
        let (a, b) = (a?.arrayValue ?? [], b?.arrayValue ?? [])
        func arguments(_ call: JSON) -> JSON {
            let value = call["arguments"] ?? .null
            return value.isNull || value == ["__raw": ""] ? [:] : value
        }
        return a.count == b.count
            && zip(a, b).allSatisfy { x, y in
                x["name"] == y["name"] && arguments(x) == arguments(y)
                    && (x["id"]?.isNull != false || x["id"] == y["id"])
            }
    }

    private static func sameUsage(_ a: JSON?, _ b: JSON?) -> Bool {
        ["input", "output", "cached_input", "cache_write", "reasoning"].allSatisfy {
            (a?[$0]?.doubleValue ?? 0) == (b?[$0]?.doubleValue ?? 0)
        }
    }
}
