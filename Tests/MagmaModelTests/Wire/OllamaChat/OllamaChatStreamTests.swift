import Testing

@testable import MagmaModel

@Suite struct OllamaChatStreamTests {
    private func stream(_ lines: String...) throws -> Generation {
        var pump = EventPump(wire: OllamaChat(), dialect: Dialect())
        var deltas: [Generation.Delta] = []
        for line in lines {
            try Array((line + "\n").utf8).withBytes { (bytes) throws(ModelError) in
                try pump.feed(bytes, into: &deltas)
            }
        }
        try pump.finish(into: &deltas)
        return pump.builder.build()
    }

    @Test func thinkingTextAndCalls() throws {
        let answer = try stream(
            #"{"model":"m","message":{"role":"assistant","thinking":"hm"},"done":false}"#,
            #"{"model":"m","message":{"content":"Hel"},"done":false}"#,
            #"{"model":"m","message":{"content":"lo","tool_calls":[{"id":"a","function":{"name":"f","arguments":{"x":1}}}]}}"#,
            #"{"model":"m","message":{"tool_calls":[{"function":{"name":"g","arguments":{}}}]}}"#,
            #"{"model":"m","done":true,"done_reason":"stop","prompt_eval_count":4,"eval_count":5}"#
        )
        #expect(answer.reasoning == "hm" && answer.content == "Hello")
        #expect(answer.toolCalls.map(\.name) == ["f", "g"])
        #expect(answer.toolCalls[0].parsedArguments == ["x": 1])
        #expect(answer.usage?.input == 4 && answer.usage?.output == 5)
        #expect(answer.finishReason?.raw == "stop")
    }

    @Test func aStreamWithoutItsLastLineIsIncomplete() {
        let error = #expect(throws: ModelError.self) { try stream(#"{"message":{"content":"a"},"done":false}"#) }
        #expect(error?.code == .incompleteStream)
    }

    @Test func anErrorLineIsAnError() {
        let error = #expect(throws: ModelError.self) {
            try stream(
                #"{"message":{"content":"a"},"done":false}"#, #"{"error":"llama runner process has terminated"}"#)
        }
        #expect(error?.message.contains("terminated") == true)
    }

    @Test func unknownMembersAreSkipped() throws {
        let answer = try stream(#"{"new":[{"a":{}}],"message":{"content":"a","odd":[1]},"done":true,"more":null}"#)
        #expect(answer.content == "a")
        #expect(answer.usage == nil)
    }
}
