import CryptoExtras
import Foundation
import Testing

@testable import MagmaModel

@Suite struct GoogleTests {
    private static let key = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    private static func account(_ more: JSON.Object = [:]) throws -> String {
        var object: JSON.Object = [
            "type": "service_account", "client_email": "bot@p.iam.example", "private_key_id": "kid-1",
            "private_key": .string(try key.get().pemRepresentation), "project_id": "from-file",
            "token_uri": "https://oauth.example/token",
        ]
        object.merge(more)
        return JSON.object(object).serialized()
    }

    private static func tokens(_ url: String = "https://oauth.example/token") -> CloudTransport {
        CloudTransport { request in
            request.url == url ? .json(#"{"access_token":"canary-1","expires_in":3599,"token_type":"Bearer"}"#) : nil
        }
    }

    @Test func aServiceAccountSignsForItsToken() async throws {
        let transport = Self.tokens()
        try await ask(
            .cloud(transport), "google-cloud/m", ["vertex_credentials": .string(try Self.account())])
        let form = try #require(transport.forTokens.first?.form)
        #expect(form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer")
        let parts = try #require(form["assertion"]).split(separator: ".").map(String.init)
        func bytes(_ text: String) throws -> Data {
            let plain = text.replacing("-", with: "+").replacing("_", with: "/")
            return try #require(Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)))
        }
        #expect(!(form["assertion"] ?? "").contains("="))
        #expect(try JSON(parsing: Array(bytes(parts[0]))) == ["alg": "RS256", "typ": "JWT", "kid": "kid-1"])
        #expect(
            try JSON(parsing: Array(bytes(parts[1]))) == [
                "iss": "bot@p.iam.example", "scope": "https://www.googleapis.com/auth/cloud-platform",
                "aud": "https://oauth.example/token", "iat": .int(Int64(WallClock.start)),
                "exp": .int(Int64(WallClock.start + 3600)),
            ])
        let signature = _RSA.Signing.RSASignature(rawRepresentation: try bytes(parts[2]))
        #expect(
            try Self.key.get().publicKey.isValidSignature(
                signature, for: Data("\(parts[0]).\(parts[1])".utf8), padding: .insecurePKCS1v1_5))
        let request = try #require(transport.toModel.first)
        #expect(request.headers["authorization"] == "Bearer canary-1")
        #expect(request.url == "https://llm.example/v1/from-file/chat/completions")
        #expect(!request.text.contains("vertex"))
    }

    @Test func aKeyWhoseLineBreaksAreWrittenOutIsRead() async throws {
        let pem = try Self.key.get().pemRepresentation.replacing("\n", with: "\\n")
        let transport = Self.tokens()
        try await ask(
            .cloud(transport, ["VERTEXAI_CREDENTIALS": try Self.account(["private_key": .string(pem)])]),
            "google-cloud/m")
        #expect(transport.toModel.count == 1)
    }

    @Test func aKeyThatIsNoneIsNotShown() async throws {
        let account = try Self.account(["private_key": "canary-no-key"])
        let error = try await failure(.cloud(Self.tokens(), ["VERTEXAI_CREDENTIALS": account]), "google-cloud/m")
        #expect(error.code == .authentication)
        #expect(!"\(error) \(String(reflecting: error))".contains("canary"))
    }

    @Test func theOrderIsCallThenLiteLLMThenGoogleThenGcloud() async throws {
        func file(_ project: String) throws -> String { try Self.account(["project_id": .string(project)]) }
        let home = try Home([
            "call.json": try file("call"), "litellm.json": try file("litellm"), "google.json": try file("google"),
            ".config/gcloud/application_default_credentials.json": try file("gcloud"),
        ])
        defer { home.remove() }
        var environment = [
            "HOME": home.path, "VERTEXAI_CREDENTIALS": "\(home.path)/litellm.json",
            "GOOGLE_APPLICATION_CREDENTIALS": "~/google.json",
        ]
        func project(_ extra: JSON.Object = [:]) async throws -> String {
            let transport = Self.tokens()
            try await ask(.cloud(transport, environment), "google-cloud/m", extra)
            return String(transport.toModel[0].url.split(separator: "/")[3])
        }
        #expect(try await project(["vertex_credentials": .string("\(home.path)/call.json")]) == "call")
        #expect(try await project(["vertex_credentials": JSON(parsing: file("object"))]) == "object")
        #expect(try await project(["vertex_project": "mine"]) == "mine")
        #expect(try await project() == "litellm")
        environment["VERTEXAI_CREDENTIALS"] = nil
        #expect(try await project() == "google")
        environment["GOOGLE_APPLICATION_CREDENTIALS"] = nil
        #expect(try await project() == "gcloud")
    }

    @Test func aFileThatIsNotThereIsNamed() async throws {
        let transport = CloudTransport()
        let error = try await failure(
            .cloud(transport, ["GOOGLE_APPLICATION_CREDENTIALS": "/nowhere/x.json"]), "google-cloud/m")
        #expect(error.code == .authentication)
        #expect(error.message.contains("/nowhere/x.json"))
        #expect(transport.requests.isEmpty)
    }

    @Test func aUsersOwnCredentialIsRefreshed() async throws {
        let home = try Home([
            ".config/gcloud/application_default_credentials.json":
                #"{"type":"authorized_user","client_id":"id","client_secret":"canary-s","refresh_token":"canary-r","quota_project_id":"payer"}"#,
            ".config/gcloud/active_config": "work\n",
            ".config/gcloud/configurations/config_work": "[core]\nproject = chosen\n",
        ])
        defer { home.remove() }
        let transport = Self.tokens("https://oauth2.googleapis.com/token")
        try await ask(.cloud(transport, ["HOME": home.path]), "google-cloud/m")
        let form = try #require(transport.forTokens.first?.form)
        #expect(
            form == [
                "grant_type": "refresh_token", "client_id": "id", "client_secret": "canary-s",
                "refresh_token": "canary-r",
            ])
        #expect(transport.toModel[0].headers["x-goog-user-project"] == "payer")
        #expect(transport.toModel[0].url.contains("/v1/chosen/"))
    }

    @Test func theMetadataServerServesLast() async throws {
        let transport = CloudTransport { request in
            guard request.headers["metadata-flavor"] == "Google" else { return nil }
            let flavor: HeaderFields = ["metadata-flavor": "Google"]
            return request.url.hasSuffix("/project/project-id")
                ? .json("machine", headers: flavor)
                : .json(#"{"access_token":"canary-m","expires_in":1800}"#, headers: flavor)
        }
        try await ask(.cloud(transport, ["GCE_METADATA_HOST": "127.0.0.1:99"]), "google-cloud/m")
        #expect(
            transport.forTokens.map(\.url) == [
                "http://127.0.0.1:99/computeMetadata/v1/project/project-id",
                "http://127.0.0.1:99/computeMetadata/v1/instance/service-accounts/default/token",
            ])
        #expect(transport.toModel[0].headers["authorization"] == "Bearer canary-m")
        #expect(transport.toModel[0].url.contains("/v1/machine/"))
    }

    @Test func anotherServersAnswerIsNotTaken() async throws {
        let transport = CloudTransport { $0.isConfidential ? .json(#"{"access_token":"canary"}"#) : nil }
        let error = try await failure(.cloud(transport), "google-cloud/m")
        #expect(error.code == .authentication)
        #expect(transport.toModel.isEmpty)
    }

    @Test func anExternalAccountExchangesItsToken() async throws {
        let home = try Home(["subject.json": #"{"id":"canary-subject"}"#])
        defer { home.remove() }
        let credential: JSON = [
            "type": "external_account", "audience": "//iam.example/pool", "subject_token_type": "urn:jwt",
            "token_url": "https://sts.example/token",
            "service_account_impersonation_url": "https://iam.example/bot:generateAccessToken",
            "credential_source": [
                "file": .string("\(home.path)/subject.json"),
                "format": ["type": "json", "subject_token_field_name": "id"],
            ],
        ]
        let transport = CloudTransport { request in
            switch request.url {
            case "https://sts.example/token": .json(#"{"access_token":"canary-sts","expires_in":600}"#)
            case "https://iam.example/bot:generateAccessToken":
                .json(#"{"accessToken":"canary-bot","expireTime":"2026-11-23T13:00:00Z"}"#)
            default: nil
            }
        }
        try await ask(.cloud(transport), "google-cloud/m", ["vertex_credentials": credential, "vertex_project": "p"])
        #expect(transport.forTokens[0].form["subject_token"] == "canary-subject")
        #expect(transport.forTokens[1].headers["authorization"] == "Bearer canary-sts")
        #expect(transport.toModel[0].headers["authorization"] == "Bearer canary-bot")
    }

    @Test(arguments: [
        (
            #"{"type":"external_account","audience":"a","subject_token_type":"t","credential_source":{"environment_id":"aws1","url":"https://h"}}"#,
            "neither from a file nor"
        ),
        (
            #"{"type":"external_account","audience":"a","subject_token_type":"t","credential_source":{"executable":{}}}"#,
            "neither from a file nor"
        ),
        (#"{"type":"gdch_service_account"}"#, "not supported"), (#"{"a":"KEY"}"#, "no \"type\""),
        ("{KEY", "is not JSON"),
        (
            #"{"type":"authorized_user","client_id":"i","client_secret":"KEY","refresh_token":"KEY","token_uri":"http://evil.example/"}"#,
            "not https"
        ),
        (#"{"type":"service_account","client_email":"e"}"#, "private_key"),
    ])
    func whatIsNotSupportedSaysSo(text: String, reason: String) async throws {
        let transport = CloudTransport()
        let text = text.replacing("KEY", with: testKey)
        let error = try await failure(
            .cloud(transport), "google-cloud/m", ["vertex_credentials": .string(text), "vertex_project": "p"])
        #expect(error.code == .authentication)
        #expect(error.message.contains(reason), "\(error.message)")
        #expect(!"\(error)".contains("canary"))
        #expect(transport.requests.isEmpty)
    }

    @Test func anAccessTokenIsTakenAsItIs() async throws {
        let transport = CloudTransport()
        try await ask(.cloud(transport), "google-cloud/m", ["api_key": "canary-given", "vertex_project": "p"])
        #expect(transport.requests.map { $0.headers["authorization"] } == ["Bearer canary-given"])
    }

    @Test func aRefusedTokenIsFetchedAgainOnce() async throws {
        let transport = CloudTransport { request in
            request.isConfidential
                ? .json(#"{"access_token":"canary-1","expires_in":3599}"#)
                : .json(#"{"error":{"message":"no"}}"#, status: 401)
        }
        let error = try await failure(
            .cloud(transport), "google-cloud/m", ["vertex_credentials": .string(try Self.account())])
        #expect(error.code == .authentication)
        #expect(error.attempts.count == 2)
        #expect(transport.forTokens.count == 2)
        #expect(transport.toModel.count == 2)
    }

    @Test func aBusyTokenServerIsAskedAgain() async throws {
        let answers = FakeTransport(
            .json("busy", status: 503), .json(#"{"access_token":"t","expires_in":"60"}"#), .json(Answers.hello))
        let dispatcher = Dispatcher.cloud(answers)
        let answer = try await ask(
            dispatcher, "google-cloud/m", ["vertex_credentials": .string(try Self.account())], retries: 1)
        #expect(answer.attempts.map(\.failure) == [.authentication, nil])
    }
}
