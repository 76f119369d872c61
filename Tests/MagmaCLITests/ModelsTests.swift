import Foundation
import MagmaModel
import MagmaTesting
import Testing

@Suite(.runsPrograms) struct ModelsTests {
    private let tool = Tool()

    @Test func theTableHasLimitsPricesAndAbilities() throws {
        let output = try tool.run("models", "openai/gpt-4o-mini").output
        let lines = output.split(separator: "\n")
        #expect(lines.first?.hasPrefix("MODEL") == true)
        let line = try #require(lines.first { $0.hasPrefix("openai/gpt-4o-mini ") })
        #expect(line.split(separator: " ").prefix(6) == ["openai/gpt-4o-mini", "128k", "16k", "0.15", "0.6", "0.075"])
        #expect(line.contains("tools vision"))
    }

    @Test func aFilterAndAProviderNarrowTheList() throws {
        let all = try tool.run("models", "--json").json().arrayValue ?? []
        #expect(all.count > 3_000)
        #expect(all.allSatisfy { $0["as_of"]?.stringValue?.hasPrefix("20") == true })
        // Another prefix of the provider's means the same.
        for prefix in ["together_ai", "together"] {
            let some = try tool.run("models", "qwen", "--provider", prefix, "--json").json().arrayValue ?? []
            let ids = some.compactMap { $0["id"]?.stringValue }
            #expect(!ids.isEmpty && ids.allSatisfy { $0.hasPrefix("together_ai/") && $0.lowercased().contains("qwen") })
        }
        let none = try tool.run("models", "no-such-model")
        #expect(none.code == 0 && none.output.isEmpty && none.notes.contains("--live"))
    }

    @Test func theUsersFileGoesFirst() throws {
        try TemporaryFolder.with { folder in
            let text = #"{"models": [{"id": "openai/gpt-4o-mini", "prices": {"input": "9"}}, {"id": "mine/m"}]}"#
            let tool = Tool(environment: ["MAGMA_MODEL_REGISTRY": try folder.file("registry.json", text).path])
            let rows = try tool.run("models", "gpt-4o-mini", "--provider", "openai", "--json").json().arrayValue ?? []
            let row = rows.first { $0["id"] == "openai/gpt-4o-mini" }
            #expect(row?["prices"]?["input"] == "9" && row?["limits"]?["output"] == 16_384)
            #expect(try tool.run("models", "--provider", "mine").output.contains("mine/m"))
            let broken = Tool(environment: ["MAGMA_MODEL_REGISTRY": try folder.file("broken.json", "{\n]").path])
            for command in ["models", "providers"] {
                let result = try broken.run(command)
                #expect(result.code == 1 && result.notes.contains("broken.json:2:"), "\(result.notes)")
            }
        }
    }

