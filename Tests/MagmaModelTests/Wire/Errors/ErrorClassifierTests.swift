import Testing

@testable import MagmaModel

@Suite struct ErrorClassifierTests {
    private func error(
        _ status: Int,
        _ body: String,
        _ headers: HeaderFields = [:],
        at provider: String = "openai"
    ) -> ModelError {
        let dialect = (try? ProviderCatalog.builtIn.provider(provider))?.dialect ?? Dialect()
        return [UInt8](body.utf8).withBytes {
            ErrorClassifier.error(status: status, headers: headers, body: $0, wire: ChatCompletions(), dialect: dialect)
        }
    }

    /// A bare number means something at its own vendor only.
    @Test(arguments: [
        ("zai", 429, "1113", "quota_exceeded"), ("bigmodel", 400, "1261", "context_window_exceeded"),
        ("zai", 400, "1301", "content_filtered"), ("zai", 429, "1305", "overloaded"),
        ("openai", 429, "1113", "rate_limited"), ("groq", 400, "1261", "invalid_request"),
        ("openai", 400, "1301", "invalid_request"), ("cloudflare", 429, "3040", "overloaded"),
        ("cloudflare", 429, "3036", "quota_exceeded"), ("openai", 429, "3040", "rate_limited"),
        ("minimax", 400, "1008", "quota_exceeded"), ("zai", 400, "1008", "invalid_request"),
    ])
    func numbersOfVendors(provider: String, status: Int, number: String, expected: String) {
        let bodies = [
            #"{"error":{"code":"\#(number)","message":"m"}}"#, #"{"error":{"code":\#(number),"message":"m"}}"#,
            #"{"errors":[{"code":\#(number),"message":"m"}]}"#,
        ]
        for body in bodies { #expect(error(status, body, at: provider).code.rawValue == expected, "\(body)") }
    }

    /// Amazon says the kind in a header, or in the body with its space before it.
    @Test(arguments: [
        (400, "ValidationException", "Input is too long for requested model.", "context_window_exceeded"),
        (400, "ValidationException", "The provided model identifier is invalid.", "not_found"),
        (400, "ValidationException", "A field is wrong.", "invalid_request"),
        (400, "ServiceQuotaExceededException", "m", "quota_exceeded"),
        (400, "IncompleteSignature", "m", "authentication"), (403, "InvalidSignatureException", "m", "authentication"),
        (403, "AccessDeniedException", "m", "permission"), (403, "ExpiredTokenException", "m", "authentication"),
        (404, "ResourceNotFoundException", "m", "not_found"), (404, "FTUFormNotFilled", "m", "permission"),
        (408, "ModelTimeoutException", "m", "timeout"), (424, "ModelErrorException", "m", "server_error"),
        (429, "ThrottlingException", "Too many tokens, please wait", "rate_limited"),
        (429, "ThrottlingException", "Too many tokens per day, please wait", "quota_exceeded"),
        (429, "ModelNotReadyException", "m", "overloaded"), (500, "InternalServerException", "m", "server_error"),
        (503, "ServiceUnavailableException", "m", "overloaded"),
    ])
    func wordsOfAmazon(status: Int, type: String, text: String, expected: String) {
        let header = error(status, #"{"message":"\#(text)"}"#, ["x-amzn-errortype": "\(type):http://internal/"])
        let body = error(status, #"{"__type":"com.amazonaws.bedrock#\#(type)","Message":"\#(text)"}"#)
        for error in [header, body] { #expect(error.code.rawValue == expected && error.message == text) }
    }

    @Test func numbersInsideASuccessToo() async {
        let body = #"{"choices":null,"base_resp":{"status_code":1008,"status_msg":"insufficient"}}"#
        for (model, code) in [(Model("minimax/m"), ModelError.Code.quotaExceeded), (Model("openai/m"), .serverError)] {
            let keys = ["MINIMAX_API_KEY": testKey, "OPENAI_API_KEY": testKey]
            let dispatcher = Dispatcher.fake(FakeTransport(.json(body)), environment: keys)
            let error = await #expect(throws: ModelError.self) {
                try await withDispatcher(dispatcher) { try await model.with(retry: .never)([.user("hi")]) }
            }
            #expect(error?.code == code)
        }
    }

    @Test(arguments: [
        // The status alone.
        (400, "", "invalid_request"), (401, "no", "authentication"), (402, "", "quota_exceeded"),
        (403, "", "permission"), (404, "<html>", "not_found"), (408, "", "timeout"), (413, "", "invalid_request"),
        (429, "{}", "rate_limited"), (500, "", "server_error"), (503, "", "overloaded"), (504, "", "timeout"),
        (529, "", "overloaded"),
        // Machine words beat the status.
        (429, #"{"error":{"message":"m","code":"insufficient_quota"}}"#, "quota_exceeded"),
        (400, #"{"error":{"message":"m","type":"exceed_context_size_error"}}"#, "context_window_exceeded"),
        (400, #"{"error":{"message":"m","code":"model_not_found"}}"#, "not_found"),
        (400, #"{"error":{"innererror":{"code":"ResponsibleAIPolicyViolation"}}}"#, "content_filtered"),
        (400, #"{"error":{"message":"m","details":[{"reason":"API_KEY_INVALID"}]}}"#, "authentication"),
        (400, #"{"error":{"message":"m","type":"api_error"}}"#, "invalid_request"),
        // Text, where it may speak.
        (400, #"{"error":{"message":"This model's maximum context length is 8 tokens"}}"#, "context_window_exceeded"),
        (429, #"{"message":"Too many tokens, please wait"}"#, "rate_limited"),
        (400, #"{"error":{"message":"Your credit balance is too low"}}"#, "quota_exceeded"),
        (400, #"{"code":"c","error":"Incorrect API key provided"}"#, "authentication"),
    ])
    func code(status: Int, body: String, expected: String) {
        let error = error(status, body)
        #expect(error.code.rawValue == expected)
        #expect(error.status == status)
        #expect(!error.message.isEmpty)
    }

    @Test func shapesOfTheMessage() {
        for body in [
            #"{"error":{"message":"why"}}"#, #"{"error":"why"}"#, #"{"message":"why"}"#, #"{"detail":"why"}"#,
            #"[{"error":{"message":"why"}}]"#, #"{"detail":[{"loc":["body"],"msg":"why","type":"t"}]}"#, "why",
            "data: {\"error\":{\"message\":\"why\"}}\n\n",
        ] {
            #expect(error(422, body).message == "why", "\(body)")
        }
    }

    @Test func headersCount() {
        let busy = error(429, "", ["retry-after-ms": "0", "Retry-After": "7", "X-Request-ID": "r1"])
        #expect(busy.retryAfter == .seconds(7))
        #expect(busy.requestID == "r1")
        #expect(busy.isRetryable)
        #expect(!error(500, "", ["x-should-retry": "false"]).isRetryable)
        #expect(error(400, "", ["x-should-retry": "true"]).isRetryable)
        #expect(!error(402, "", ["x-should-retry": "true"]).isRetryable)
        let dated = error(
            503, "", ["retry-after": "Sun, 01 Mar 2026 00:00:10 GMT", "date": "Sat, 28 Feb 2026 23:59:50 GMT"])
        #expect(dated.retryAfter == .seconds(20))
    }

    @Test func resetsInAllForms() {
        let date = "Sat, 28 Feb 2026 23:59:50 GMT"
        let limits = RateLimits(headers: [
            "date": date,
            "anthropic-ratelimit-requests-limit": "50", "anthropic-ratelimit-requests-reset": "2026-03-01T00:00:20Z",
            "x-ratelimit-reset-tokens": "6m0.5s", "x-ratelimit-remaining-tokens": "-1",
            "anthropic-ratelimit-input-tokens-reset": "2026-03-01T01:00:00.5+01:00",
        ])
        #expect(limits.requests == .init(limit: 50, reset: .seconds(30)))
        #expect(limits.tokens == .init(reset: .seconds(360.5)))
        #expect(limits.inputTokens == .init(reset: .seconds(10)))
        #expect(limits.outputTokens == nil)
        let epoch = RateLimits(headers: ["Date": date, "X-RateLimit-Limit": "20", "X-RateLimit-Reset": "1772323200000"])
        #expect(epoch.requests == .init(limit: 20, reset: .seconds(10)))
        #expect(RateLimits(headers: ["X-RateLimit-Reset": "1772323200"]).requests == nil)
        #expect(RateLimits(headers: ["x-ratelimit-reset-tokens": "12ms"]).tokens?.reset == .milliseconds(12))
    }
}
