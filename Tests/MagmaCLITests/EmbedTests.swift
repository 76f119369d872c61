import Foundation
import MagmaModel
import MagmaTesting
import Testing

@Suite(.runsPrograms) struct EmbedCommandTests {
    private let tool = Tool()

    /// Answers each text with its number of letters.
    private func withServer(_ body: (String) throws -> Void) async throws {
        let server = try await ScriptedServer { request in
            let json = (try? JSON(parsing: request.body)) ?? .null
            let data = (json["input"]?.arrayValue ?? []).enumerated().map { index, text -> JSON in
                [
                    "index": .int(Int64(index)),
                    "embedding": [.int(Int64(text.stringValue?.count ?? 0)), json["dimensions"] ?? 0.25],
                ]
            }
            return .json(JSON.object(["data": .array(data), "model": "m", "usage": ["prompt_tokens": 3]]).serialized())
        }
        defer { server.stop() }
        try body(server.url)
    }

    @Test func aLineForEachText() async throws {
        try await withServer { url in
            let given = try tool.run("embed", "-m", "vllm/e", "--base-url", url, "a cat", "dog")
            #expect(given.code == 0 && given.output == "[5.0,0.25]\n[3.0,0.25]\n" && given.notes.isEmpty)
            let piped = try tool.run("embed", "-m", "vllm/e", "--base-url", url, input: "a cat\n\ndog\n")
            #expect(piped.output == given.output)
        }
    }

    @Test func jsonIsOpenAIsShape() async throws {
        try await withServer { url in
            let result = try tool.run(
                "embed", "-m", "vllm/e", "--base-url", url, "--dimensions", "8", "--json", "a")
            let json = try result.json()
            #expect(json["data"] == [["object": "embedding", "index": 0, "embedding": [1, 8]]])
            #expect(json["model"] == "m" && json["usage"]?["prompt_tokens"] == 3)
        }
    }

    @Test func aProviderWithoutEmbeddingsSaysSo() throws {
        let result = try tool.run("embed", "-m", "anthropic/claude-sonnet-4-5", "--json", "a")
        #expect(try result.code == 1 && result.json()["error"]?["code"] == "unsupported")
        #expect(result.notes.contains("no embeddings"))
    }

    @Test func wrongUseIsExitCode2() throws {
        let wrong = [
            try Tool(environment: ["MAGMA_MODEL": ""]).run("embed", "a"), try tool.run("embed", "-m", "nonsense", "a"),
            try tool.run("embed", "-m", "openai/e"), try tool.run("embed", "-m", "openai/e", "--extra", "x", "a"),
        ]
        #expect(wrong.allSatisfy { $0.code == 2 && $0.output.isEmpty })
    }

    @Test func helpHasExamples() throws {
        let help = try tool.run("embed", "--help")
        #expect(help.code == 0 && help.output.contains("magma embed -m openai/text-embedding-3-small"))
    }
}
