import Foundation
import MagmaModel
import MagmaTesting
import Testing

@Suite(.runsPrograms) struct ReplayTests {
    private let tool = Tool()

    private func recording(_ dialect: String) -> String {
        let body: JSON = [
            "id": "c1", "model": "m",
            "choices": [["index": 0, "message": ["role": "assistant", "content": "Hi"], "finish_reason": "stop"]],
        ]
        let recording: JSON = [
            "provider": "openai", "dialect": .string(dialect), "streaming": false,
            "response": [
                "status": 200, "headers": ["content-type": "application/json"], "body": .string(body.serialized()),
            ],
        ]
        return recording.serialized()
    }

    @Test func oneFileIsPrinted() throws {
        try TemporaryFolder.with { folder in
            let file = try folder.file("a.json", recording("openai-chat"))
            let json = try tool.run("replay", file.path).json()
            #expect(json["outcome"] == "generation")
            #expect(json["content"] == "Hi")
            #expect(json["finish_reason"] == "stop")
        }
    }

    @Test func aFolderKeepsItsPaths() throws {
        try TemporaryFolder.with { folder in
            _ = try folder.file("in/x/a.json", recording("openai-chat"))
            _ = try folder.file("in/y/b.json", recording("no-such-dialect"))
            _ = try folder.file("in/list.json", "[]")
            let out = folder.url.appendingPathComponent("out")
            let result = try tool.run("replay", folder.url.appendingPathComponent("in").path, "--out", out.path)
            #expect(result.code == 0)
            let a = try JSON(parsing: [UInt8](Data(contentsOf: out.appendingPathComponent("x/a.json"))))
            let b = try JSON(parsing: [UInt8](Data(contentsOf: out.appendingPathComponent("y/b.json"))))
            #expect(a["content"] == "Hi")
            #expect(b["outcome"] == "unsupported")
            #expect(result.notes.contains("1 no-such-dialect"))
            #expect(result.notes.contains("list.json"))
        }
    }

    @Test func aDialectWithoutAProtocolIsListed() throws {
        try TemporaryFolder.with { folder in
            let result = try tool.run("replay", folder.file("a.json", recording("no-such-dialect")).path)
            #expect(try result.code == 0 && result.json()["outcome"] == "unsupported")
            #expect(result.notes.contains("without a wire protocol yet: 1 no-such-dialect"))
        }
    }

    @Test func aNamedFileThatIsNoRecordingFails() throws {
        try TemporaryFolder.with { folder in
            let file = try folder.file("a.json", "{}")
            #expect(try tool.run("replay", file.path).code == 1)
        }
    }

    @Test func whatWouldOverwriteIsRefused() throws {
        try TemporaryFolder.with { folder in
            let a = try folder.file("one/a.json", recording("openai-chat"))
            let b = try folder.file("two/a.json", recording("openai-chat"))
            let out = folder.url.appendingPathComponent("out").path
            #expect(try tool.run("replay", a.path, b.path, "--out", out).code == 2)
            #expect(!FileManager.default.fileExists(atPath: out))
        }
    }

    @Test func bodiesMayBeBase64() throws {
        try TemporaryFolder.with { folder in
            let body = #"{"id":"c","choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}"#
            let recording: JSON = [
                "dialect": "openai-chat",
                "response": ["status": 200, "body_base64": .string(Data(body.utf8).base64EncodedString())],
            ]
            let file = try folder.file("a.json", recording.serialized())
            #expect(try tool.run("replay", file.path).json()["content"] == "Hi")
        }
    }

    /// A user's way to report a bug: record the call, send the file.
    @Test(arguments: [("vllm", "openai-chat"), ("anthropic", "anthropic"), ("ollama", "ollama")])
    func whatTheToolRecordsItReplays(provider: String, dialect: String) async throws {
        let bodies = [
            "vllm": #"{"id":"c","model":"m","choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}"#,
            "anthropic": #"{"id":"c","model":"m","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn"}"#,
            "ollama": #"{"model":"m","message":{"content":"Hi"},"done":true,"done_reason":"stop"}"#,
        ]
        let server = try await ScriptedServer(replies: [.json(bodies[provider] ?? "")])
        try TemporaryFolder.with { folder in
            let asked = try Tool(environment: ["MAGMA_RECORD": folder.url.path]).run(
                "-m", "\(provider)/m", "--base-url", server.url, "--api-key", "sk-canary-12345", "--no-stream", "hi")
            #expect(asked.code == 0 && asked.output == "Hi\n", "\(asked.notes)")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
            let file = folder.url.appendingPathComponent(try #require(names.first))
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(names.count == 1 && !text.contains("sk-canary"))
            #expect(try JSON(parsing: text)["dialect"]?.stringValue == dialect)
            let replayed = try tool.run("replay", file.path).json()
            #expect(replayed["outcome"] == "generation" && replayed["content"] == "Hi")
        }
    }
}
