import Testing

@testable import MagmaModel

@Suite struct IBMTests {
    private static let places = ["WATSONX_URL": "https://ibm.example", "WATSONX_PROJECT_ID": "p"]

    private static func environment(_ more: [String: String]) -> [String: String] { places.merging(more) { $1 } }

    private static func tokens(_ seconds: Int = 3600) -> CloudTransport {
        CloudTransport {
            $0.isConfidential
                ? .json(#"{"access_token":"canary-t","expires_in":\#(seconds),"token_type":"Bearer"}"#) : nil
        }
    }

    @Test func aKeyIsExchangedOnceAndNeverSent() async throws {
        let transport = Self.tokens()
        let clock = WallClock()
        let dispatcher = Dispatcher.cloud(transport, Self.environment(["WATSONX_API_KEY": "canary key+"]), clock: clock)
        try await ask(dispatcher, "watsonx/ibm/g")
        try await ask(dispatcher, "watsonx/ibm/g")
        let exchange = try #require(transport.forTokens.first)
        #expect(transport.forTokens.count == 1 && exchange.url == "https://iam.cloud.ibm.com/identity/token")
        #expect(exchange.method == "POST" && exchange.headers["content-type"] == "application/x-www-form-urlencoded")
        #expect(
            exchange.form == ["grant_type": "urn:ibm:params:oauth:grant-type:apikey", "apikey": "canary key+"])
        #expect(transport.toModel.map { $0.headers["authorization"] } == ["Bearer canary-t", "Bearer canary-t"])
        #expect(transport.toModel.allSatisfy { !$0.text.contains("canary") && !$0.url.contains("canary") })
        clock.advance(3400)
        try await ask(dispatcher, "watsonx/ibm/g")
        #expect(transport.forTokens.count == 2)
    }

    @Test func oneExchangeServesAllThatWait() async throws {
        let transport = Self.tokens()
        let dispatcher = Dispatcher.cloud(transport, Self.environment(["WX_API_KEY": testKey]))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { try await ask(dispatcher, "watsonx/ibm/g") } }
            try await group.waitForAll()
        }
        #expect(transport.forTokens.count == 1 && transport.toModel.count == 20)
    }

    @Test func keysOfTwoCallersStayApart() async throws {
        let transport = Self.tokens()
        let dispatcher = Dispatcher.cloud(transport, Self.places)
        try await ask(dispatcher, "watsonx/ibm/g", ["api_key": "canary-1"])
        try await ask(dispatcher, "watsonx/ibm/g", ["watsonx_api_key": "canary-2"])
        #expect(transport.forTokens.map { $0.form["apikey"] } == ["canary-1", "canary-2"])
    }

    @Test func aTokenSparesTheExchange() async throws {
        let transport = Self.tokens()
        let withKey = Dispatcher.cloud(transport, Self.environment(["WATSONX_APIKEY": "canary-key"]))
        try await ask(withKey, "watsonx/ibm/g", ["token": "canary-1", "api_key": "canary-key"])
        try await ask(withKey, "watsonx/ibm/g", ["zen_api_key": "canary-2"])
        try await ask(.cloud(transport, Self.environment(["WATSONX_TOKEN": "canary-3"])), "watsonx/ibm/g")
        try await ask(.cloud(transport, Self.environment(["WATSONX_ZENAPIKEY": "canary-4"])), "watsonx/ibm/g")
        #expect(
            transport.toModel.map { $0.headers["authorization"] } == [
                "Bearer canary-1", "ZenApiKey canary-2", "Bearer canary-3", "ZenApiKey canary-4",
            ])
        #expect(transport.forTokens.isEmpty)
        #expect(transport.toModel.allSatisfy { !$0.text.contains("canary") })
        let given: JSON = ["authorization": "Bearer canary-5"]
        try await ask(withKey, "watsonx/ibm/g", ["extra_headers": given])
        #expect(transport.toModel.last?.headers["authorization"] == "Bearer canary-5" && transport.forTokens.isEmpty)
    }

    @Test func aRefusedTokenIsExchangedAnewOnce() async throws {
        let transport = CloudTransport {
            if $0.isConfidential { return .json(#"{"access_token":"canary-t","expires_in":3600}"#) }
            return .json(#"{"errors":[{"code":"authentication_token_expired","message":"old"}]}"#, status: 401)
        }
        let dispatcher = Dispatcher.cloud(transport, Self.environment(["WATSONX_APIKEY": testKey]))
        let error = try await failure(dispatcher, "watsonx/ibm/g")
        #expect(error.code == .authentication && transport.forTokens.count == 2 && transport.toModel.count == 2)
    }

    @Test func whyThereIsNoTokenIsSaid() async throws {
        let text = #"{"errorCode":"BXNIM0415E","errorMessage":"Provided API key canary-k could not be found."}"#
        let transport = CloudTransport { $0.isConfidential ? .json(text, status: 400) : nil }
        let dispatcher = Dispatcher.cloud(transport, Self.environment(["WATSONX_APIKEY": "canary-k"]))
        let error = try await failure(dispatcher, "watsonx/ibm/g")
        #expect(error.code == .authentication && error.message.contains("BXNIM0415E"))
        #expect(!"\(error)".contains("canary") && transport.toModel.isEmpty)
    }

    @Test func withoutAKeyNothingIsSent() async throws {
        let transport = Self.tokens()
        let error = try await failure(.cloud(transport, Self.places), "watsonx/ibm/g")
        #expect(error.code == .authentication && error.message.contains("WATSONX_APIKEY"))
        let plain = Dispatcher.cloud(
            transport, Self.environment(["WATSONX_APIKEY": testKey, "WATSONX_IAM_URL": "http://iam.example/token"]))
        #expect(try await failure(plain, "watsonx/ibm/g").message.contains("WATSONX_IAM_URL"))
        #expect(transport.requests.isEmpty)
    }

    @Test func anotherPlaceToSignInIsTaken() async throws {
        let transport = Self.tokens()
        let url = "https://iam.test.example/identity/token"
        try await ask(
            .cloud(transport, Self.environment(["WATSONX_APIKEY": testKey, "WATSONX_IAM_URL": url])), "watsonx/ibm/g")
        #expect(transport.forTokens.map(\.url) == [url])
    }
}
