import MagmaTesting
import Testing

@testable import MagmaModel

@Suite struct EmbedTests {
    private static let openAI = Model("openai/text-embedding-3-small", apiKey: testKey)

    /// An answer with so many vectors, the first of which is that number.
    private static func answer(_ count: Int, from first: Int = 0, tokens: Int = 1) -> FakeTransport.Reply {
        let data = (0..<count).map { #"{"index":\#($0),"embedding":[\#(first + $0)]}"# }.joined(separator: ",")
        return .json(#"{"data":[\#(data)],"model":"m","usage":{"prompt_tokens":\#(tokens)}}"#)
    }

    private func embed(
        _ model: Model,
        _ texts: [String],
        _ transport: FakeTransport,
        _ extra: JSON.Object = [:]
    ) async throws(ModelError) -> Embeddings {
        try await withDispatcher(.fake(transport, environment: ["CO_API_KEY": testKey])) {
            () async throws(ModelError) in
            try await model.embed(texts, extra: extra)
        }
    }

    private func failure(
        _ model: Model = openAI,
        _ texts: [String] = ["a"],
        _ transport: FakeTransport = FakeTransport(),
        _ extra: JSON.Object = [:]
    ) async -> ModelError? {
        do throws(ModelError) {
            _ = try await embed(model, texts, transport, extra)
            return nil
        } catch {
            return error
        }
    }

    @Test func batchesKeepTheirOrder() async throws {
        let transport = FakeTransport(
            Self.answer(2048, tokens: 5), Self.answer(2048, from: 2048, tokens: 6),
            Self.answer(4, from: 4096, tokens: 7))
        let vectors = try await embed(Self.openAI, (0..<4100).map { "t\($0)" }, transport)
        #expect(vectors.map(\.vector) == (0..<4100).map { [Float($0)] })
        #expect(vectors.map(\.index) == Array(0..<4100))
        #expect(vectors.usage?.input == 18 && vectors.attempts.count == 3 && vectors.model == "m")
        let sizes = try transport.requests.map { try JSON(parsing: $0.body)["input"]?.arrayValue?.count }
        #expect(sizes == [2048, 2048, 4])
    }

    @Test(
        arguments: [
            ("azure/my-ada", [:], "/openai/v1/embeddings", "api-key"),
            (
                "azure/my-ada", ["api_version": "2024-10-21"],
                "/openai/deployments/my-ada/embeddings?api-version=2024-10-21", "api-key"
            ),
            ("azure/my-ada", ["azure_ad_token": "KEY"], "/openai/v1/embeddings", "authorization"),
            ("azure_ai/embed-v4", [:], "/models/embeddings", "api-key"),
            (
                "azure_ai/embed-v4", ["api_version": "2024-05-01"], "/models/embeddings?api-version=2024-05-01",
                "api-key"
            ),
        ] as [(String, JSON.Object, String, String)])
    func azureHasAddressesOfItsOwn(id: String, extra: JSON.Object, path: String, header: String) async throws {
        let transport = FakeTransport(Self.answer(2, tokens: 4))
        var environment = [
            "AZURE_API_BASE": "https://r.example", "AZURE_AI_API_BASE": "https://r.example",
            "AZURE_AI_API_KEY": testKey,
        ]
        if header == "api-key" { environment["AZURE_API_KEY"] = testKey }
        let model = try Model(parsing: id)
        var extra = extra
        if extra["azure_ad_token"] != nil { extra["azure_ad_token"] = .string(testKey) }
        extra["dimensions"] = 1
        let vectors = try await withDispatcher(.fake(transport, environment: environment)) { [extra] in
            try await model.embed(["a", "b"], extra: extra)
        }
        #expect(vectors.map(\.vector) == [[0], [1]] && vectors.usage?.input == 4)
        let request = try #require(transport.requests.first)
        #expect(request.url == "https://r.example" + path)
        #expect(request.headers[header]?.hasSuffix(testKey) == true)
        let body = try JSON(parsing: request.body)
        #expect(body["input"] == ["a", "b"] && body["model"] == .string(model.id.name) && body["dimensions"] == 1)
    }

    @Test func usageThatIsNotKnownForEachIsNotKnown() async throws {
        let texts = (0..<97).map { "t\($0)" }
        let vectors = (0..<96).map { _ in "[1]" }.joined(separator: ",")
        let transport = FakeTransport(
            .json(#"{"embeddings":{"float":[\#(vectors)]},"meta":{"billed_units":{"input_tokens":2}}}"#),
            .json(#"{"embeddings":{"float":[[1]]}}"#))
        let answer = try await embed(Model("cohere/embed-v4.0"), texts, transport)
        #expect(answer.count == 97 && answer.usage == nil && transport.requests.count == 2)
    }

    @Test func aFailedRequestIsSentAgain() async throws {
        let transport = FakeTransport(.json(#"{"error":{"message":"busy"}}"#, status: 503), Self.answer(1))
        let vectors = try await embed(Self.openAI, ["a"], transport)
        #expect(vectors.attempts.map(\.status) == [503, 200])
    }

    /// Vectors of two models are never mixed.
    @Test func aFallbackDoesAllOfIt() async throws {
        let texts = (0..<2049).map { "t\($0)" }
        let broken = FakeTransport.Reply.json(#"{"error":{"message":"no"}}"#, status: 500)
        let vectors = (0..<2049).map { #"[\#($0)]"# }.joined(separator: ",")
        let transport = FakeTransport(
            Self.answer(2048), broken, .json(#"{"embeddings":[\#(vectors)],"model":"local"}"#))
        let model = Self.openAI.with(retry: RetryPolicy(count: 0)).fallback(to: Model("ollama/e"))
        let answer = try await embed(model, texts, transport)
        #expect(answer.count == 2049 && answer[2048].vector == [2048] && answer.model == "local")
        #expect(answer.attempts.map(\.status) == [200, 500, 200])
        #expect(answer.warnings.map(\.subject) == ["model"])
    }

    @Test func anotherNumberOfVectorsIsADecodingError() async {
        let error = await failure(Self.openAI, ["a", "b"], FakeTransport(Self.answer(1)))
        #expect(error?.code == .decoding && error?.attempts.count == 1 && error?.provider == "openai")
        #expect(error?.message.contains("1 vectors for 2 texts") == true)
    }

    @Test(arguments: [
        #"{"data":[{"index":0,"embedding":["x"]}]}"#, #"{"data":[{"index":0,"embedding":"AAA"}]}"#,
        #"{"data":[{"index":0}]}"#, #"{"vectors":[]}"#, "[", #"{"data":[{"index":0,"embedding":[]}]}"#,
    ])
    func whatIsNoVectorIsADecodingError(body: String) async {
        #expect(await failure(Self.openAI, ["a"], FakeTransport(.json(body)))?.code == .decoding)
    }

    @Test func errorsAreTheProvidersAndHideTheKey() async {
        let reply = FakeTransport.Reply.json(#"{"error":{"message":"sk-canary is wrong"}}"#, status: 401)
        let error = await failure(Self.openAI, ["a"], FakeTransport(reply))
        #expect(error?.code == .authentication && error?.status == 401)
        #expect(error?.message.contains("canary") == false)
    }

    @Test func anErrorWithinA2xxIsAnError() async {
        let reply = FakeTransport.Reply.json(#"{"error":{"message":"no room","code":"rate_limit_exceeded"}}"#)
        let model = Self.openAI.with(retry: RetryPolicy(count: 0))
        #expect(await failure(model, ["a"], FakeTransport(reply))?.code == .rateLimited)
    }

    @Test(
        arguments: [
            (["a", ""], [:], ModelError.Code.invalidRequest), ([], [:], .invalidRequest),
            (["a"], ["dimensions": 0], .invalidRequest), (["a"], ["encoding_format": "int8"], .invalidRequest),
            (["a"], ["input_type": "query"], .unsupported),
        ] as [([String], JSON.Object, ModelError.Code)])
    func whatCannotBeSentIsRefused(texts: [String], extra: JSON.Object, code: ModelError.Code) async {
        let transport = FakeTransport()
        #expect(await failure(Self.openAI, texts, transport, extra)?.code == code)
        #expect(transport.requests.isEmpty)
    }

    @Test func whatIsDroppedIsNamed() async throws {
        let model = Self.openAI.with(temperature: 0.5, dropUnsupported: true)
        let answer = try await embed(model, ["a"], FakeTransport(Self.answer(1)), ["input_type": "query"])
        #expect(answer.warnings.map(\.subject) == ["temperature", "input_type"])
    }

    @Test(arguments: ["anthropic/claude-sonnet-4-5", "groq/llama-3.3", "echo/echo"])
    func whoHasNoneSaysSo(id: String) async throws {
        let error = await failure(try Model(parsing: id))
        #expect(error?.code == .unsupported && error?.message.contains("no embeddings") == true)
    }

    @Test func aUsersRowMayHaveThem() async throws {
        let json: JSON = [
            "id": "mine", "base_url": "http://h/v1",
            "embeddings": [["path": "/vectors", "limit": 1, "parameters": ["dimensions": "dim"]]],
        ]
        let transport = FakeTransport(Self.answer(1), Self.answer(1))
        let dispatcher = Dispatcher(
            transport: transport, environment: Environment([:]),
            providers: [try Provider(json: json, place: "rows")])
        let answer = try await withDispatcher(dispatcher) { () async throws(ModelError) in
            try await Model("mine/e").embed(["a", "b"], dimensions: 3)
        }
        #expect(answer.count == 2)
        #expect(transport.requests.map(\.url) == ["http://h/v1/vectors", "http://h/v1/vectors"])
        #expect(try JSON(parsing: transport.requests[0].body) == ["model": "e", "input": ["a"], "dim": 3])
        let mistakes: [JSON] = [[["wire": "chat_completions"]], [["limit": 0]], [["speed": 1]], "x"]
        for wrong in mistakes {
            #expect(throws: ModelError.self) {
                try Provider(json: ["id": "mine", "embeddings": wrong], place: "rows")
            }
        }
        #expect(throws: ModelError.self) { try Provider(json: ["id": "mine", "wire": "embeddings"], place: "rows") }
    }

    @Test func overARealConnection() async throws {
        let server = try await ScriptedServer { request in
            let count = (try? JSON(parsing: request.body))?["input"]?.arrayValue?.count ?? 0
            let data = (0..<count).map { #"{"index":\#($0),"embedding":[0.5]}"# }.joined(separator: ",")
            return .json(#"{"data":[\#(data)]}"#)
        }
        defer { server.stop() }
        let model = Model("vllm/e", baseURL: server.url)
        let answer = try await model.embed(["a", "b", "c"])
        #expect(answer.map(\.vector) == [[0.5], [0.5], [0.5]])
        #expect(answer.json["data"]?[2] == ["object": "embedding", "index": 2, "embedding": [0.5]])
    }
}
