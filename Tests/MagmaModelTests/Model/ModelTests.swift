import Foundation
import Testing

@testable import MagmaModel

@Suite struct ModelTests {
    @Test func settingsHaveThreeStates() {
        let none: Double? = nil
        let some: Double? = 0.3
        let count: Int? = nil
        #expect(Model("a/b").temperature == .unset)
        #expect(Model("a/b", temperature: nil).temperature == .providerDefault)
        #expect(Model("a/b", temperature: none).temperature == .providerDefault)
        #expect(Model("a/b", temperature: 0).temperature == .value(0))
        #expect(Model("a/b", temperature: some).temperature == .value(0.3))
        #expect(Model("a/b", temperature: Float(0.7)).temperature == .value(0.7))
        #expect(Model("a/b", maxTokens: count).maxTokens == .providerDefault)
        #expect(Model("a/b", maxTokens: 5).with(maxTokens: nil).maxTokens == .providerDefault)
        #expect(Model("a/b", maxTokens: 5).with(temperature: 1).maxTokens == .value(5))
        #expect(Model("a/b", temperature: 0) != Model("a/b"))
    }

    @Test func textIsParsed() throws {
        let model = try Model(
            parsing: "groq/llama?temperature=0.2&max_tokens=512&seed=7&stop=END&top_p=none&user=a%26b")
        #expect(model.id == "groq/llama")
        #expect(model.temperature == .value(0.2) && model.topP == .providerDefault && model.maxTokens == .value(512))
        #expect(model.extra == ["seed": 7, "stop": "END", "user": "a&b"])
        #expect(try Model(parsing: "openrouter/meta-llama/llama-3").id.name == "meta-llama/llama-3")
        #expect(try Model(parsing: "ollama/a%3Fb").id.name == "a?b")
    }

    @Test(arguments: [
        "gpt-4o", "", "/x", "openai/", "open ai/x", "openai/x\n", "@", "openai/x?temperature=hot", "openai/x?a=1&a=2",
        "openai/x?api_key=sk", "openai/x?seed", "openai/x%zz", "openai/x?retries=-1",
    ])
    func badTextIsAConfigurationError(text: String) {
        let error = #expect(throws: ModelError.self) { try Model(parsing: text) }
        #expect(error?.code == .configuration)
    }

    @Test func secretsAreNeitherPrintedNorEncoded() throws {
        let model = Model(
            "openai/x",
            extra: ["groq_api_key": "sk-canary", "openai_api_key": "env:KEY"],
            apiKey: testKey,
            baseURL: "https://user:sk-canary@h/v1",
            headers: ["Authorization": "sk-canary"]
        )
        let encoded = String(decoding: try JSONEncoder().encode(model), as: UTF8.self)
        var dumped = ""
        dump(model, to: &dumped)
        for text in [model.description, "\(model)", String(reflecting: model), encoded, dumped] {
            #expect(!text.contains("canary"), "\(text)")
        }
        #expect(encoded.contains("env:KEY"))
        #expect(Model("a/b", apiKey: "canary-x") != Model("a/b", apiKey: "canary-y"))
        #expect(Model("a/b", apiKey: "canary-x").hashValue == Model("a/b", apiKey: "canary-y").hashValue)
    }

    @Test func codingKeepsWhatIsSaid() throws {
        let model = Model("openai/x", temperature: nil, maxTokens: 3, extra: ["seed": 1], retry: RetryPolicy(count: 4))
            .fallback(to: Model("ollama/y", temperature: 0))
        let coded = try JSONDecoder().decode(Model.self, from: JSONEncoder().encode(model))
        #expect(coded == model)
        #expect(
            try JSONDecoder().decode([Model].self, from: Data(#"["groq/x?seed=1"]"#.utf8)).first?.extra == ["seed": 1])
    }

    @Test func aLiteralThatIsNoIDTrapsWithAReason() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Model("gpt-4o")
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("\"gpt-4o\" has no provider prefix") && text.contains("openai/gpt-4o"))
    }

    @Test func withAppliesToEveryMember() {
        let model = Model("a/b").fallback(to: Model("c/d", temperature: 1)).with(temperature: 0.5)
        #expect(model.leaves.map(\.temperature) == [.value(0.5), .value(0.5)])
    }

    @Test func waitingBlocksOutsideOfTasksOnly() async {
        let error = await Task { () -> ModelError? in
            func ask() -> ModelError? {
                do throws(ModelError) {
                    _ = try Model("echo/x").wait([.user("hi")])
                    return nil
                } catch {
                    return error
                }
            }
            return ask()
        }.value
        #expect(error?.code == .configuration)
        let text = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: try? Model("echo/x").wait([.user("hi")]).content) }
        }
        #expect(text?.contains("hi") == true)
    }
}
