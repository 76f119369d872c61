import Foundation
import Testing

@testable import MagmaModel

/// No key or token is shown anywhere, and nothing is refreshed too often.
@Suite struct CredentialSecretsTests {
    private static let environment = [
        "AWS_ACCESS_KEY_ID": "AKENV", "AWS_SECRET_ACCESS_KEY": "canary-secret", "AWS_SESSION_TOKEN": "canary-session",
        "AWS_REGION": "eu-1",
    ]

    @Test func aHandleShowsNeitherKeysNorCredentials() throws {
        let model = Model(
            "aws/m",
            extra: [
                "aws_secret_access_key": "canary-1", "aws_session_token": "canary-2", "client_secret": "canary-3",
                "vertex_credentials": #"{"private_key":"canary-4"}"#, "aws_web_identity_token": "canary-5",
                "azure_password": "canary-6",
            ])
        let coded = String(decoding: try JSONEncoder().encode(model), as: UTF8.self)
        #expect(!"\(model) \(String(reflecting: model)) \(coded)".contains("canary"))
        let object = Model("aws/m", extra: ["vertex_credentials": ["private_key": "canary"]])
        #expect(!"\(object)".contains("canary"))
        #expect("\(Model("aws/m", extra: ["vertex_credentials": "/a/b.json"]))".contains("/a/b.json"))
    }

    @Test func credentialsCannotBePrinted() throws {
        let keys = try #require(AWSCredentials("AK", "canary", "canary"))
        var text = "\(keys) \(AccessToken(value: "canary", expiry: 1))"
        dump(keys, to: &text)
        dump(AccessToken(value: "canary"), to: &text)
        dump(AWSIdentity(credentials: keys, region: "r"), to: &text)
        #expect(!text.contains("canary"))
    }

    // AWS quotes the signed headers in its refusal, with the session token among them.
    @Test func whatAWSEchoesIsHidden() async throws {
        let transport = CloudTransport { request in
            .json(
                JSON.object(["message": .string("signed: \(request.headers["x-amz-security-token"] ?? "")")])
                    .serialized(),
                status: 403, headers: ["x-amzn-errortype": "AccessDeniedException"])
        }
        let error = try await failure(.cloud(transport, Self.environment), "aws/m")
        #expect(error.message.contains("signed"))
        #expect(!"\(error) \(error.body ?? "")".contains("canary"))
    }

    @Test func anErrorInAStreamIsHiddenToo() async throws {
        let transport = CloudTransport { _ in
            .stream(
                Answers.chunk("a"),
                #"data: {"error":{"message":"canary-session is bad","type":"server_error"}}"# + "\n\n")
        }
        let error = await #expect(throws: ModelError.self) {
            try await withDispatcher(.cloud(transport, Self.environment)) {
                for try await _ in Model("aws/m").stream([.user("hi")]) {}
            }
        }
        #expect(error?.message.contains("is bad") == true)
        #expect(error?.message.contains("canary") == false)
    }

    @Test func cassettesHoldNoTokensAndNoExchangesForThem() async throws {
        let home = try Home()
        defer { home.remove() }
        let application = [
            "AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_CLIENT_SECRET": "canary-s",
            "MAGMA_RECORD": home.path,
        ]
        let transport = CloudTransport { request in
            request.isConfidential ? .json(#"{"access_token":"canary-t","expires_in":60}"#) : nil
        }
        try await ask(.cloud(transport, application), "entra/m")
        try await ask(.cloud(transport, Self.environment.merging(["MAGMA_RECORD": home.path]) { $1 }), "aws/m")
        let files = try FileManager.default.contentsOfDirectory(atPath: home.path)
        #expect(files.count == 2)
        for file in files {
            let text = try String(contentsOfFile: "\(home.path)/\(file)", encoding: .utf8)
            #expect(!text.contains("canary"))
            #expect(!text.contains("AKENV"))
        }
    }

    @Test func aDryRunShowsTheFormOnly() throws {
        let request = try Dispatcher.cloud(CloudTransport(), Self.environment).prepare(
            Model("aws/m"), [.user("hi")], streaming: false)
        #expect(request.headers["authorization"] == "AWS4-HMAC-SHA256 ***")
    }

    @Test func aClockThatIsWrongIsSetByAWSs() async throws {
        let clock = WallClock()
        let transport = CloudTransport { request in
            guard request.headers["x-amz-date"] != "20261123T130000Z" else { return nil }
            return .json(
                #"{"message":"Signature expired"}"#, status: 403,
                headers: ["x-amzn-errortype": "InvalidSignatureException", "date": "Mon, 23 Nov 2026 13:00:00 GMT"])
        }
        let dispatcher = Dispatcher.cloud(transport, Self.environment, clock: clock)
        let answer = try await ask(dispatcher, "aws/m")
        #expect(answer.attempts.count == 2)
        try await ask(dispatcher, "aws/m")
        #expect(transport.toModel.count == 3)
    }

    @Test func aSignatureThatIsWrongOtherwiseIsNotSentAgain() async throws {
        let transport = CloudTransport { _ in
            .json(
                #"{"message":"no"}"#, status: 403,
                headers: ["x-amzn-errortype": "InvalidSignatureException", "date": "Mon, 23 Nov 2026 12:00:09 GMT"])
        }
        _ = try await failure(.cloud(transport, Self.environment), "aws/m")
        #expect(transport.toModel.count == 1)
    }

    @Test func keysThatWereExchangedInTheirFileAreReadAgain() async throws {
        func file(_ id: String) -> String { "[default]\naws_access_key_id=\(id)\naws_secret_access_key=canary" }
        let home = try Home([".aws/credentials": file("AKOLD")])
        defer { home.remove() }
        let transport = CloudTransport { request in
            request.signer == "AKOLD"
                ? .json(
                    #"{"message":"expired"}"#, status: 403,
                    headers: ["x-amzn-errortype": "ExpiredTokenException:http://x"])
                : nil
        }
        let dispatcher = Dispatcher.cloud(transport, ["HOME": home.path, "AWS_REGION": "e"])
        #expect(try await failure(dispatcher, "aws/m").attempts.count == 2)
        try home.write(".aws/credentials", file("AKNEW"))
        #expect(try await ask(dispatcher, "aws/m").attempts.count == 1)
    }

    @Test func aThousandCallsAskForOneToken() async throws {
        let transport = CloudTransport { request in
            guard request.isConfidential else { return nil }
            try? await Task.sleep(for: .milliseconds(50))
            return .json(#"{"access_token":"canary","expires_in":3600}"#)
        }
        let dispatcher = Dispatcher.cloud(
            transport, ["AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_CLIENT_SECRET": "canary-s"])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<1000 { group.addTask { _ = try await ask(dispatcher, "entra/m") } }
            try await group.waitForAll()
        }
        #expect(transport.forTokens.count == 1)
        #expect(transport.toModel.count == 1000)
    }
}
