import Testing

@testable import MagmaModel

/// Which of several sayings counts: call over handle over environment, a named argument over `extra` beside it.
@Suite struct OverrideTests {
    private func request(
        _ model: Model,
        _ environment: [String: String] = ["OPENAI_API_KEY": "sk-canary-environment"]
    ) throws -> PreparedRequest {
        try Dispatcher.fake(FakeTransport(), environment: environment).prepare(model, [.user("hi")], streaming: false)
    }

    private func body(_ model: Model) throws -> JSON { try JSON(parsing: request(model).body) }

    @Test func whatIsSaidLaterInExtraCounts() throws {
        let model = Model("openai/gpt-4o", temperature: 0.7, topP: 0.5, maxTokens: 5)
        let later = try body(model.with(extra: ["temperature": 0.2, "top_p": nil, "max_tokens": 9]))
        #expect(later["temperature"] == 0.2 && later["top_p"] == nil && later["max_completion_tokens"] == 9)
        let alias = Model("openai/gpt-4o", extra: ["max_completion_tokens": 5]).with(extra: ["max_tokens": 9])
        #expect(try body(alias)["max_completion_tokens"] == 9)
        let together = Model("openai/gpt-4o", temperature: 0.7, extra: ["temperature": 0.2])
        #expect(try body(together)["temperature"] == 0.7)
    }

    @Test func endpointsAndLimitsFollowTheSameOrder() throws {
        let model = Model("openai/m", baseURL: "http://a", timeout: Timeouts(total: .seconds(9)), retry: .never)
        let later = try request(model.with(extra: ["api_base": "http://b", "timeout": 3, "num_retries": 7]))
        #expect(later.url == "http://b/v1/chat/completions")
        #expect(later.resolved.timeouts.total == .seconds(3) && later.resolved.retry.count == 7)
        #expect(try request(model).resolved.timeouts.total == .seconds(9))
    }

