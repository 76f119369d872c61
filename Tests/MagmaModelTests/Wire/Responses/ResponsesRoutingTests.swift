import Testing

@testable import MagmaModel

/// Which calls go to the Responses endpoint, and Azure's addresses and keys.
struct ResponsesRoutingTests {
    typealias Support = ResponsesSupport

    private static let tools: JSON.Object = ["tools": [["type": "function", "function": ["name": "f"]]]]

    @Test(
        arguments: [
            ("openai/responses/gpt-4o", [:], "https://api.openai.com/v1/responses"),
            ("openai/gpt-4o", tools, "https://api.openai.com/v1/chat/completions"),
            ("openai/o3-pro-2025-06-10", [:], "https://api.openai.com/v1/responses"),
            ("openai/gpt-5.2-codex", [:], "https://api.openai.com/v1/responses"),
            ("openai/gpt-5.4", [:], "https://api.openai.com/v1/chat/completions"),
            ("openai/gpt-5.4", tools, "https://api.openai.com/v1/responses"),
            ("openai/gpt-6.1-sol", tools, "https://api.openai.com/v1/responses"),
            ("openai/gpt-6.1-sol", ["tools": []], "https://api.openai.com/v1/chat/completions"),
            ("openai/gpt-6.1-sol?api_base=http://h/v1", tools, "http://h/v1/chat/completions"),
            ("openai/responses/m?api_base=http://h/v1", tools, "http://h/v1/responses"),
            ("xai/grok-4", ["web_search_options": ["search_context_size": "low"]], "https://api.x.ai/v1/responses"),
            ("deepseek/responses/deepseek-chat", [:], "https://api.deepseek.com/responses"),
        ] as [(String, JSON.Object, String)])
    func callsGoWhereTheyAreTaken(model: String, extra: JSON.Object, url: String) throws {
        #expect(try Support.prepare(model, [.user("Hi")], extra).url == url)
    }

    @Test func whatDoesNotStreamIsAskedWhole() throws {
        let request = try Support.prepare("openai/o1-pro", streaming: true)
        #expect(try Support.body(request)["stream"] == nil)
        #expect(request.warnings.map(\.subject) == ["stream"])
    }

    @Test(
        arguments: [
            ("azure/d", [:], "/openai/v1/chat/completions"),
            (
                "azure/d 1", ["api_version": "2024-10-21"],
                "/openai/deployments/d%201/chat/completions?api-version=2024-10-21"
            ),
            ("azure/d", ["api_version": "preview"], "/openai/v1/chat/completions?api-version=preview"),
            ("azure/responses/d", [:], "/openai/v1/responses"),
            (
                "azure/responses/d", ["api_version": "2025-04-01-preview"],
                "/openai/responses?api-version=2025-04-01-preview"
            ),
            ("azure/o3-pro", [:], "/openai/v1/responses"),
            ("azure/d?api_base=https://res.openai.azure.com/openai/v1/", [:], "/openai/v1/chat/completions"),
            ("azure/d?api_base=https://res.openai.azure.com/v1", [:], "/openai/v1/chat/completions"),
            ("azure/d?api_base=https://res.openai.azure.com/openai", [:], "/openai/v1/chat/completions"),
            (
                "azure/d?api_base=https://res.openai.azure.com/openai/v1/chat/completions", [:],
                "/openai/v1/chat/completions"
            ),
        ] as [(String, JSON.Object, String)])
    func azuresAddresses(model: String, extra: JSON.Object, path: String) throws {
        #expect(try Support.prepare(model, [.user("Hi")], extra).url == "https://res.openai.azure.com" + path)
    }

    @Test func aBaseThatNamesTheVersionOutdoesTheEnvironment() throws {
        var environment = Support.keys
        environment["AZURE_API_VERSION"] = "2024-10-21"
        environment["AZURE_API_BASE"] = "https://res.openai.azure.com/openai/v1"
        let request = try Support.prepare("azure/d", environment: environment)
        #expect(request.url == "https://res.openai.azure.com/openai/v1/chat/completions")
    }

    @Test func azureTakesAKeyOrAToken() throws {
        let base = ["AZURE_API_BASE": "https://res.openai.azure.com"]
        func headers(_ extra: JSON.Object, _ more: [String: String]) throws -> HeaderFields {
            try Support.prepare("azure/d", [.user("Hi")], extra, environment: base.merging(more) { $1 }).headers
        }
        #expect(try headers([:], ["AZURE_API_KEY": testKey])["api-key"] == testKey)
        #expect(try headers([:], ["AZURE_AD_TOKEN": testKey])["authorization"] == "Bearer \(testKey)")
        let token = try headers(["azure_ad_token": .string(testKey)], ["AZURE_API_KEY": testKey])
        #expect(token["authorization"] == "Bearer \(testKey)" && token["api-key"] == nil)
        let key = try headers(["azure_ad_token": .string(testKey), "api_key": "own"], [:])
        #expect(key["api-key"] == "own" && key["authorization"] == nil)
    }

    @Test func foundryHasModelsBehindItsOwnPath() throws {
        let environment = ["AZURE_AI_API_BASE": "https://res.services.ai.azure.com", "AZURE_AI_API_KEY": testKey]
        func url(_ extra: JSON.Object) throws -> String {
            try Support.prepare("azure_ai/m", [.user("Hi")], extra, environment: environment).url
        }
        let models = "https://res.services.ai.azure.com/models/chat/completions"
        #expect(try url([:]) == models)
        #expect(try url(["api_version": "2024-05-01-preview"]) == models + "?api-version=2024-05-01-preview")
    }
}
