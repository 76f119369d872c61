import Testing

@testable import MagmaModel

extension BadInputTests {
    private static let numbers = [
        "9223372036854775807", "-9223372036854775808", "18446744073709551615", "1e308", "-1", "1e-400", "0.5", "null",
        "\"7\"", "99999999999999999999999999999999999999999999999999999999",
    ]

    @Test("in token counts counts as not said", arguments: numbers, NeverList.protocols)
    func counts(number: String, provider: String) throws {
        let bodies = [
            "vllm": #"""
            {"choices":[{"index":#,"message":{"content":"x"},"finish_reason":"stop"}],"usage":{"prompt_tokens":#,
            "completion_tokens":#,"total_tokens":#,"prompt_tokens_details":{"cached_tokens":#,"audio_tokens":#},
            "completion_tokens_details":{"reasoning_tokens":#}}}
            """#,
            "anthropic": #"""
            {"content":[{"type":"text","text":"x"}],"usage":{"input_tokens":#,"output_tokens":#,
            "cache_read_input_tokens":#,"cache_creation_input_tokens":#,"output_tokens_details":{"thinking_tokens":#}}}
            """#,
            "ollama": #"{"message":{"content":"x"},"done":true,"prompt_eval_count":#,"eval_count":#}"#,
        ]
        let body = try #require(bodies[provider]).replacing("#", with: number)
        for dialect in [Dialect(), Dialect(.totalIncludesThinking, .reasoningBesideCompletion)] {
            var builder = GenerationBuilder(streaming: true)
            let wire = try #require(ProviderCatalog.builtIn.provider(provider).wire.implementation)
            do throws(ModelError) {
                try Array(body.utf8).withBytes { (bytes) throws(ModelError) in
                    try wire.decode(bytes, dialect: dialect, into: &builder)
                }
            } catch {
                #expect(error.code == .decoding)
            }
            let usage = builder.build().usage
            for count in [usage?.input, usage?.output, usage?.cachedInput, usage?.reasoning, usage?.total] {
                #expect(0...(1 << 56) ~= count ?? 0)
            }
        }
    }

    /// Each is a count, and all together are more than a number holds.
    @Test("in lists of counts do not overflow")
    func lists() {
        let many = JSON.array(
            Array(repeating: ["modality": "AUDIO", "tokenCount": 9_007_199_254_740_992, "ttl": "1h"], count: 1_100))
        let hours = JSON.array(Array(repeating: ["ttl": "1h", "inputTokens": 9_007_199_254_740_992], count: 1_100))
        let raw: JSON = ["promptTokensDetails": many, "candidatesTokensDetails": many, "cacheDetails": hours]
        let counts = TokenCounts(Usage(input: 9, output: 8, cacheWrite: 2, raw: raw))
        #expect(counts.audio == 7 && counts.outputAudio == 8 && counts.writtenForAnHour == 2)
    }

    @Test("in headers counts as not said", arguments: numbers + ["1e300h", "\(String(repeating: "9", count: 400))h"])
    func headers(number: String) {
        let date = "Sun, 06 Nov 1994 \(number):49:37 GMT"
        for (name, value) in [
            ("retry-after", number), ("retry-after-ms", number), ("retry-after", date), ("date", date),
            ("x-ratelimit-reset-tokens", number), ("x-ratelimit-remaining-tokens", number),
            ("x-ratelimit-limit-requests", number), ("anthropic-ratelimit-tokens-reset", number),
        ] {
            let headers: HeaderFields = [name: value, "date": "Sun, 06 Nov 1994 08:49:37 GMT"]
            let error = Array<UInt8>().withBytes {
                ErrorClassifier.error(
                    status: 429, headers: headers, body: $0, wire: ChatCompletions(), dialect: Dialect())
            }
            #expect(error.retryAfter.map { $0 >= .zero && $0 < .seconds(1e9) } ?? true)
            let limits = RateLimits(headers: headers)
            for reset in [limits.tokens?.reset, limits.requests?.reset] {
                #expect(reset.map { $0 >= .zero && $0 <= .seconds(1e12) } ?? true)
            }
        }
    }

    /// Recorded answers with their numbers and bytes changed at random, reproducibly: each is an answer or an error.
    @Test(
        "made of real answers never crashes", .computes,
        .enabled(if: SharedFiles.has("recordings"), SharedFiles.absent))
    func changedRecordings() throws {
        var random = SeededGenerator(seed: 1)
        for path in try SharedFiles.paths(under: Recordings.folder, suffix: ".json") {
            let recording = try JSON(parsing: SharedFiles.bytes(path))
            guard let body = recording["response"]?["body"]?.stringValue, body.utf8.count < 50_000 else { continue }
            for round in 0..<6 {
                let changed = round < 3 ? Self.renumbered(body, &random) : Self.scrambled(body, &random)
                var object = try #require(recording.objectValue)
                var response = try #require(object["response"]?.objectValue)
                response["body"] = .string(changed)
                object["response"] = .object(response)
                let result = try RecordedExchange(parsing: JSON.object(object).bytes()).replay()
                #expect(["generation", "error", "unsupported"].contains(result.outcome))
                _ = result.json
            }
        }
    }

    private static func renumbered(_ text: String, _ random: inout SeededGenerator) -> String {
        var result = ""
        var digits = ""
        for character in text {
            if character.isASCII, character.isNumber {
                digits.append(character)
                continue
            }
            if !digits.isEmpty {
                result +=
                    Int.random(in: 0..<3, using: &random) == 0 ? numbers.randomElement(using: &random) ?? "" : digits
                digits = ""
            }
            result.append(character)
        }
        return result + digits
    }

    private static func scrambled(_ text: String, _ random: inout SeededGenerator) -> String {
        var bytes = Array(text.utf8)
        guard !bytes.isEmpty else { return text }
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            bytes[Int.random(in: bytes.indices, using: &random)] =
                "{}[]\",:\\0n\n \r".utf8.randomElement(using: &random) ?? 0
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
