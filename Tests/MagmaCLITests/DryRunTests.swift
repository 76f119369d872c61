import Foundation
import MagmaModel
import Testing

@Suite(.runsPrograms) struct DryRunTests {
    private let tool = Tool()

    @Test func theRequestIsShownWithoutItsKey() throws {
        let result = try Tool(environment: ["OPENAI_API_KEY": testKey])
            .run("-m", "openai/gpt-4o", "--dry-run", "hi")
        let json = try result.json()
        #expect(result.code == 0)
        #expect(json.objectValue?.keys == ["method", "url", "headers", "body"])
        #expect(json["url"] == "https://api.openai.com/v1/chat/completions")
        #expect(json["headers"]?["authorization"] == "Bearer ***")
        #expect(json["body"]?["model"] == "gpt-4o")
        #expect(json["body"]?["stream"] == true)
        #expect(!result.output.contains(testKey))
    }

    @Test func noKeyIsNeeded() throws {
        let json = try tool.run("-m", "openai/gpt-4o", "--no-stream", "--dry-run", "hi").json()
        #expect(json["headers"]?["authorization"] == "Bearer ***")
        #expect(json["body"]?["stream"] != true)
    }

    @Test func theTextAfterItIsKept() throws {
        let json = try tool.run("-m", "openai/gpt-4o", "--dry-run", "curl").json()
        #expect(json["body"]?["messages"]?[0]?["content"] == "curl")
    }

    @Test func curlIsShellText() throws {
        let result = try tool.run("-m", "openai/gpt-4o", "--dry-run=curl", "it's $HOME")
        #expect(result.output.hasPrefix("curl "))
        #expect(result.output.contains("authorization: Bearer $OPENAI_API_KEY"))
        #expect(result.output.contains(#"it'\''s $HOME"#))
    }

    @Test func theBuiltInProviderSendsNothingAndSaysSo() throws {
        let tool = Tool(environment: ["MAGMA_MODEL": ""])
        let result = try tool.run("--dry-run", "hi")
        #expect(result.code == 0)
        #expect(try result.json()["url"] == "(in this process)")
        #expect(try result.json()["body"]?["messages"]?[0]?["content"] == "hi")
        #expect(result.notes.split(separator: "\n").count == 1)
        #expect(result.notes.contains("echo/echo") && result.notes.contains("-m"))
        let curl = try tool.run("--dry-run=curl", "hi")
        #expect(curl.code == 2 && curl.output.isEmpty)
    }

    @Test func passwordsInAddressesAreHidden() throws {
        let result = try tool.run("-m", "vllm/m", "--base-url", "http://me:canary@h/v1?token=canary", "--dry-run", "hi")
        #expect(result.code == 0 && !(result.output + result.notes).contains("canary"))
    }

    @Test func anImageMayBeADataAddress() throws {
        let data = "data:image/png;base64,iVBORwECAw=="
        let body = try tool.run("-m", "anthropic/claude-sonnet-4-5", "--image", data, "--dry-run", "hi").json()["body"]
        #expect(body?["messages"]?[0]?["content"]?[1]?["source"]?["type"] == "base64")
    }

    @Test func secretsInExtraAreHidden() throws {
        let result = try tool.run(
            "-m",
            "openai/m",
            "--api-key",
            "sk-given-here",
            "--extra",
            #"session_token="tok-1""#,
            "--extra",
            #"prompt_cache_key="p1""#,
            "--dry-run",
            "hi"
        )
        #expect(!result.output.contains("sk-given-here"))
        #expect(!result.output.contains("tok-1"))
        #expect(try result.json()["body"]?["prompt_cache_key"] == "p1")
    }

    @Test func parametersComeFromFileThenExtraThenOptions() throws {
        try TemporaryFolder.with { folder in
            let params = try folder.file(
                "p.json",
                #"{"temperature": 0.1, "seed": 1, "max_tokens": 9, "api_key": "test"}"#
            )
            let json = try tool.run(
                "-m",
                "openai/m",
                "--params",
                params.path,
                "--extra",
                "seed=2",
                "-t",
                "0.5",
                "--dry-run",
                "test"
            ).json()
            #expect(json["body"]?["temperature"] == 0.5)
            #expect(json["body"]?["seed"] == 2)
            #expect(json["body"]?["messages"]?[0]?["content"] == "test")
            #expect(json["body"]?["api_key"] == nil)
            let unset = try tool.run("-m", "openai/m", "-t", "default", "--dry-run", "hi").json()
            #expect(unset["body"]?["temperature"] == nil)
        }
    }

    @Test func messagesImagesAndSchemasComeFromFiles() throws {
        try TemporaryFolder.with { folder in
            let messages = try folder.file("m.json", #"[{"role": "user", "content": "one"}]"#)
            let schema = try folder.file("s.json", #"{"title": "A colour!", "type": "object"}"#)
            let image = folder.url.appendingPathComponent("picture")
            try Data([0x89, 0x50, 0x4E, 0x47, 1, 2, 3]).write(to: image)
            let body = try tool.run(
                "-m",
                "openai/m",
                "-s",
                "Be brief",
                "--messages",
                messages.path,
                "--schema",
                schema.path,
                "--image",
                image.path,
                "--dry-run",
                "two"
            ).json()["body"]
            #expect(body?["messages"]?[0] == ["role": "system", "content": "Be brief"])
            #expect(body?["messages"]?[1] == ["role": "user", "content": "one"])
            #expect(body?["messages"]?[2]?["content"]?[0]?["text"] == "two")
            #expect(
                body?["messages"]?[2]?["content"]?[1]?["image_url"]?["url"] == "data:image/png;base64,iVBORwECAw=="
            )
            #expect(body?["response_format"]?["json_schema"]?["name"] == "A_colour_")
            #expect(body?["response_format"]?["json_schema"]?["schema"]?["type"] == "object")
            let piped = try tool.run(
                "-m",
                "openai/m",
                "--messages",
                "-",
                "--dry-run",
                input: #"[{"role": "user", "content": "three"}]"#
            )
            #expect(try piped.json()["body"]?["messages"]?[0]?["content"] == "three")
        }
    }
}
