import Testing

@testable import MagmaModel

@Suite struct GenerateContentDecodingTests {
    typealias Support = GenerateContentSupport

    private static let chunks: [JSON] = [
        Support.chunk([["text": "Hm.", "thought": true]], more: ["usageMetadata": ["promptTokenCount": 5]]),
        Support.chunk([["text": "One, "], ["text": "two"]]),
        Support.chunk(
            [["text": "."]], finish: "STOP",
            more: ["usageMetadata": ["candidatesTokenCount": 3, "thoughtsTokenCount": 4, "totalTokenCount": "12"]]),
    ]

    private func check(_ answer: Generation) {
        #expect(answer.content == "One, two." && answer.reasoning == "Hm.")
        #expect(answer.finishReason == FinishReason(.stop, raw: "STOP"))
        #expect(answer.id == "r" && answer.model == "m")
        #expect(answer.usage?.input == 5 && answer.usage?.output == 7 && answer.usage?.reasoning == 4)
        #expect(answer.usage?.raw?["promptTokenCount"] == 5 && answer.usage?.raw?["totalTokenCount"] == "12")
        #expect(answer.message.parts == [.reasoning(Reasoning("Hm.")), .text("One, two.")])
    }

    @Test(arguments: [1, 7, 64, 1000])
    func eventsAndAnArrayAreTheSame(pieces: Int) throws {
        check(try Support.stream(Support.events(Self.chunks), pieces: pieces).answer)
        let array = "[" + Self.chunks.map { $0.serialized() }.joined(separator: ",\r\n") + "]"
        let (answer, deltas) = try Support.stream(array, pieces: pieces)
        check(answer)
        #expect(deltas.map(\.content) == ["", "One, two", "."])
        check(try Support.decode(.array(Self.chunks)))
    }

    @Test func anArrayThatIsCutIsNoAnswer() throws {
        let whole = "[" + Self.chunks.map { $0.serialized() }.joined(separator: ",") + "]"
        for length in 1..<whole.utf8.count {
            let cut = String(decoding: Array(whole.utf8).prefix(length), as: UTF8.self)
            let error = #expect(throws: ModelError.self) { try Support.stream(cut) }
            #expect(error?.code == .incompleteStream)
        }
    }

    private static let failure = """
        {
          "error": {
            "code": 503,
            "message": "The model is overloaded.",
            "status": "UNAVAILABLE"
          }
        }

        """

    @Test(arguments: [1, 9, 1000])
    func aBareErrorBetweenEventsIsOne(pieces: Int) throws {
        let start = Support.events([Self.chunks[1]])
        for text in [start + Self.failure, start.dropLast() + Self.failure, "[\(Self.failure)]"] {
            let error = #expect(throws: ModelError.self) { try Support.stream(String(text), pieces: pieces) }
            #expect(error?.code == .overloaded && error?.message == "The model is overloaded.")
        }
    }

    @Test func aChunkWithAnErrorIsOne() throws {
        let chunk: JSON = ["error": ["code": 429, "message": "Slow down.", "status": "RESOURCE_EXHAUSTED"]]
        let error = #expect(throws: ModelError.self) { try Support.stream(Support.events([chunk])) }
        #expect(error?.code == .rateLimited)
    }

    static let blocks: [(JSON, String)] = [
        (["promptFeedback": ["blockReason": "SAFETY"]], "SAFETY"),
        (["promptFeedback": ["blockReason": "REASON_OF_TOMORROW"]], "REASON_OF_TOMORROW"),
        (["promptFeedback": ["blockReason": 2]], "2"),
    ]

    @Test(arguments: blocks)
    func aBlockedPromptIsAnAnswer(chunk: JSON, raw: String) throws {
        for answer in [try Support.decode(chunk), try Support.stream(Support.events([chunk])).answer] {
            #expect(answer.content.isEmpty)
            #expect(answer.finishReason == FinishReason(.contentFilter, raw: raw))
        }
    }

    @Test func enumerationsMayBeNumbers() throws {
        let reasons: [(Int64, FinishReason.Kind)] = [
            (1, .stop), (2, .length), (3, .contentFilter), (5, .other), (99, .other),
        ]
        for (number, kind) in reasons {
            let answer = try Support.decode(Support.chunk([["text": "x"]], finish: .int(number)))
            #expect(answer.finishReason == FinishReason(kind, raw: "\(number)"))
        }
        // The two doors count from 6 on in their own way.
        let six = Support.chunk([], finish: 6)
        #expect(try Support.decode(six).finishReason?.kind == .other)
        #expect(try Support.decode(six, dialect: Dialect(.cloudLabels)).finishReason?.kind == .contentFilter)
    }

    @Test func thoughtsAreCountedOnce() throws {
        func usage(_ raw: JSON) throws -> Usage? {
            try Support.decode(Support.chunk([], finish: "STOP", more: ["usageMetadata": raw])).usage
        }
        let beside: JSON = [
            "promptTokenCount": 10, "toolUsePromptTokenCount": 2, "candidatesTokenCount": 5, "thoughtsTokenCount": 3,
            "totalTokenCount": 20, "cachedContentTokenCount": 4,
        ]
        #expect(try usage(beside)?.output == 8 && usage(beside)?.input == 12 && usage(beside)?.cachedInput == 4)
        var within = beside.objectValue ?? [:]
        within["totalTokenCount"] = 17
        #expect(try usage(.object(within))?.output == 5)
        #expect(try usage(["trafficType": "ON_DEMAND"]) == nil)
    }

    @Test func onlyTheFirstCandidateCounts() throws {
        let other: JSON = ["index": 1, "content": ["parts": [["text": "no"]]], "finishReason": "SAFETY"]
        let first: JSON = ["content": ["parts": [["text": "yes"]]], "finishReason": "STOP"]
        let answer = try Support.decode(["candidates": [other, first]])
        #expect(answer.content == "yes" && answer.finishReason?.kind == .stop)
    }

    @Test func logprobsHaveOpenAIsShape() throws {
        let result: JSON = [
            "chosenCandidates": [["token": "Hi", "tokenId": 7, "logProbability": -0.5]],
            "topCandidates": [
                ["candidates": [["token": "Hi", "logProbability": -0.5], ["token": "Yo", "logProbability": -2]]]
            ],
        ]
        let candidate: JSON = [
            "content": ["parts": [["text": "Hi"]]], "logprobsResult": result, "finishReason": "STOP",
        ]
        let item = try Support.decode(["candidates": [candidate]]).logprobs?["content"]?[0]
        #expect(item?["token"] == "Hi" && item?["logprob"] == -0.5)
        #expect(item?["top_logprobs"]?[1]?["token"] == "Yo")
    }

    @Test func whatIsNoAnswerIsSaid() throws {
        for json: JSON in [["hello": "world"], [:], []] {
            let error = #expect(throws: ModelError.self) { try Support.decode(json) }
            #expect(error?.code == .decoding)
        }
    }
}
