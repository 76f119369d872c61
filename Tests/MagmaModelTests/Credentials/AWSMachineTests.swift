import Testing

@testable import MagmaModel

/// The credentials that a container, an instance or a sign-in brings.
@Suite struct AWSMachineTests {
    private static let keys = #"{"Code":"Success","AccessKeyId":"AKBOX","SecretAccessKey":"canary","Token":"canary-t"}"#

    @Test func aContainerIsAskedWithItsToken() async throws {
        let home = try Home(["token": "canary-auth\n"])
        defer { home.remove() }
        let transport = CloudTransport { request in
            request.url == "http://169.254.170.23/v1/credentials" ? .json(Self.keys) : nil
        }
        let environment = [
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials", "AWS_REGION": "eu-1",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "\(home.path)/token",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": testKey,
        ]
        try await ask(.cloud(transport, environment), "aws/m")
        #expect(transport.forTokens.map { $0.headers["authorization"] } == ["canary-auth"])
        #expect(transport.toModel.map(\.signer) == ["AKBOX"])
    }

    @Test(arguments: [
        ("https://any.example/x", true), ("http://127.0.0.1:1234/x", true), ("http://127.9.9.9/x", true),
        ("http://localhost/x", true), ("http://[::1]:80/x", true), ("http://[fd00:ec2::23]/x", true),
        ("http://169.254.170.2/x", true), ("http://169.254.170.3/x", false), ("http://127.0.0.1.evil.example/x", false),
        ("http://127.evil.example/x", false), ("http://evil.example/x", false),
        ("http://localhost.evil.example/", false),
        ("http://[fd00::1]/x", false), ("http://user@evil.example/", false),
    ])
    func theTokenGoesToNoOtherMachineInTheClear(url: String, isAllowed: Bool) async throws {
        #expect(ContainerCredentials.isAllowed(try #require(URLParts(url))) == isAllowed)
        guard !isAllowed else { return }
        let transport = CloudTransport()
        let error = try await failure(
            .cloud(transport, ["AWS_CONTAINER_CREDENTIALS_FULL_URI": url, "AWS_REGION": "e"]), "aws/m")
        #expect(error.code == .authentication)
        #expect(transport.requests.isEmpty)
    }

    @Test func anInstanceIsAskedInThreeSteps() async throws {
        let transport = CloudTransport { request in
            switch (request.method, request.url) {
            case ("PUT", "http://169.254.169.254/latest/api/token"): .json("canary-imds")
            case ("GET", "http://169.254.169.254/latest/meta-data/iam/security-credentials/"): .json("the-role\n")
            case ("GET", "http://169.254.169.254/latest/meta-data/iam/security-credentials/the-role"): .json(Self.keys)
            default: nil
            }
        }
        try await ask(.cloud(transport, ["AWS_REGION": "eu-1"]), "aws/m")
        #expect(transport.toModel.map(\.signer) == ["AKBOX"])
        #expect(
            transport.forTokens.map { $0.headers["x-aws-ec2-metadata-token"] } == [nil, "canary-imds", "canary-imds"])
        #expect(transport.forTokens[0].headers["x-aws-ec2-metadata-token-ttl-seconds"] == "21600")
        #expect(transport.forTokens.allSatisfy { $0.timeouts.head <= .seconds(2) })
    }

    @Test func whereNothingIsThereTheErrorTellsAllThatWasTried() async throws {
        let transport = CloudTransport()
        let error = try await failure(.cloud(transport, ["AWS_REGION": "eu-1"]), "aws/m")
        #expect(error.code == .authentication)
        for word in [
            "AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "~/.aws/config", "does not answer",
        ] {
            #expect(error.message.contains(word))
        }
        #expect(transport.toModel.isEmpty)
    }

    @Test func anInstanceIsNotAskedWhereThatIsDisabled() async throws {
        let transport = CloudTransport()
        let error = try await failure(
            .cloud(transport, ["AWS_REGION": "eu-1", "AWS_EC2_METADATA_DISABLED": "TRUE"]), "aws/m")
        #expect(error.message.contains("is disabled"))
        #expect(transport.requests.isEmpty)
    }

    @Test func theServiceMayBeElsewhere() async throws {
        let transport = CloudTransport()
        _ = try await failure(
            .cloud(transport, ["AWS_REGION": "e", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1338/"]),
            "aws/m")
        #expect(transport.forTokens.map(\.url) == ["http://127.0.0.1:1338/latest/api/token"])
    }

    // The file is called after the SHA-1 of the session's name.
    @Test func aSignInIsUsedUntilItExpires() async throws {
        let home = try Home([
            ".aws/config":
                "[default]\nsso_session=corp\nsso_account_id=111\nsso_role_name=Dev\nregion=eu-1\n"
                + "[sso-session corp]\nsso_region=eu-2\nsso_start_url=https://corp.example"
        ])
        defer { home.remove() }
        let transport = CloudTransport { request in
            request.url.hasPrefix("https://portal.sso.eu-2.amazonaws.com/federation/credentials?")
                ? .json(
                    #"{"roleCredentials":{"accessKeyId":"AKSSO","secretAccessKey":"canary","sessionToken":"canary","expiration":1795438800000}}"#
                ) : nil
        }
        let clock = WallClock()
        let dispatcher = Dispatcher.cloud(transport, ["HOME": home.path], clock: clock)
        #expect(try await failure(dispatcher, "aws/m").message.contains("aws sso login --profile default"))
        let name = AWSPortalClient.fileName(of: "corp")
        try home.write(
            ".aws/sso/cache/\(name)", #"{"accessToken":"canary-sso","expiresAt":"\#(clock.text(after: 3600))"}"#)
        try await ask(dispatcher, "aws/m")
        #expect(transport.toModel.map(\.signer) == ["AKSSO"])
        #expect(transport.forTokens.map { $0.headers["x-amz-sso_bearer_token"] } == ["canary-sso"])
        clock.advance(3700)
        #expect(try await failure(dispatcher, "aws/m").message.contains("has expired"))
    }

    @Test func theSignInsFileIsCalledAfterAHash() {
        #expect(AWSPortalClient.fileName(of: "abc") == "a9993e364706816aba3e25717850c26c9cd0d89d.json")
    }
}
