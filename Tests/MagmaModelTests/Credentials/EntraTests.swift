import Testing

@testable import MagmaModel

@Suite struct EntraTests {
    private static let application = [
        "AZURE_TENANT_ID": "tenant", "AZURE_CLIENT_ID": "client", "AZURE_CLIENT_SECRET": "canary secret+",
    ]

    private static func tokens() -> CloudTransport {
        CloudTransport { $0.isConfidential ? .json(#"{"access_token":"canary-e","expires_in":"3599"}"#) : nil }
    }

    @Test func anApplicationShowsItsSecret() async throws {
        let transport = Self.tokens()
        let dispatcher = Dispatcher.cloud(transport, Self.application)
        try await ask(dispatcher, "entra/m")
        try await ask(dispatcher, "entra/m")
        #expect(transport.forTokens.map(\.url) == ["https://login.microsoftonline.com/tenant/oauth2/v2.0/token"])
        #expect(
            transport.forTokens[0].form == [
                "grant_type": "client_credentials", "client_id": "client", "client_secret": "canary secret+",
                "scope": "https://ai.example/.default",
            ])
        #expect(transport.toModel.map { $0.headers["authorization"] } == ["Bearer canary-e", "Bearer canary-e"])
        #expect(transport.toModel[0].headers["api-key"] == nil)
    }

    @Test func theCallSaysItBeforeTheEnvironment() async throws {
        let transport = Self.tokens()
        try await ask(
            .cloud(transport, Self.application.merging(["AZURE_API_KEY": "canary-key"]) { $1 }), "entra/m",
            ["tenant_id": "mine", "client_id": "me", "client_secret": "canary", "azure_scope": "https://s/.default"])
        let token = try #require(transport.forTokens.first)
        #expect(token.url.contains("/mine/"))
        #expect(token.form["client_id"] == "me")
        #expect(token.form["scope"] == "https://s/.default")
        #expect(!transport.toModel[0].text.contains("tenant_id"))
    }

    @Test func aKeyIsTakenAsItIs() async throws {
        let transport = CloudTransport()
        try await ask(.cloud(transport, Self.application.merging(["AZURE_API_KEY": "canary-key"]) { $1 }), "entra/m")
        #expect(transport.requests.map { $0.headers["api-key"] } == ["canary-key"])
    }

    @Test func aWorkloadShowsItsFederatedToken() async throws {
        let home = try Home(["token": "canary.jwt\n"])
        defer { home.remove() }
        let transport = Self.tokens()
        let environment = [
            "AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_FEDERATED_TOKEN_FILE": "\(home.path)/token",
            "AZURE_AUTHORITY_HOST": "https://login.example/",
        ]
        try await ask(.cloud(transport, environment), "entra/m")
        let token = try #require(transport.forTokens.first)
        #expect(token.url == "https://login.example/t/oauth2/v2.0/token")
        #expect(token.form["client_assertion"] == "canary.jwt")
        #expect(token.form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
    }

    @Test func aMachineHasAnIdentity() async throws {
        let transport = Self.tokens()
        try await ask(.cloud(transport), "entra/m")
        #expect(
            transport.forTokens.map(\.url) == [
                "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fai.example"
            ])
        #expect(transport.forTokens[0].headers["metadata"] == "true")
        let service = Self.tokens()
        try await ask(
            .cloud(service, ["IDENTITY_ENDPOINT": "http://127.0.0.1:8/t", "IDENTITY_HEADER": "canary-h"]), "entra/m")
        #expect(service.forTokens[0].url.hasPrefix("http://127.0.0.1:8/t?api-version=2019-08-01&"))
        #expect(service.forTokens[0].headers["x-identity-header"] == "canary-h")
    }

    @Test func whereNothingIsThereTheErrorTellsAllThatWasTried() async throws {
        let transport = CloudTransport()
        let error = try await failure(.cloud(transport), "entra/m")
        #expect(error.code == .authentication)
        for word in ["AZURE_API_KEY", "AZURE_CLIENT_SECRET", "AZURE_FEDERATED_TOKEN_FILE"] {
            #expect(error.message.contains(word))
        }
        #expect(transport.toModel.isEmpty)
    }

    @Test func aRefusalIsToldWithoutTheSecret() async throws {
        let transport = CloudTransport { _ in
            .json(#"{"error":"invalid_client","error_description":"canary secret+ is wrong"}"#, status: 401)
        }
        let error = try await failure(.cloud(transport, Self.application), "entra/m")
        #expect(error.code == .authentication)
        #expect(error.message.contains("invalid_client"))
        #expect(!error.message.contains("canary"))
        #expect(transport.toModel.isEmpty)
    }
}
