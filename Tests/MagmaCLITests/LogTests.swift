import MagmaTesting
import Testing

@Suite(.runsPrograms) struct LogTests {
    /// The library logs warnings, where the tool says them already.
    @Test func aWarningIsSaidOnce() async throws {
        let server = try await ScriptedServer(replies: [
            .json(#"{"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}"#)
        ])
        defer { server.stop() }
        let result = try Tool().run(
            "ask", "--no-stream", "-m", "vllm/m", "--base-url", server.url, "--messages", "-",
            input: #"[{"role":"user","content":"hi","cache_control":{"type":"ephemeral"}}]"#)
        #expect(result.output == "Hello\n")
        let lines = result.notes.split(separator: "\n")
        #expect(lines.count == 1, "\(result.notes)")
        #expect(lines.first?.hasPrefix("magma: warning: messages[0]") == true, "\(result.notes)")
    }
}
