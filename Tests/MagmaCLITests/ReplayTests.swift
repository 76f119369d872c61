import Foundation
import MagmaModel
import Testing

@Suite struct ReplayTests {
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

    @Test func aNamedFileThatIsNoRecordingFails() throws {
        try TemporaryFolder.with { folder in
            let file = try folder.file("a.json", "{}")
            #expect(try tool.run("replay", file.path).code == 1)
        }
    }
}