    @Test func keysFollowTheSameOrder() throws {
        func key(_ model: Model) throws -> String? { try request(model).headers["authorization"] }
        #expect(try key(Model("openai/m")) == "Bearer sk-canary-environment")
        #expect(try key(Model("openai/m", extra: ["openai_api_key": "sk-canary-extra"])) == "Bearer sk-canary-extra")
        #expect(try key(Model("openai/m", extra: ["groq_api_key": "sk-other"])) == "Bearer sk-canary-environment")
        let handle = Model("openai/m", extra: ["api_key": "sk-canary-extra"], apiKey: "sk-canary-handle")
        #expect(try key(handle) == "Bearer sk-canary-handle")
        #expect(try key(handle.with(extra: ["api_key": "sk-canary-later"])) == "Bearer sk-canary-later")
        #expect(
            try key(handle.with(extra: ["openai_api_key": "sk-canary-later"]).with(apiKey: "sk-canary-last"))
                == "Bearer sk-canary-last")
    }

    @Test func aCallTakesWhatWithTakes() async throws {
        let transport = FakeTransport(.json(Answers.hello), .stream(Answers.chunk("x"), Answers.end))
        try await withDispatcher(.fake(transport)) {
            let model = Model("openai/o3", temperature: 0.5)
            let answer = try await model(
                [.user("hi")], apiKey: "sk-canary-call", baseURL: "http://h", headers: ["x-a": "b"],
                dropUnsupported: true)
            #expect(answer.warnings.map(\.subject) == ["temperature"])
            _ = try await model.stream([.user("hi")], extra: ["drop_params": true], apiKey: "sk-canary-stream")
                .collect()
        }
        #expect(
            transport.requests.map { $0.headers["authorization"] } == [
                "Bearer sk-canary-call", "Bearer sk-canary-stream",
            ])
        #expect(transport.requests[0].url == "http://h/v1/chat/completions")
        #expect(transport.requests[0].headers["x-a"] == "b")
    }

    /// A key never goes to a provider it was not meant for.
    @Test func aKeyReachesTheMembersOfItsProviderOnly() {
        let robust = Model("openai/a").fallback(to: Model("groq/b"), Model("openai/c"))
        let changed = robust.with(
            temperature: 1,
            extra: ["api_key": "sk-canary-1", "seed": 7, "extra_headers": ["x-api-key": "sk-canary-1", "x-a": "b"]],
            apiKey: "sk-canary-1", baseURL: "http://h", headers: ["authorization": "sk-canary-1", "x-b": "c"])
        let members = changed.leaves
        #expect(members.map(\.temperature) == [.value(1), .value(1), .value(1)])
        #expect(members.map { $0.apiKey == nil } == [false, true, false])
        #expect(members.map { $0.baseURL == nil } == [false, true, false])
        #expect(members[1].extra == ["seed": 7, "extra_headers": ["x-a": "b"]])
        #expect(members[1].headers == ["x-b": "c"])
        #expect(members[2].extra["api_key"] == "sk-canary-1")
    }

    @Test(arguments: ["0", "-1", "nan", "inf", "1e300"])
    func aTimeoutThatIsNoneIsRefused(text: String) throws {
        #expect(throws: ModelError.self) { try Model(parsing: "openai/m?timeout=\(text)") }
        let variable = ["OPENAI_API_KEY": testKey, "MAGMA_MODEL_DEFAULT_TIMEOUT": text]
        let error = #expect(throws: ModelError.self) { try request(Model("openai/m"), variable) }
        #expect(error?.code == .configuration && error?.message.contains("MAGMA_MODEL_DEFAULT_TIMEOUT") == true)
        guard let number = Double(text), number.isFinite else { return }
        let extra = #expect(throws: ModelError.self) {
            try request(Model("openai/m", extra: ["timeout": .double(number)]))
        }
        #expect(extra?.code == .invalidRequest)
    }

    @Test(arguments: [
        ("TEMPERATURE", "warm"), ("TEMPERATURE", "nan"), ("TEMPERATURE", "-1"), ("TOP_P", "2"), ("TOP_P", "x"),
        ("MAX_TOKENS", "1.5"), ("MAX_TOKENS", "-1"), ("RETRIES", "-1"), ("RETRIES", "two"), ("EXTRA", "[1]"),
        ("EXTRA", "{"),
    ])
    func aMalformedDefaultIsNamed(suffix: String, value: String) {
        let name = "MAGMA_MODEL_DEFAULT_\(suffix)"
        let error = #expect(throws: ModelError.self) {
            try request(Model("openai/m"), ["OPENAI_API_KEY": testKey, name: value])
        }
        #expect(error?.code == .configuration && error?.message.contains(name) == true)
    }

    @Test func allDefaultsAreRead() throws {
        let prefix = "MAGMA_MODEL_DEFAULT_"
        let environment = [
            "OPENAI_API_KEY": testKey, "\(prefix)TEMPERATURE": "0.3", "\(prefix)TOP_P": "0.4",
            "\(prefix)MAX_TOKENS": "5",
            "\(prefix)TIMEOUT": "6.5", "\(prefix)RETRIES": "7", "\(prefix)EXTRA": #"{"seed":8}"#,
        ]
        let request = try request(Model("openai/gpt-4o"), environment)
        let body = try JSON(parsing: request.body)
        #expect(body["temperature"] == 0.3 && body["top_p"] == 0.4 && body["max_completion_tokens"] == 5)
        #expect(body["seed"] == 8)
        #expect(request.resolved.timeouts.total == .seconds(6.5) && request.resolved.retry.count == 7)
    }

    @Test func aReferenceToAVariableKeepsItsName() throws {
        let request = try request(Model("openai/m", apiKey: "env:my__key"), ["my__key": "sk-canary-mine"])
        #expect(request.headers["authorization"] == "Bearer sk-canary-mine")
        let error = #expect(throws: ModelError.self) { try self.request(Model("openai/m", apiKey: "env:MINE"), [:]) }
        #expect(error?.code == .authentication && error?.message.contains("MINE") == true)
        #expect(Environment.process["PATH"]?.isEmpty == false && Environment.process["path"] == nil)
    }

    @Test(arguments: ["h.example", "https://h.example", "https://h.example/"])
    func aHostFillsItsPlace(host: String) throws {
        let environment = ["DATABRICKS_TOKEN": testKey, "DATABRICKS_HOST": host]
        let url = try request(Model("databricks/m"), environment).url
        #expect(url == "https://h.example/serving-endpoints/chat/completions")
    }
}
