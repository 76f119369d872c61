import Foundation
import Testing

@Suite(.runsPrograms) struct UsageTests {
    private let tool = Tool()

    @Test(arguments: [
        ["--no-such-option"],
        ["ask"],
        ["one", "two"],
        ["-m", "gpt-4o", "hi"],
        ["-t", "warm", "hi"],
        ["-t", "nan", "hi"],
        ["-m", "echo/x?timeout=1e300", "hi"],
        ["--extra", "stop=END", "hi"],
        ["--extra", "=1", "hi"],
        ["--dry-run=yaml", "hi"],
        ["--image", "/nonexistent/cat.png", "hi"],
        ["--messages", "/nonexistent/m.json"],
        ["--params", "/nonexistent/p.json", "hi"],
        ["--schema", "/", "hi"],
        ["replay"],
        ["replay", "/nonexistent"],
        ["providers", "more"],
    ])
    func wrongUseIsExitCode2(_ arguments: [String]) throws {
        let result = try run(arguments)
        #expect(result.code == 2, "\(arguments): \(result.output)\(result.notes)")
        #expect(result.output.isEmpty)
        #expect(!result.notes.isEmpty)
    }

    private func run(_ arguments: [String]) throws -> Tool.Result {
        switch arguments.count {
        case 1: try tool.run(arguments[0])
        case 2: try tool.run(arguments[0], arguments[1])
        default: try tool.run(arguments[0], arguments[1], arguments[2])
        }
    }

    @Test func inputThatIsNotOfItsKindIsRefused() throws {
        let piped = try tool.run("ask", "hi", bytes: [0x68, 0xFF, 0xFE])
        #expect(piped.code == 2 && piped.notes.contains("UTF-8"), "\(piped)")
        try TemporaryFolder.with { folder in
            let text = try folder.file("note.txt", "no picture")
            let image = try tool.run("--image", text.path, "hi")
            #expect(image.code == 2 && image.notes.contains("--image"), "\(image)")
            for option in ["--messages", "--params", "--schema"] {
                let result = try tool.run(option, text.path, "hi")
                #expect(result.code == 2 && result.notes.contains("no JSON"), "\(option): \(result)")
            }
        }
    }

    @Test func anExtraThatIsNoJSONIsNotShown() throws {
        let result = try tool.run("--extra", "groq_api_key=gsk_canary", "hi")
        #expect(result.code == 2)
        #expect(result.notes.contains("groq_api_key"))
        #expect(!result.notes.contains("gsk_canary"))
    }

    @Test func aKeyIsNotGivenToAModelThatWasNotNamed() throws {
        let tool = Tool(environment: ["MAGMA_MODEL": ""])
        let result = try tool.run("--api-key", testKey, "hi")
        #expect(result.code == 2)
        #expect(result.notes.contains("-m"))
    }

    @Test func helpAndVersionAreNoErrors() throws {
        let version = try tool.run("--version")
        #expect(version.code == 0)
        #expect(version.output.split(separator: ".").count == 3)
        for arguments in [["--help"], ["ask", "--help"], ["help", "replay"]] {
            let help = try arguments.count == 1 ? tool.run(arguments[0]) : tool.run(arguments[0], arguments[1])
            #expect(help.code == 0)
            #expect(help.output.contains("EXAMPLES"), "\(arguments)")
        }
        let completions = try tool.run("--generate-completion-script", "zsh")
        #expect(completions.code == 0)
        #expect(completions.output.hasPrefix("#compdef magma"))
    }
}
