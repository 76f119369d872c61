import Testing

@testable import MagmaModel

/// Chunks that begin alike: what stands before the choices may be taken as read only where it says nothing new.
@Suite struct RepeatedHeadTests {
    private func stream(_ chunks: [String]) throws(ModelError) -> Generation {
        var pump = EventPump(wire: ChatCompletions(), dialect: Dialect())
        var deltas: [Generation.Delta] = []
        try [UInt8](chunks.map { "data: \($0)\n\n" }.joined().utf8).withBytes { (bytes) throws(ModelError) in
            try pump.feed(bytes, into: &deltas)
        }
        try pump.finish(into: &deltas)
        return pump.builder.build()
    }

    private func chunk(_ head: String, _ text: String, _ tail: String = "") -> String {
        #"{\#(head)"choices":[{"index":0,"delta":{"content":"\#(text)"}}]\#(tail)}"#
    }

    @Test func headsThatStayAndHeadsThatChange() throws {
        let head = #""id":"1","model":"m","created":7,"#
        let other = #""id":"2","model":"n","created":8,"#
        let chunks = [
            chunk(head, "a"), chunk(head, "b"), chunk(other, "c"), chunk(other, "d"), chunk(head, "e"), chunk("", "f"),
        ]
        let answer = try stream(chunks + ["[DONE]"])
        #expect(answer.content == "abcdef")
        #expect(answer.id == "1")
        #expect(answer.model == "m")
        #expect(answer.created == 7)
    }

    @Test func choicesThatComeTwiceInEachChunk() throws {
        let twice = chunk("", "a", #","choices":[{"index":0,"delta":{"content":"b"}}]"#)
        #expect(try stream([twice, twice, twice, "[DONE]"]).content == "ababab")
    }

    @Test func usageBeforeTheChoicesCountsEachTime() throws {
        let groq = #""x_groq":{"usage":{"prompt_tokens":3,"completion_tokens":4}},"#
        let usage = #""usage":{"prompt_tokens":1,"completion_tokens":2},"#
        let answer = try stream([chunk(groq, "a"), chunk(usage, "b"), chunk(usage, "c"), chunk(groq, "d"), "[DONE]"])
        #expect(answer.content == "abcd")
        #expect(answer.usage?.input == 3)
        #expect(answer.usage?.output == 4)
    }

    @Test func anErrorBehindAKnownHeadIsSeen() throws {
        let head = #""error":null,"#
        #expect(try stream([chunk(head, "a"), chunk(head, "b"), "[DONE]"]).content == "ab")
        let failed = chunk(head, "b", #","error":{"message":"m","code":502}"#)
        #expect(throws: ModelError.self) { try stream([chunk(head, "a"), failed, "[DONE]"]) }
        let broken = #"{"error":null,"#
        #expect(throws: ModelError.self) { try stream([chunk(head, "a"), broken, "[DONE]"]) }
    }
}
