import Foundation
import MagmaModel
import Testing

@Suite(.runsPrograms) struct AliasesTests {
    private static let config = """
        model_list:
          - model_name: chat
            litellm_params:
              model: azure/gpt-4o
              api_base: os.environ/AZURE_BASE
              api_key: os.environ/AZURE_KEY
              rpm: 600
          - model_name: chat
            litellm_params:
              model: openai/gpt-4o
              api_key: os.environ/OPENAI_API_KEY
              rpm: 60
              temperature: 0.2
              seed: 7
          - model_name: long
            litellm_params: {model: gemini/gemini-2.5-pro, max_budget: 3}
          - model_name: nobody
            litellm_params: {model: gpt-4o}
          - model_name: "openai/*"
            litellm_params: {model: "openai/*"}
        router_settings:
          routing_strategy: least-busy
          num_retries: 1
          cooldown_time: 20
          redis_host: localhost
          model_group_alias: {gpt-4: chat}
          fallbacks: [{chat: [long, none]}, {long: [chat]}]
          context_window_fallbacks: [{chat: [long]}]
        litellm_settings:
          request_timeout: 30
          set_verbose: true
        general_settings:
          master_key: sk-1234

        """

    @Test func liteLLMsConfigurationIsTranslated() throws {
        try TemporaryFolder.with { folder in
            let file = try folder.file("config.yaml", Self.config)
            let tool = Tool(environment: ["AZURE_BASE": "https://az"])
            let result = try tool.run("aliases", "--file", file.path, "--json")
            let models = try #require(try result.json()["models"])
            let chat = try #require(models["chat"])
            #expect(chat["model"] == "pool/chat" && chat["pool"]?["strategy"] == "least_in_flight")
            #expect(chat["pool"]?["ejection"] == ["base_time": 20])
            let members = try #require(chat["pool"]?["members"]?.arrayValue)
            #expect(
                members == [
                    [
                        "model": "azure/gpt-4o", "api_key": "env:AZURE_KEY", "api_base": "https://az", "timeout": 30,
                        "retries": 1, "limits": ["rpm": 600], "weight": 600,
                    ],
                    [
                        "model": "openai/gpt-4o", "temperature": 0.2, "extra": ["seed": 7],
                        "api_key": "env:OPENAI_API_KEY", "timeout": 30, "retries": 1,
                        "limits": ["rpm": 60], "weight": 60,
                    ],
                ])
            let layers = try #require(chat["route"]?.arrayValue)
            #expect(layers.map { $0["fallback"]?[0]?["model"] } == ["gemini/gemini-2.5-pro", "gemini/gemini-2.5-pro"])
            #expect(layers[0]["fallback_on"] == ["context_window_exceeded"])
            #expect(layers[1]["fallback_on"]?.arrayValue?.contains("context_window_exceeded") == false)
            // LiteLLM's fallbacks may go in a circle; a fallback here ends.
            #expect(models["long"]?["fallback"]?[0]?["model"] == "pool/chat")
            #expect(models["gpt-4"]?["model"] == "@chat" && models["nobody"] == nil)
            for (line, text) in [
                (16, "\"max_budget\""), (18, "no provider prefix"), (19, "\"*\""),
                (25, "\"redis_host\""),
                (8, "\"none\""), (31, "\"set_verbose\""), (32, "\"general_settings\""), (33, "\"master_key\""),
            ] {
                let isNamed = result.notes.split(separator: "\n").contains {
                    $0.contains("config.yaml:\(line):") && $0.contains(text)
                }
                #expect(isNamed || text == "\"none\"", "\(line) \(text)\n\(result.notes)")
            }
            #expect(result.notes.contains("\"none\"") && !result.notes.contains("sk-1234"))
        }
    }

    @Test(arguments: ["json", "yaml"])
    func anAliasIsAsked(_ form: String) throws {
        try TemporaryFolder.with { folder in
            let text =
                form == "json"
                ? #"{"models": {"chat": {"model": "echo/one", "fallback": ["echo/two"]}}}"#
                : "models:\n  chat:\n    model: echo/one\n    fallback: [echo/two]\n"
            let tool = Tool(environment: ["MAGMA_MODELS": try folder.file("models.\(form)", text).path])
            let answer = try tool.run("ask", "-m", "@chat", "--no-stream", "Hi")
            #expect(answer.code == 0 && answer.output.contains("echo/one"), "\(answer)")
            #expect(try tool.run("aliases").output.contains("@chat  echo/one, else echo/two"))
            let wrong = try tool.run("ask", "-m", "@chatt", "Hi")
            #expect(wrong.code == 1 && wrong.notes.contains("@chat"), "\(wrong.notes)")
        }
    }

    @Test func aLiteLLMFileIsAsked() throws {
        try TemporaryFolder.with { folder in
            let text = "model_list:\n  - model_name: gpt-4o\n    litellm_params: {model: echo/x}\n"
            let tool = Tool(environment: ["MAGMA_MODELS": try folder.file("config.yaml", text).path])
            #expect(try tool.run("ask", "-m", "@gpt-4o", "Hi").output.contains("echo/x"))
        }
    }

    @Test(arguments: [
        ("models:\n  chat:\n    modl: x\n", ":2: alias \"chat\""), ("models: [", ":2:"), ("model_list: 3\n", "no list"),
        ("model_list:\n  - model_name: a\n    litellm_params: {model: echo/x, temperature: hot}\n", ":2: alias \"a\""),
    ])
    func aBrokenFileNamesTheLine(text: String, place: String) throws {
        try TemporaryFolder.with { folder in
            let result = try Tool().run("aliases", "--file", folder.file("m.yaml", text).path)
            #expect(result.code == 1 && result.notes.contains(place), "\(result.notes)")
        }
    }
}
