import Foundation
import MagmaModel
import Testing

@Suite struct AskTests {
    private let tool = Tool()

    @Test func theTextAloneIsAsked() throws {
        let result = try tool.run("Say hi!")
        #expect(result.code == 0)
        #expect(result.output.contains("Say hi!"))
        #expect(result.output.hasSuffix("\n"))
        #expect(result.notes.isEmpty, "nothing but the answer where stderr is no terminal")
    }

    @Test func aSubcommandsNameCanBeAsked() throws {
        #expect(try tool.run("ask", "providers").output.contains("You said: providers"))
        #expect(try tool.run("providers").output.hasPrefix("PREFIX"))
    }

    @Test func pipedTextFollowsTheQuestion() throws {
        let both = try tool.run("ask", "--dry-run", "-m", "openai/m", "Summarise", input: "the notes")
        #expect(try both.json()["body"]?["messages"]?[0]?["content"] == "Summarise\n\nthe notes")
        let alone = try tool.run("ask", "--dry-run", "-m", "openai/m", input: "the notes")
        #expect(try alone.json()["body"]?["messages"]?[0]?["content"] == "the notes")
    }

    @Test func streamedAndWholeAnswersAreTheSame() throws {
        #expect(try tool.run("hello").output == tool.run("--no-stream", "hello").output)
    }

    @Test func jsonIsOpenAIsShape() throws {
        let json = try tool.run("--json", "hello").json()
        #expect(json["object"] == "chat.completion")
        #expect(json["choices"]?[0]?["message"]?["content"]?.stringValue?.contains("hello") == true)
        #expect(json["choices"]?[0]?["finish_reason"] == "stop")
        #expect(json["usage"]?["completion_tokens"]?.intValue ?? 0 > 0)
    }

    @Test func usageIsToldOnRequest() throws {
        let result = try tool.run("--usage", "hello")
        #expect(result.notes.contains("tokens in"))
        #expect(!result.notes.contains("\u{1B}"), "no colours where stderr is no terminal")
        #expect(!result.output.contains("tokens in"))
    }

    @Test func aFailedCallIsOneLineAndExitCode1() throws {
        let result = try tool.run("-m", "openai/gpt-4o", "hi")
        #expect(result.code == 1)
        #expect(result.output.isEmpty)
        #expect(result.notes.split(separator: "\n").count == 1)
        #expect(result.notes.contains("openai/gpt-4o"))
        #expect(result.notes.contains("OPENAI_API_KEY"))
    }

    @Test func aFailedCallIsJSONOnRequest() throws {
        let result = try tool.run("--json", "-m", "openai/gpt-4o", "hi")
        #expect(result.code == 1)
        #expect(try result.json()["error"]?["code"] == "authentication")
    }

    @Test func aRefusedConnectionIsSaid() throws {
        // Port 1 is reserved and has no listener.
        let result = try tool.run(
            "-m",
            "vllm/m",
            "--base-url",
            "http://127.0.0.1:1/v1",
            "--extra",
            "num_retries=0",
            "hi"
        )
        #expect(result.code == 1)
        #expect(result.notes.contains("connection"))
    }

    @Test func aKeyNeverShowsInAnError() throws {
        let key = "sk-very-secret-value"
        let result = try tool.run(
            "--json",
            "-m",
            "vllm/m",
            "--api-key",
            key,
            "--base-url",
            "http://127.0.0.1:1/v1",
            "--extra",
            "num_retries=0",
            "hi"
        )
        #expect(result.code == 1)
        #expect(!(result.output + result.notes).contains(key))
    }
}
