import Foundation
import MagmaModel
import MagmaTesting
import Testing

@Suite(.runsPrograms) struct CostTests {
    private let tool = Tool()

    @Test func theParts() throws {
        let result = try tool.run(
            "cost", "-m", "anthropic/claude-sonnet-4-5", "--input", "1000000", "--cached", "400000", "--cache-write",
            "100000",
            "--output", "100000", "--reasoning", "40000", "--json")
        let json = try result.json()
        #expect(json["input"] == 1.5 && json["cached_input"] == 0.12 && json["cache_write"] == 0.375)
        #expect(json["output"] == 0.9 && json["reasoning"] == 0.6 && json["total"] == 3.495)
        let table = try tool.run("cost", "-m", "openai/gpt-4o", "--input", "12000", "--output", "800").output
        #expect(table == "input   $0.03\noutput  $0.008\ntotal   $0.038\n")
    }

    @Test func tiersOfServiceAndLongPrompts() throws {
        let arguments = ["cost", "-m", "gemini/gemini-2.5-pro", "--input", "250000", "--json", "--service"]
        func total(_ service: String) throws -> JSON? {
            try tool.run(arguments[0], arguments[1], arguments[2], "--input", "250000", "--json", "--service", service)
                .json()["total"]
        }
        #expect(try total("standard") == 0.625 && total("priority") == 1.125 && total("batch") == 0.15625)
    }

    @Test func anUnknownPriceIsAnError() throws {
        let result = try tool.run("cost", "-m", "openai/nobody-knows", "--input", "1")
        #expect(result.code == 1 && result.output.isEmpty && result.notes.contains("No price is known"))
    }

    @Test(arguments: [
        ["--input", "-1"], ["--input", "1", "--cached", "2"], ["--output", "1", "--reasoning", "2"],
        ["--input", "many"],
    ])
    func countsThatCannotBeAreWrongUse(_ counts: [String]) throws {
        let result =
            counts.count == 2
            ? try tool.run("cost", "-m", "openai/gpt-4o", counts[0], counts[1])
            : try tool.run("cost", "-m", "openai/gpt-4o", counts[0], counts[1], counts[2], counts[3])
        #expect(result.code == 2 && result.output.isEmpty)
    }

    @Test func anAnswersPriceStandsInItsLine() async throws {
        let body =
            #"{"id":"c","model":"gpt-4o","choices":[{"message":{"content":"a"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":10}}"#
        let server = try await ScriptedServer(replies: [.json(body)])
        defer { server.stop() }
        let tool = Tool(environment: ["OPENAI_API_KEY": testKey])
        let result = try tool.run(
            "ask", "-m", "openai/gpt-4o", "--base-url", server.url, "--no-stream", "--usage", "hi")
        #expect(result.notes.contains(" · $0.0026 · "), "\(result.notes)")
    }
}
