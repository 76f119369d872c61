import Testing

@testable import MagmaModel

@Suite struct InvokeModelTests {
    typealias Support = ConverseSupport

    private static func chunk(_ event: JSON) -> [UInt8] {
        EventStreamBytes.event("chunk", ["bytes": .string(base64(event.bytes())), "p": "abc"])
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        return stride(from: 0, to: bytes.count, by: 3).map { start in
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            let text = (0...group.count).map { letters[Int(bits >> UInt32(18 - 6 * $0) & 63)] }
            return String(text) + String(repeating: "=", count: 3 - group.count)
        }.joined()
    }

    @Test func theBodyIsThatOfMessages() throws {
        var call = try Support.call([.system("s"), .user("Hi")], options: ["anthropic_beta": ["b"]])
        call.isStreaming = true
        let sent = try Support.encode(call, by: InvokeModel()).body
        #expect(
            sent == [
                "anthropic_version": "bedrock-2023-05-31", "system": [["type": "text", "text": "s"]],
                "messages": [["role": "user", "content": [["type": "text", "text": "Hi"]]]], "max_tokens": 64_000,
                "anthropic_beta": ["b"],
            ])
    }

    @Test func otherVendorsBodiesAreRefused() throws {
        for model in [Support.nova, "arn:aws:bedrock:us-east-1:1:application-inference-profile/abc"] {
            #expect(try Support.refusal(Support.call(model: model), by: InvokeModel()) == .unsupported)
        }
    }

    @Test func aStreamCarriesTheVendorsEvents() throws {
        let events = [
            MessagesSupport.start, MessagesSupport.textStart, MessagesSupport.text("Hi"), MessagesSupport.textStop,
            MessagesSupport.end, MessagesSupport.stop,
        ]
        let generation = try Support.stream(events.map(Self.chunk), by: InvokeModel())
        #expect(generation.content == "Hi" && generation.finishReason?.kind == .stop && generation.id == "msg_1")
        #expect(generation.usage?.input == 7 && generation.usage?.output == 7)
        let cut = #expect(throws: ModelError.self) {
            try Support.stream(events.dropLast().map(Self.chunk), by: InvokeModel())
        }
        #expect(cut?.code == .incompleteStream)
    }

    /// Bedrock may put counts of its own before everything else.
    @Test func whatIsBedrocksOwnIsPassedOver() throws {
        let metrics: JSON = ["amazon-bedrock-invocationMetrics": ["inputTokenCount": 1]]
        let events: [JSON] = [
            metrics, ["messageStart": ["role": "assistant"]],
            ["contentBlockDelta": ["contentBlockIndex": 0, "delta": ["text": "Hi"]]],
            ["messageStop": ["stopReason": "max_tokens"]],
            ["metadata": ["usage": ["inputTokens": 1, "outputTokens": 2]]],
        ]
        let generation = try Support.stream(events.map(Self.chunk), by: InvokeModel())
        #expect(generation.content == "Hi" && generation.finishReason?.kind == .length && generation.usage?.output == 2)
    }

    @Test func aGuardrailsWordsAreFiltered() throws {
        let events: [JSON] = [
            ["contentBlockDelta": ["delta": ["text": "No."]], "amazon-bedrock-guardrailAction": "INTERVENED"],
            ["messageStop": ["stopReason": "end_turn"]],
        ]
        let generation = try Support.stream(events.map(Self.chunk), by: InvokeModel())
        #expect(generation.finishReason == FinishReason(.contentFilter, raw: "end_turn"))
    }

    @Test(
        arguments: [
            (
                [
                    "results": [["outputText": "Hi", "tokenCount": 2, "completionReason": "FINISH"]],
                    "inputTextTokenCount": 1,
                ], "FINISH"
            ),
            (
                ["generation": "Hi", "prompt_token_count": 1, "generation_token_count": 2, "stop_reason": "stop"],
                "stop"
            ),
            (["outputs": [["text": "Hi", "stop_reason": "length"]]], "length"),
            (["completions": [["data": ["text": "Hi"], "finishReason": ["reason": "length"]]]], "length"),
            (["generations": [["text": "Hi", "finish_reason": "COMPLETE"]]], "COMPLETE"),
            (["completion": "Hi", "stop_reason": "stop_sequence"], "stop_sequence"),
        ] as [(JSON, String)])
    func olderModelsAnswerWithOneText(answer: JSON, word: String) throws {
        var builder = GenerationBuilder(streaming: false)
        try answer.bytes().withBytes { (bytes) throws(ModelError) in
            try InvokeModel().decode(bytes, dialect: Dialect(), into: &builder)
        }
        let generation = builder.build()
        #expect(generation.content == "Hi" && generation.finishReason?.raw == word)
        if answer["results"] != nil || answer["generation"] != nil {
            #expect(generation.usage?.input == 1 && generation.usage?.output == 2)
        }
    }

    @Test func whatCarriesNothingIsADecodingError() {
        for payload in [["bytes": "{}"], [:], ["bytes": .string(Self.base64([0x7B]))]] as [JSON] {
            let error = #expect(throws: ModelError.self) {
                try Support.stream([EventStreamBytes.event("chunk", payload)], by: InvokeModel())
            }
            #expect(error?.code == .decoding)
        }
    }
}
