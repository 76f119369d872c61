import Testing

@testable import MagmaModel

/// A call that cannot be made.
struct BadCall: Sendable, CustomTestStringConvertible {
    var line: BadInputTests.Line
    /// The handle as text, which may be what is wrong.
    var id = "openai/m"
    var change: @Sendable (Model) -> Model = { $0 }
    var messages: [Message] = [.user("hi")]
    var environment: [String: String] = [:]
    /// What the message must say.
    var says = ""

    var testDescription: String { "\(line.text) (\(id))" }

    static let all: [BadCall] = ids + values + secrets + addresses + environments

    private static func line(_ text: String, _ code: ModelError.Code) -> BadInputTests.Line { .init(text, code) }

    private static let ids: [BadCall] =
        ["gpt-4o", "", "/gpt-4o", "openai/"].map {
            BadCall(line: line("a model without a provider, or a provider without a model", .configuration), id: $0)
        }
        + ["openai/a\r\nb", "openai/a\u{0}b", "op\u{0}enai/b", "openai/a%0Ab"].map {
            BadCall(
                line: line("a line break, NUL or other control character in a model's name", .configuration), id: $0,
                says: "control character")
        }
        + [("opnai/m", "openai"), ("antropic/m", "anthropic"), ("OpenAI/m", "openai"), ("olama/m", "ollama")].map {
            BadCall(line: line("an unknown provider", .configuration), id: $0.0, says: "Did you mean \"\($0.1)\"")
        }
        + ["openai/m?temperature=nan", "openai/m?top_p=inf", "openai/m?timeout=1e300", "openai/m?timeout=-1"].map {
            BadCall(line: line("a number in a model's text that is none, or cannot be meant", .configuration), id: $0)
        }
        + ["openai/m?api_key=KEY", "openai/m?session_token=KEY"].map {
            BadCall(line: line("a key in a model's text", .configuration), id: $0, says: "secret")
        }

    private static let values: [BadCall] =
        [BadCall(line: line("no messages", .invalidRequest), messages: [], says: "no messages")]
        + [Double.nan, .infinity, -.infinity, -0.1].map { value in
            BadCall(
                line: line("a temperature that is NaN, infinite or negative", .invalidRequest),
                change: { $0.with(temperature: value) }, says: "temperature")
        }
        + [Double.nan, .infinity, -0.1, 1.1].map { value in
            BadCall(
                line: line("a `top_p` that is NaN or outside 0 to 1", .invalidRequest),
                change: { $0.with(topP: value) }, says: "top_p")
        }
        + [
            BadCall(
                line: line("a negative `max_tokens`", .invalidRequest), change: { $0.with(maxTokens: -1) },
                says: "max_tokens")
        ]
        + (["soon", 0, -1, 1e300, [1]] as [JSON]).map { value in
            BadCall(
                line: line("a timeout that is no number of seconds above 0", .invalidRequest),
                change: { $0.with(extra: ["timeout": value]) }, says: "timeout")
        }
        + (["model", "messages", "stream"]).map { name in
            BadCall(
                line: line("`model`, `messages` or `stream` in `extra`", .invalidRequest),
                change: { $0.with(extra: [name: "x"]) }, says: name)
        }
        + (["temperature", "max_tokens", "extra_body", "extra_headers", "drop_params"]).map { name in
            BadCall(
                line: line("a value of the wrong type in `extra`", .invalidRequest),
                change: { $0.with(extra: [name: ["x"]]) }, says: name)
        }

