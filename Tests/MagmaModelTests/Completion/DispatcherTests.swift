import Testing

@testable import MagmaModel

@Suite struct DispatcherTests {
    private let model = Model("openai/gpt-4o")
    private let messages: [Message] = [["role": "user", "content": "Say hi!"]]

    private func call(_ transport: FakeTransport, _ model: Model? = nil) async throws(ModelError) -> Generation {
        try await withDispatcher(.fake(transport)) { () async throws(ModelError) in
            try await (model ?? self.model)(messages)
        }
    }

    @Test func aCallIsSentAndRead() async throws {
        let transport = FakeTransport(.json(Answers.hello, headers: ["x-request-id": "r1"]))
        let answer = try await call(transport, Model("openai/gpt-4o", temperature: 0.7, maxTokens: 5))
        #expect(answer.content == "Hello")
        #expect(answer.usage?.total == 4)
        #expect(answer.cost.map { "\($0.total)" } == "0.0000175" && answer.costUnavailable == nil)
        #expect(answer.requestID == "r1")
        #expect(answer.attempts.map(\.status) == [200])
        let request = try #require(transport.requests.first)
        #expect(request.url == "https://api.openai.com/v1/chat/completions")
        #expect(request.headers["authorization"] == "Bearer sk-canary")
        #expect(
            try JSON(parsing: request.body) == [
                "model": "gpt-4o", "messages": [["role": "user", "content": "Say hi!"]], "temperature": 0.7,
                "max_completion_tokens": 5,
            ]
        )
    }

    @Test(arguments: [429, 500, 503, 529, 408])
    func retryableStatusesAreRepeated(status: Int) async throws {
        let transport = FakeTransport(.json("{}", status: status), .failing(.connection), .json(Answers.hello))
        let answer = try await call(transport)
        #expect(answer.attempts.map(\.status) == [status, nil, 200])
        #expect(answer.attempts.map(\.wait) == [.zero, .milliseconds(500), .seconds(1)])
    }

    @Test func waitsGrowToTheirLimitAndSpread() async throws {
        let busy = FakeTransport.Reply.json("{}", status: 503)
        let model = Model("openai/x", retry: RetryPolicy(count: 6))
        for (chance, share) in [(0.0, 1.0), (1.0, 0.75)] {
            let transport = FakeTransport(busy, busy, busy, busy, busy, busy, .json(Answers.hello))
            let timing = Timing(now: { .now }, sleep: { _ in }, random: { chance })
            let dispatcher = Dispatcher(
                transport: transport, environment: Environment(["OPENAI_API_KEY": testKey]), providers: [],
                timing: timing)
            let answer = try await withDispatcher(dispatcher) { try await model(messages) }
            let waits = answer.attempts.map { $0.wait / .seconds(1) }
            #expect(waits == [0, 0.5, 1, 2, 4, 8, 8].map { $0 * share })
        }
    }

    /// What is built in, as the README says it.
    @Test func defaultsAreThoseThatAreDocumented() throws {
        let request = try Dispatcher.fake(FakeTransport()).prepare(Model("openai/x"), messages, streaming: false)
        let (timeouts, retry) = (request.resolved.timeouts, request.resolved.retry)
        #expect(timeouts.connect == .seconds(10) && timeouts.head == .seconds(600) && timeouts.idle == .seconds(120))
        #expect(timeouts.total == nil && retry.count == 2 && retry.maximumRetryAfter == .seconds(60))
        #expect(try JSON(parsing: request.body)["temperature"] == 0)
    }

    @Test func headersAndBodyOfExtraAreSent() throws {
        let model = Model(
            "openai/x",
            extra: [
                "extra_headers": ["x-a": "b"], "extra_body": ["top_k": 3, "temperature": 9], "own": [1], "none": nil,
                "groq_api_key": "sk-other",
            ], headers: ["x-c": "d"])
        let request = try Dispatcher.fake(FakeTransport()).prepare(model, messages, streaming: false)
        let body = try JSON(parsing: request.body)
        #expect(request.headers["x-a"] == "b" && request.headers["x-c"] == "d")
        #expect(body["top_k"] == 3 && body["temperature"] == 9 && body["own"] == [1])
        #expect(body["none"] == nil && body["extra_headers"] == nil && body["groq_api_key"] == nil)
    }

    @Test(arguments: [400, 401, 403, 404, 422])
    func otherStatusesAreNot(status: Int) async {
        let transport = FakeTransport(.json(#"{"error":{"message":"no"}}"#, status: status), .json(Answers.hello))
        let error = await #expect(throws: ModelError.self) { try await call(transport) }
        #expect(error?.status == status)
        #expect(error?.attempts.count == 1)
        #expect(transport.requests.count == 1)
    }

    @Test func theServersWordOnRetriesCounts() async throws {
        let no = FakeTransport(.json("{}", status: 500, headers: ["x-should-retry": "false"]), .json(Answers.hello))
        await #expect(throws: ModelError.self) { try await call(no) }
        #expect(no.requests.count == 1)
        let yes = FakeTransport(.json("{}", status: 400, headers: ["x-should-retry": "true"]), .json(Answers.hello))
        #expect(try await call(yes).attempts.count == 2)
        let wait = FakeTransport(.json("{}", status: 429, headers: ["retry-after-ms": "1500"]), .json(Answers.hello))
        #expect(try await call(wait).attempts.last?.wait == .milliseconds(1500))
        let long = FakeTransport(.json("{}", status: 429, headers: ["retry-after": "61"]), .json(Answers.hello))
        let error = await #expect(throws: ModelError.self) { try await call(long) }
        #expect(error?.retryAfter == .seconds(61) && long.requests.count == 1)
    }

    @Test func quotaIsNotRepeated() async {
        let body = #"{"error":{"message":"x","type":"insufficient_quota","code":"insufficient_quota"}}"#
        let transport = FakeTransport(.json(body, status: 429), .json(Answers.hello))
        let error = await #expect(throws: ModelError.self) { try await call(transport) }
        #expect(error?.code == .quotaExceeded && transport.requests.count == 1)
    }

    @Test func aMissingKeyIsNamedBeforeAnyConnection() async {
        let transport = FakeTransport(.json(Answers.hello))
        let error = await #expect(throws: ModelError.self) {
            try await withDispatcher(.fake(transport, environment: [:])) { try await model(messages) }
        }
        #expect(error?.code == .authentication)
        #expect(error?.message.contains("OPENAI_API_KEY") == true)
        #expect(transport.requests.isEmpty)
    }

    @Test func redirectsAreNotFollowed() async {
        let transport = FakeTransport(.json("", status: 302, headers: ["location": "https://elsewhere"]))
        let error = await #expect(throws: ModelError.self) { try await call(transport) }
        #expect(error?.status == 302 && transport.requests.count == 1)
    }

    @Test func whatIsNoAnswerIsAnError() async {
        let bodies: [(String, ModelError.Code)] = [
            ("", .decoding), ("<html>", .decoding), ("{}", .decoding),
            (#"{"error":{"code":502,"message":"upstream"}}"#, .serverError),
        ]
        for (body, code) in bodies {
            let error = await #expect(throws: ModelError.self) {
                try await call(FakeTransport(.json(body)), Model("openai/gpt-4o", retry: .never))
            }
            #expect(error?.code == code, "\(body)")
        }
    }

    @Test func fallbackAsksTheNextAndSaysSo() async throws {
        let transport = FakeTransport(.json("{}", status: 503), .json(Answers.hello))
        let robust = Model("openai/a", retry: .never).fallback(to: Model("openai/b"))
        let answer = try await call(transport, robust)
        #expect(answer.attempts.map(\.model.name) == ["a", "b"])
        #expect(answer.warnings.contains { $0.subject == "model" })
        let client = FakeTransport(.json("{}", status: 400), .json(Answers.hello))
        await #expect(throws: ModelError.self) { try await call(client, robust) }
        #expect(client.requests.count == 1)
    }

    @Test func badValuesAreRefusedBeforeAnythingIsSent() async {
        let cases: [(Model, ModelError.Code)] = [
            (Model("openai/x", temperature: Double.nan), .invalidRequest),
            (Model("openai/x", temperature: -1), .invalidRequest),
            (Model("openai/x", topP: 2), .invalidRequest),
            (Model("openai/x", extra: ["model": "y"]), .invalidRequest),
            (Model("openai/x", extra: ["timeout": "soon"]), .invalidRequest),
            (Model("openai/x", apiKey: "canary\r\nb"), .invalidRequest),
            (Model("openai/x", headers: ["x\n": "y"]), .invalidRequest),
            (Model("openai/x", baseURL: "localhost:80"), .configuration),
            (Model("opnai/x"), .configuration),
            (Model("replicate/x"), .configuration),
            (Model("github/x"), .configuration),
            (Model("openai/o3", temperature: 0.5), .unsupported),
        ]
        for (model, code) in cases {
            let transport = FakeTransport(.json(Answers.hello))
            let error = await #expect(throws: ModelError.self) { try await call(transport, model) }
            #expect(error?.code == code, "\(model)")
            #expect(transport.requests.isEmpty)
        }
        let empty = await #expect(throws: ModelError.self) {
            try await withDispatcher(.fake(FakeTransport())) { try await model([]) }
        }
        #expect(empty?.code == .invalidRequest)
    }

    @Test func aDefaultTemperatureThatIsRefusedIsLeftOut() async throws {
        let transport = FakeTransport(.json(Answers.hello), .json(Answers.hello))
        _ = try await call(transport, Model("openai/o3"))
        #expect(try JSON(parsing: transport.requests[0].body)["temperature"] == nil)
        let answer = try await call(transport, Model("openai/o3", temperature: 0.5, dropUnsupported: true))
        #expect(answer.warnings.map(\.subject) == ["temperature"])
        #expect(try JSON(parsing: transport.requests[1].body)["temperature"] == nil)
    }

    @Test func secretsStayOutOfErrors() async {
        let body = #"{"error":{"message":"Incorrect key sk-canary"}}"#
        let error = await #expect(throws: ModelError.self) { try await call(FakeTransport(.json(body, status: 401))) }
        #expect(error.map { "\($0) \($0.body ?? "")" }?.contains("sk-canary") == false)
    }

    @Test func environmentDefaultsApplyInOrder() async throws {
        var environment = ["OPENAI_API_KEY": testKey, "MAGMA_MODEL_DEFAULT_TEMPERATURE": "0.3"]
        environment["MAGMA_MODEL_DEFAULT_EXTRA"] = #"{"seed":7}"#
        func body(_ model: Model) throws -> JSON {
            let dispatcher = Dispatcher.fake(FakeTransport(), environment: environment)
            return try JSON(parsing: dispatcher.prepare(model, messages, streaming: false).body)
        }
        #expect(try body(Model("openai/x"))["temperature"] == 0.3)
        #expect(try body(Model("openai/x", temperature: 0))["temperature"] == 0)
        #expect(try body(Model("openai/x", temperature: nil))["temperature"] == nil)
        #expect(try body(Model("openai/x"))["seed"] == 7)
        environment["MAGMA_MODEL_DEFAULT_TEMPERATURE"] = "none"
        #expect(try body(Model("openai/x"))["temperature"] == nil)
        environment["MAGMA_MODEL_DEFAULT_TEMPERATURE"] = "warm"
        let error = #expect(throws: ModelError.self) { try body(Model("openai/x")) }
        #expect(error?.code == .configuration && error?.message.contains("MAGMA_MODEL_DEFAULT_TEMPERATURE") == true)
    }
}
