import Foundation
import MagmaModel
import MagmaTesting
import Testing

/// The programs in `Examples/`, run as a reader of the README runs them.
@Suite(.runsPrograms) struct ExamplesTests {
    @Test func aChatKeepsItsHistoryAndSurvivesAnError() async throws {
        let chat = Tool(name: "example-chat")
        #expect(try chat.run(input: "hello\nagain\n").output.contains("You said: again"))
        let server = try await ScriptedServer(replies: [
            .json(status: 400, #"{"error":{"message":"no"}}"#), .stream([Self.event("one")]),
            .stream([Self.event("two")]),
        ])
        let model = "vllm/m?api_base=\(server.url)"
        let result = try chat.run(model, input: "a\nb\nc\n\n")
        #expect(result.code == 0)
        #expect(result.output.contains("invalid_request: no\none\ntwo\n"), "\(result.output)")
        let last = try JSON(parsing: try #require(server.requests.last?.body))
        #expect(
            last["messages"]?.arrayValue?.compactMap { $0["content"]?.stringValue }.dropFirst() == ["b", "one", "c"])
    }

    @Test func aToolIsRunAndItsResultSentBack() async throws {
        let call = #"{"id":"t","type":"function","function":{"name":"multiply","arguments":"{\"a\":6,\"b\":7}"}}"#
        let server = try await ScriptedServer(replies: [
            .json(#"{"choices":[{"message":{"tool_calls":[\#(call)]},"finish_reason":"tool_calls"}]}"#),
            .json(#"{"choices":[{"message":{"content":"It is 42."},"finish_reason":"stop"}]}"#),
        ])
        let tools = Tool(name: "example-tools")
        let result = try tools.run("vllm/m?api_base=\(server.url)", "What is 6 times 7?")
        #expect(result.code == 0 && result.output.hasSuffix("= 42\nIt is 42.\n"), "\(result.output)\(result.notes)")
        let messages = try JSON(parsing: try #require(server.requests.last?.body))["messages"]
        #expect(messages?[2]?["tool_call_id"] == "t" && messages?[2]?["content"] == "42")
        #expect(try tools.run().output.contains("echo/tools"))
    }

    @Test func summariesComeInOrderAndFallBack() async throws {
        let summaries = Tool(name: "example-summaries")
        let own = try summaries.run()
        #expect(own.code == 0)
        #expect(own.output.split(separator: "\n").map { $0.prefix(6) } == ["magma ", "basalt"])
        let server = try await ScriptedServer { _ in .json(status: 503, "{}") }
        let model = "vllm/m?api_base=\(server.url)&retries=0"
        let robust = try summaries.run("\(model),echo/backup")
        #expect(robust.code == 0 && robust.output.contains("basalt (echo/backup"), "\(robust.output)")
        let alone = try summaries.run(model)
        #expect(alone.code == 1 && alone.output.contains("basalt: the provider has no room (1 attempts)."))
    }

    private static func event(_ text: String) -> [UInt8] {
        let chunk = #"{"choices":[{"delta":{"content":"\#(text)"},"finish_reason":"stop"}]}"#
        return Array("data: \(chunk)\n\ndata: [DONE]\n\n".utf8)
    }
}