    private static let secrets: [BadCall] =
        ["canary\r\nx: y", "canary\n", "can\u{0}ary"].flatMap { key in
            let line = line("a line break, NUL or other control character in a key", .invalidRequest)
            return [
                BadCall(line: line, change: { $0.with(apiKey: key) }, says: "key"),
                BadCall(line: line, change: { $0.with(extra: ["openai_api_key": .string(key)]) }, says: "key"),
                BadCall(line: line, environment: ["OPENAI_API_KEY": key], says: "key"),
            ]
        }
        + [("x-a\r\nx-b", "v"), ("x a", "v"), ("", "v"), ("x-a", "v\r\nx-b: w"), ("x-a", "v\u{0}"), ("x:a", "v")].map {
            (name, value) in
            BadCall(
                line: line("a line break, NUL or forbidden character in a header", .invalidRequest),
                change: { $0.with(headers: [name: value]) }, says: "header")
        }
        + [
            BadCall(
                line: line("no key where one is needed", .authentication), environment: ["OPENAI_API_KEY": ""],
                says: "OPENAI_API_KEY"),
            BadCall(
                line: line("no key where one is needed", .authentication), change: { $0.with(apiKey: "env:NO_SUCH") },
                says: "NO_SUCH"),
        ]

    private static let addresses: [BadCall] =
        ["localhost:8000", "127.0.0.1", "ftp://h", "//h/v1", "/v1", "http://", "http:///v1", "javascript:x"].map {
            base in
            BadCall(
                line: line("a base URL without `http://` or `https://`, or without a host", .configuration),
                change: { $0.with(baseURL: base) }, says: "base URL")
        }
        + ["http://h/v1\r\nx: y", "http://h/a b", "http://h/\u{0}"].map { base in
            BadCall(
                line: line("a space or control character in a base URL", .configuration),
                change: { $0.with(baseURL: base) }, says: "base URL")
        }

    private static let environments: [BadCall] =
        [
            ("TEMPERATURE", "warm"), ("TEMPERATURE", "nan"), ("TOP_P", "inf"), ("MAX_TOKENS", "1.5"), ("RETRIES", "-1"),
            ("TIMEOUT", "inf"), ("TIMEOUT", "0"), ("TIMEOUT", "1e300"), ("EXTRA", "{seed: 7}"), ("EXTRA", "[1]"),
        ].map { (name, value) in
            BadCall(
                line: line("a value in `MAGMA_MODEL_DEFAULT_…` that cannot be read", .configuration),
                environment: ["MAGMA_MODEL_DEFAULT_\(name)": value], says: "MAGMA_MODEL_DEFAULT_\(name)")
        }
        + [
            BadCall(
                line: line("a file in `MAGMA_PROVIDERS` that does not exist", .configuration),
                environment: ["MAGMA_PROVIDERS": "/nonexistent/p.json"], says: "/nonexistent/p.json")
        ]
}

extension BadInputTests {
    @Test("in a call is refused before anything is sent", arguments: BadCall.all)
    func badCall(bad: BadCall) async {
        let transport = FakeTransport(.json(Answers.hello))
        let environment = ["OPENAI_API_KEY": testKey].merging(bad.environment) { $1 }
        let error = await failure { () async throws(ModelError) in
            let model = bad.change(try Model(parsing: bad.id.replacing("KEY", with: testKey)))
            try await withDispatcher(.fake(transport, environment: environment)) { () async throws(ModelError) in
                _ = try await model(bad.messages)
            }
        }
        bad.line.check(error)
        #expect(error?.message.contains(bad.says) == true, "\(error?.message ?? "")")
        #expect(error?.isRetryable == false)
        #expect(transport.requests.isEmpty)
    }

    /// No wire protocol puts the model into a path, so whatever it is called, the address stays and the bytes arrive.
    @Test("as a model's name does not reach the address", arguments: NeverList.protocols)
    func modelNames(provider: String) throws {
        for name in ["../../admin", "a?b=c", "a#b", "a b", "größe/模型", "%2e%2e/%00", "a\"b\\c", "//h/x", "…"] {
            let plain = try NeverList.request(Model(ModelID(parsing: "\(provider)/m")))
            let request = try NeverList.request(Model(ModelID(parsing: "\(provider)/\(name)")))
            #expect(request.url == plain.url)
            #expect(try JSON(parsing: request.body)["model"] == .string(name))
            let written = Array("\"model\":\(JSON.string(name).serialized())".utf8)
            #expect(request.body.contains(written), "\(name)")
        }
    }
}

extension [UInt8] {
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        indices.contains { self[$0...].starts(with: part) }
    }
}
