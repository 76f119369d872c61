import Testing

@testable import MagmaModel

@Suite struct ToolCallIDsTests {
    private func history(_ ids: [String]) -> [Message] {
        [.user("Hi"), .assistant(toolCalls: ids.map { ToolCall(id: $0, name: "f", arguments: "{}") })]
            + ids.map { .tool("1", callID: $0) }
    }

    private func sent(_ ids: [String], _ model: Model = Model("mistral/mistral-small")) throws -> (
        calls: [String], results: [String]
    ) {
        let dispatcher = Dispatcher.fake(FakeTransport(), environment: ["MISTRAL_API_KEY": testKey])
        let body = try JSON(parsing: dispatcher.prepare(model, history(ids), streaming: false).body)
        let messages = body["messages"]?.arrayValue ?? []
        return (
            (messages[1]["tool_calls"]?.arrayValue ?? []).compactMap { $0["id"]?.stringValue },
            messages.dropFirst(2).compactMap { $0["tool_call_id"]?.stringValue }
        )
    }

    @Test func mistralGetsNineLettersAndDigits() throws {
        let (calls, results) = try sent(["call_1", "call_2", "aB3dE6gH9", "toolu_01A", ""])
        #expect(calls == results)
        #expect(Set(calls).count == 5)
        #expect(calls[2] == "aB3dE6gH9")
        #expect(calls.allSatisfy { $0.utf8.count == 9 && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } })
    }

    @Test func theSameIDIsAlwaysTheSame() throws {
        #expect(try sent(["call_1"]).calls == sent(["call_1"]).calls)
    }
}
