import Testing

@testable import MagmaModel

@Suite struct ChatCompletionsDecodingTests {
    private func whole(_ body: String) throws(ModelError) -> Generation {
        var builder = GenerationBuilder(streaming: false)
        try [UInt8](body.utf8).withBytes { (bytes) throws(ModelError) in
            try ChatCompletions().decode(bytes, dialect: Dialect(), into: &builder)
        }
        return builder.build()
    }

    private func stream(_ chunks: [String]) throws(ModelError) -> Generation {
        var pump = EventPump(wire: ChatCompletions(), dialect: Dialect())
        var deltas: [Generation.Delta] = []
        try [UInt8](chunks.map { "data: \($0)\n\n" }.joined().utf8).withBytes { (bytes) throws(ModelError) in
            try pump.feed(bytes, into: &deltas)
        }
        try pump.finish(into: &deltas)
        #expect(deltas.map(\.content).joined() == pump.builder.build().content)
        return pump.builder.build()
    }

    private func delta(_ delta: String, _ more: String = "") -> String {
        #"{"choices":[{"index":0,"delta":\#(delta)\#(more)}]}"#
    }

    @Test func callsOfAWholeMessageStayApart() throws {
        let call = #"{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}"#
        let answer = try whole(#"{"choices":[{"message":{"tool_calls":[\#(call),\#(call)]}}]}"#)
        #expect(answer.toolCalls.map(\.arguments) == ["{}", "{}"])
        #expect(answer.finishReason?.kind == .toolCalls)
    }

    @Test func piecesOfCallsMerge() throws {
        let answer = try stream([
            delta(#"{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\""}}]}"#),
            delta(#"{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":":1}"}}]}"#),
            delta(#"{"tool_calls":[{"index":0,"id":"b","function":{"name":"g","arguments":null}}]}"#),
            delta("{}", #","finish_reason":"stop""#),
            "[DONE]",
        ])
        #expect(answer.toolCalls.map(\.name) == ["f", "g"])
        #expect(answer.toolCalls.map(\.arguments) == [#"{"x":1}"#, ""])
        #expect(answer.finishReason == FinishReason(.toolCalls, raw: "stop"))
    }

    @Test func logprobsOfAStreamAreJoined() throws {
        let entries = try stream([
            delta(#"{"content":"a"}"#, #","logprobs":{"content":[{"token":"a"}],"refusal":null}"#),
            delta(#"{"content":"b"}"#, #","logprobs":{"content":[{"token":"b"}]},"finish_reason":"stop""#),
        ]).logprobs?["content"]?.arrayValue
        #expect(entries?.compactMap { $0["token"]?.stringValue } == ["a", "b"])
    }

    @Test func errorsInsideAStreamAreThrown() throws {
        for (chunk, code) in [
            (#"{"error":{"message":"m","code":502}}"#, ModelError.Code.serverError),
            (#"{"choices":[{"index":0,"delta":{},"error":{"message":"m","code":429}}]}"#, .rateLimited),
            (#"{"choices":[],"x_groq":{"error":"m"}}"#, .serverError),
        ] {
            let error = #expect(throws: ModelError.self) { try stream([delta(#"{"content":"a"}"#), chunk]) }
            #expect(error?.code == code)
            #expect(error?.message == "m")
        }
        // Empty ones are none.
        let fine = try stream([#"{"error":"","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}"#])
        #expect(fine.content == "a")
    }

    @Test func aStreamWithoutItsEndIsIncomplete() {
        let error = #expect(throws: ModelError.self) { try stream([delta(#"{"content":"a"}"#)]) }
        #expect(error?.code == .incompleteStream)
    }
}
