import FoundationEssentials
import Synchronization
import Testing

@testable import MagmaModel

/// What `dump` and coding show of values that know a key.
@Suite struct SecretsInDumpsTests {
    private static func dumped(_ value: Any) -> String {
        var text = "\(value) \(String(reflecting: value))"
        dump(value, to: &text)
        return text
    }

    private let model = Model("openai/m", extra: ["extra_headers": ["X-Api-Key": .string(testKey)]], apiKey: testKey)

    @Test func anAnswerAndAnAttemptShowNone() async throws {
        let attempts = Mutex<[HookAttempt]>([])
        let answer = try await withDispatcher(.fake(FakeTransport(.json(Answers.hello)))) {
            registerHook(.beforeAttempt) { attempt in
                let copy = attempt
                attempts.withLock { $0.append(copy) }
            }
            return try await model([.user("hi")])
        }
        #expect(answer.content == "Hello")
        #expect(!Self.dumped(answer).contains(testKey))
        // Taken out, since it knows the hooks, and they this list.
        let attempt = try #require(attempts.withLock { $0.popLast() })
        #expect(!Self.dumped(attempt).contains(testKey))
    }

    @Test func theErrorOfACutStreamShowsNone() async throws {
        let cut = FakeTransport(
            .stream(
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":1}}\n\n",
                cut: ModelError(.connection, "cut")))
        let error = await failure { () async throws(ModelError) in
            try await withDispatcher(.fake(cut)) { () async throws(ModelError) in
                _ = try await model.stream([.user("hi")]).collect()
            }
        }
        #expect(error?.partial?.content == "a")
        #expect(!Self.dumped(try #require(error)).contains(testKey))
    }

    @Test func whatLetsAToolInIsNotShown() throws {
        let model = Model(
            "openai/m",
            extra: [
                "tools": [
                    [
                        "type": "mcp", "server_url": .string("https://h/mcp?key=\(testKey)"),
                        "authorization": .string(testKey), "headers": ["Authorization": .string(testKey)],
                    ]
                ],
                "mcp_servers": [["url": "https://h", "authorization_token": .string(testKey)]],
                "extra_body": ["data_sources": [["authentication": ["key": .string(testKey), "type": "api_key"]]]],
                "response_format": ["schema": ["properties": ["api_key": ["type": "string"]]]],
            ])
        #expect(!model.description.contains(testKey))
        let coded = String(decoding: try JSONEncoder().encode(model), as: UTF8.self)
        #expect(!coded.contains(testKey))
        // What only has the name of a secret stays.
        #expect(coded.contains(#""api_key":{"type":"string"}"#) && coded.contains("authentication"))
    }
}
