import Testing

@testable import MagmaModel

@Suite struct LastRateLimitsTests {
    private let model = Model("openai/gpt-4o", apiKey: testKey)

    @Test func theHeadersOfTheLastResponseAreKept() async throws {
        func reply(_ left: Int, status: Int = 200) -> FakeTransport.Reply {
            let headers: HeaderFields = [
                "x-ratelimit-limit-requests": "500", "x-ratelimit-remaining-requests": "\(left)",
            ]
            return status == 200
                ? .json(Answers.hello, headers: headers)
                : .json(#"{"error":{"message":"slow down"}}"#, status: status, headers: headers)
        }
        let transport = FakeTransport(reply(499), .json(Answers.hello), reply(0, status: 429))
        try await withDispatcher(.fake(transport)) {
            #expect(model.capabilities.rateLimits == nil)
            _ = try await model([.user("hi")])
            #expect(model.capabilities.rateLimits?.requests?.limit == 500)
            #expect(model.capabilities.rateLimits?.requests?.remaining == 499)
            // One that says nothing takes nothing back, and another handle of the same deployment knows it too.
            _ = try await model([.user("hi")])
            let same = Model("openai/gpt-4o", temperature: 1, apiKey: testKey)
            #expect(same.capabilities.rateLimits?.requests?.remaining == 499)
            _ = await failure { () async throws(ModelError) in
                _ = try await model([.user("hi")], retry: RetryPolicy(count: 0))
            }
            #expect(same.capabilities.rateLimits?.requests?.remaining == 0)
            // Another account has limits of its own, and what the handle says goes first.
            #expect(Model("openai/gpt-4o", apiKey: testKey + "-2").capabilities.rateLimits == nil)
            var said = Capabilities()
            said.rateLimits = RateLimits(requests: .init(limit: 7))
            #expect(model.with(capabilities: said).capabilities.rateLimits?.requests?.limit == 7)
        }
    }

    @Test func streamsTellThemToo() async throws {
        let stream = FakeTransport.Reply(
            headers: ["content-type": "text/event-stream", "x-ratelimit-limit-tokens": "30000"],
            chunks: [
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n",
                "data: [DONE]\n\n",
            ])
        try await withDispatcher(.fake(FakeTransport(stream))) {
            _ = try await model.stream([.user("hi")]).collect()
            #expect(model.capabilities.rateLimits?.tokens?.limit == 30_000)
        }
    }
}