    /// Provider, path of the list, the member that leads on, the answers of two pages, and the ids that come of them.
    private static let lists: [(String, String, [String], [String], [String])] = [
        (
            "openai", "/v1/models", ["authorization: Bearer KEY"], [#"{"data":[{"id":"gpt-4o"},{"id":"new"}]}"#],
            ["gpt-4o", "new"]
        ),
        ("together_ai", "/v1/models", ["authorization: Bearer KEY"], [#"[{"id":"a/b","context_length":8}]"#], ["a/b"]),
        (
            "anthropic", "/v1/models?limit=1000", ["x-api-key: KEY", "anthropic-version: 2023-06-01"],
            [
                #"{"data":[{"type":"model","id":"claude-a"}],"has_more":true,"last_id":"claude-a"}"#,
                #"{"data":[{"type":"model","id":"claude-b"}],"has_more":false,"last_id":"claude-b"}"#,
            ], ["claude-a", "claude-b"]
        ),
        (
            "ollama", "/api/tags", [], [#"{"models":[{"name":"llama3:latest","model":"llama3:latest"}]}"#],
            ["llama3:latest"]
        ),
        (
            "gemini", "/v1beta/models?pageSize=1000", ["x-goog-api-key: KEY"],
            [
                #"{"models":[{"name":"models/gemini-x","inputTokenLimit":9}],"nextPageToken":"p 2"}"#,
                #"{"models":[{"name":"models/gemini-y"}]}"#,
            ], ["gemini-x", "gemini-y"]
        ),
        (
            "cohere", "/v1/models?page_size=1000", ["authorization: Bearer KEY"],
            [#"{"models":[{"name":"command-x","context_length":9}]}"#], ["command-x"]
        ),
    ]

    @Test(arguments: lists)
    func aProvidersOwnListIsRead(
        _ provider: String,
        _ path: String,
        _ headers: [String],
        _ pages: [String],
        _ names: [String]
    ) async throws {
        let server = try await ScriptedServer(replies: pages.map { .json($0) })
        defer { server.stop() }
        let keys =
            ["OPENAI", "TOGETHER", "ANTHROPIC", "GEMINI"].map { ("\($0)_API_KEY", testKey) } + [("CO_API_KEY", testKey)]
        let tool = Tool(environment: Dictionary(uniqueKeysWithValues: keys))
        let result = try tool.run("models", "--live", "--provider", provider, "--base-url", server.url, "--json")
        #expect(result.code == 0, "\(result.notes)")
        #expect(try result.json().arrayValue?.compactMap { $0["id"]?.stringValue } == names.map { "\(provider)/\($0)" })
        let requests = server.requests
        #expect(requests.count == pages.count)
        #expect(requests.first?.uri == path && requests.allSatisfy { $0.method == "GET" && $0.body.isEmpty })
        for header in headers {
            let parts = header.replacing("KEY", with: testKey).split(separator: ": ").map(String.init)
            #expect(requests.allSatisfy { $0.headers[parts[0]] == parts[1] }, "\(header)")
        }
    }

    @Test func theNextPageIsAskedForByItsMark() async throws {
        let server = try await ScriptedServer(replies: [
            .json(#"{"models":[{"name":"models/a"}],"nextPageToken":"p 2"}"#), .json(#"{"models":[]}"#),
        ])
        defer { server.stop() }
        let tool = Tool(environment: ["GEMINI_API_KEY": testKey])
        _ = try tool.run("models", "--live", "--provider", "gemini", "--base-url", server.url)
        #expect(server.requests.last?.uri == "/v1beta/models?pageSize=1000&pageToken=p%202")
    }

    @Test func anEndlessListEnds() async throws {
        let server = try await ScriptedServer { request in
            let last = request.uri.split(separator: "=").last ?? ""
            return .json(#"{"data":[{"id":"m"}],"has_more":true,"last_id":"\#(last)x"}"#)
        }
        defer { server.stop() }
        let tool = Tool(environment: ["ANTHROPIC_API_KEY": testKey])
        let result = try tool.run("models", "--live", "--provider", "anthropic", "--base-url", server.url)
        #expect(result.code == 0 && server.requestCount == 50)
    }

    @Test(arguments: [
        (ScriptedReply.json(status: 401, #"{"error":{"message":"bad key \#(testKey)"}}"#), "authentication"),
        (.json(status: 404, "{}"), "not found"), (.html("<html>login</html>"), "no JSON"), (.json("7"), "no list"),
        (.redirect(to: "http://127.0.0.1:1/"), "redirect"), (.closeBeforeHead, "connection"),
    ])
    func whatFailsIsATypedError(_ reply: ScriptedReply, _ word: String) async throws {
        let server = try await ScriptedServer(replies: [reply])
        defer { server.stop() }
        let tool = Tool(environment: ["OPENAI_API_KEY": testKey])
        let result = try tool.run("models", "--live", "--provider", "openai", "--base-url", server.url)
        #expect(result.code == 1 && result.output.isEmpty)
        #expect(result.notes.contains(word) && !result.notes.contains(testKey), "\(result.notes)")
    }

    @Test func whatCannotBeAskedForIsSaid() throws {
        let key = try tool.run("models", "--live", "--provider", "groq")
        #expect(key.code == 1 && key.notes.contains("GROQ_API_KEY"))
        let bedrock = try Tool(environment: ["AWS_BEARER_TOKEN_BEDROCK": testKey])
            .run("models", "--live", "--provider", "bedrock")
        #expect(bedrock.code == 1 && bedrock.notes.contains("AWS_REGION"), "\(bedrock.notes)")
        let unknown = try tool.run("models", "--live", "--provider", "no-such-provider")
        #expect(unknown.code == 1 && unknown.notes.contains("configuration"))
        for arguments in [["models", "--live"], ["models", "--base-url"]] {
            #expect(try tool.run(arguments[0], arguments[1]).code == 2)
        }
    }
}
