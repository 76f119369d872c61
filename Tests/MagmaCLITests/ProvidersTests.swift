import Foundation
import MagmaModel
import Testing

@Suite(.runsPrograms) struct ProvidersTests {
    private func row(_ prefix: String, _ tool: Tool) throws -> JSON? {
        try tool.run("providers", "--json").json().arrayValue?.first { $0["prefix"]?.stringValue == prefix }
    }

    @Test func aProviderIsReadyWithItsKey() throws {
        let without = try row("groq", Tool())
        #expect(without?["ready"] == false)
        #expect(without?["missing"] == ["GROQ_API_KEY"])
        let with = try row("groq", Tool(environment: ["GROQ_API_KEY": testKey]))
        #expect(with?["ready"] == true)
        #expect(with?["missing"] == [])
        #expect(try row("echo", Tool())?["ready"] == true)
    }

    @Test(arguments: ["json", "yaml"])
    func rowsOfTheUsersFileAreListed(_ form: String) throws {
        try TemporaryFolder.with { folder in
            let text =
                form == "json"
                ? #"{"providers": [{"id": "mine", "base_url": "http://127.0.0.1:9/v1"}]}"#
                : "providers:\n  - id: mine\n    base_url: http://127.0.0.1:9/v1\n"
            let file = try folder.file("providers.\(form)", text)
            let mine = try row("mine", Tool(environment: ["MAGMA_PROVIDERS": file.path]))
            #expect(mine?["base_url"] == "http://127.0.0.1:9/v1")
        }
    }

    @Test func aBrokenFileIsNamed() throws {
        try TemporaryFolder.with { folder in
            let file = try folder.file("broken.yaml", "providers: [")
            let result = try Tool(environment: ["MAGMA_PROVIDERS": file.path]).run("providers")
            #expect(result.code == 1)
            #expect(result.notes.contains("broken.yaml:2:"), "\(result.notes)")
            let wrong = try folder.file("wrong.yaml", "providers:\n  - id: a\n  - id: b\n    colour: red\n")
            let notes = try Tool(environment: ["MAGMA_PROVIDERS": wrong.path]).run("providers").notes
            #expect(notes.contains("wrong.yaml:3: providers[1]") && notes.contains("colour"), "\(notes)")
        }
    }

    @Test func whatIsMissingIsNamed() throws {
        let tool = Tool(environment: ["DATABRICKS_TOKEN": testKey, "SNOWFLAKE_PAT": testKey])
        #expect(try row("databricks", tool)?["state"]?.stringValue?.hasPrefix("needs DATABRICKS_HOST") == true)
        #expect(try row("snowflake", tool)?["state"]?.stringValue?.hasPrefix("needs SNOWFLAKE_API_BASE") == true)
        #expect(try row("github", tool)?["state"]?.stringValue?.hasPrefix("closed") == true)
    }
}
