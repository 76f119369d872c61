import Foundation
import MagmaModel
import Testing

@Suite(.runsPrograms) struct AskTests {
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
        let key = "\(testKey)-value"
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

    @Test func whoChoosesNothingIsToldWhatIsUsed() throws {
        let result = try Tool(environment: ["MAGMA_MODEL": "", "GROQ_API_KEY": testKey]).run("hello")
        #expect(result.code == 0)
        #expect(result.notes.split(separator: "\n").count == 1)
        #expect(result.notes.contains("-m PROVIDER/MODEL or MAGMA_MODEL") && result.notes.contains("ready: groq"))
        // A key alone never sends a prompt to a cloud; a server on this machine may be there.
        #expect(!result.notes.contains("groq/"))
    }

    @Test func aReaderThatGoesAwayEndsItQuietly() throws {
        for arguments in ["'hi'", "providers", "--help", "--generate-completion-script zsh"] {
            // `true` reads nothing, so the pipe is closed before or while the text is written.
            let script = "\(Tool.url.path) \(arguments) </dev/null | true; echo ${PIPESTATUS[0]}"
            let result = try shell(script)
            #expect(["0", "141"].contains(result.output.trimmingCharacters(in: .newlines)), "\(arguments)")
            #expect(result.notes.isEmpty, "\(arguments): \(result.notes)")
        }
    }

    /// Once, not once more when the process ends.
    @Test func aTraceServerThatIsAwayHoldsTheEndUpForTwoSeconds() throws {
        var tool = Tool()
        tool.environment = [
            "LANGFUSE_PUBLIC_KEY": testKey, "LANGFUSE_SECRET_KEY": testKey, "LANGFUSE_BASE_URL": "http://127.0.0.1:9",
        ]
        let start = ContinuousClock.now
        let result = try tool.run("hi")
        #expect(result.code == 0 && result.output.contains("You said: hi") && !result.notes.contains("Langfuse"))
        #expect(.now - start < .seconds(3.5))
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func aFullDiskIsSaid() throws {
        let result = try shell("\(Tool.url.path) hi </dev/null >/dev/full; echo $? >&2")
        #expect(result.notes.contains("cannot be written") && result.notes.hasSuffix("1\n"))
    }

    private func shell(_ script: String) throws -> (output: String, notes: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", script]
        process.environment = ["HOME": "/nonexistent", "PATH": "/usr/bin:/bin", "MAGMA_MODEL": "echo/test"]
        let (output, notes) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = notes
        try process.run()
        let texts = [output, notes].map {
            String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }
        process.waitUntilExit()
        return (texts[0], texts[1])
    }
}
