import Foundation
import MagmaModel
import Testing

@Suite(.runsPrograms) struct TokensTests {
    private let tool = Tool()

    @Test func anEstimateSaysThatItIsOne() throws {
        #expect(try tool.run("tokens", "hi").output == "about 9 tokens (an estimate)\n")
        let known = try tool.run("tokens", "-m", "openai/gpt-4o", input: String(repeating: "word ", count: 10_000))
        #expect(
            known.output.hasPrefix("about 1") && known.output.contains("% of the 128000 of openai/gpt-4o"), "\(known)")
        let short = try tool.run("tokens", "-m", "openai/gpt-4o", "hi")
        #expect(short.output.contains("less than 0.1%"))
    }

    @Test func jsonHasTheShareOfTheWindow() throws {
        let json = try tool.run("tokens", "-m", "openai/gpt-4o", "--json", "hi").json()
        #expect(json["tokens"] == 9 && json["is_estimate"] == true && json["context_window"] == 128000)
        #expect(json["share_of_window"]?.doubleValue == 9.0 / 128_000)
        let unknown = try tool.run("tokens", "-m", "vllm/mine", "--json", "hi").json()
        #expect(unknown["context_window"] == .null && unknown["share_of_window"] == .null)
    }

    @Test func messagesAndToolsCount() throws {
        try TemporaryFolder.with { folder in
            let messages = try folder.file(
                "m.json", #"[{"role":"user","content":"hi"},{"role":"assistant","content":"hi"}]"#)
            let two = try tool.run("tokens", "--messages", messages.path, "--json").json()["tokens"]?.intValue ?? 0
            let params = try folder.file("p.json", #"{"tools":[{"type":"function","function":{"name":"f"}}]}"#)
            let tools = try tool.run("tokens", "--messages", messages.path, "--params", params.path, "--json")
                .json()["tokens"]?.intValue
            #expect(two > 9 && tools ?? 0 > two + 60)
        }
    }

    @Test func nothingIsWrongUse() throws {
        #expect(try tool.run("tokens").code == 2)
        #expect(try tool.run("tokens", "-m", "gpt-4o", "hi").code == 2)
        #expect(try tool.run("tokens", "--messages", "/nonexistent").code == 2)
    }
}
