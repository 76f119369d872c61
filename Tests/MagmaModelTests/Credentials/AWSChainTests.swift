import Testing

@testable import MagmaModel

/// Which credentials sign a call, of those that could.
@Suite struct AWSChainTests {
    private static let environmentKeys = ["AWS_ACCESS_KEY_ID": "AKENV", "AWS_SECRET_ACCESS_KEY": "canary-env"]
    private static let config = """
        [default]
        region = eu-north-1
        [profile deploy]
        role_arn = arn:aws:iam::1:role/deploy
        source_profile = base
        external_id = ext
        [profile base]
        region = us-west-2
        [profile loop]
        role_arn = arn:aws:iam::1:role/a
        source_profile = pool
        [profile pool]
        role_arn = arn:aws:iam::1:role/b
        source_profile = loop
        [profile program]
        credential_process = /bin/keys
        [profile code]
        role_arn = arn:aws:iam::1:role/c
        source_profile = base
        mfa_serial = arn:aws:iam::1:mfa/me
        [profile away]
        role_arn = arn:aws:iam::1:role/d
        source_profile = nowhere
        [profile machine]
        role_arn = arn:aws:iam::1:role/e
        credential_source = EcsContainer
        """
    private static let keys = """
        [default]
        aws_access_key_id = AKDEFAULT
        aws_secret_access_key = canary-default
        [base]
        aws_access_key_id = AKBASE
        aws_secret_access_key = canary-base
        aws_session_token = canary-base-token
        """

    private static func sts(_ id: String) -> FakeTransport.Reply {
        FakeTransport.Reply(
            headers: ["content-type": "text/xml"],
            chunks: [
                "<R><Credentials><AccessKeyId>\(id)</AccessKeyId><SecretAccessKey>canary-sts</SecretAccessKey>"
                    + "<SessionToken>canary-session</SessionToken><Expiration>2026-11-23T13:00:00Z</Expiration>"
                    + "</Credentials></R>"
            ])
    }

    /// The requests that a call makes with AWS's two files in the home.
    private func requests(
        _ environment: [String: String],
        _ extra: JSON.Object = [:],
        files: [String: String] = [".aws/config": config, ".aws/credentials": keys]
    ) async throws -> CloudTransport {
        let home = try Home(files)
        defer { home.remove() }
        let transport = CloudTransport { request in
            if request.url.contains("//sts.") { return Self.sts("AKROLE") }
            if request.url.hasPrefix("http://169.254.170.2/") {
                return .json(#"{"AccessKeyId":"AKBOX","SecretAccessKey":"canary","Token":"canary-t"}"#)
            }
            return nil
        }
        let all = environment.merging(["HOME": home.path]) { own, _ in own }
        try await ask(.cloud(transport, all), "aws/m", extra)
        return transport
    }

    @Test func theCallComesFirst() async throws {
        let transport = try await requests(
            Self.environmentKeys, ["aws_access_key_id": "AKCALL", "aws_secret_access_key": "canary"])
        #expect(transport.toModel.map(\.signer) == ["AKCALL"])
        #expect(transport.toModel[0].url == "https://llm.eu-north-1.example/v1/chat/completions")
        #expect(transport.toModel[0].headers["authorization"]?.contains("/eu-north-1/bedrock/aws4_request") == true)
        #expect(!transport.toModel[0].text.contains("aws_"))
    }

    @Test func aBearerTokenIsNoSignature() async throws {
        let transport = try await requests(
            Self.environmentKeys.merging(["AWS_BEARER_TOKEN_BEDROCK": "canary-bearer"]) { $1 })
        #expect(transport.toModel[0].headers["authorization"] == "Bearer canary-bearer")
        #expect(transport.toModel[0].headers["x-amz-date"] == nil)
        // The region still stands in the profile.
        #expect(transport.toModel[0].url.hasPrefix("https://llm.eu-north-1.example/"))
    }

    @Test func keysOfTheCallStandBeforeABearerTokenOfTheEnvironment() async throws {
        let transport = try await requests(
            ["AWS_BEARER_TOKEN_BEDROCK": testKey], ["aws_access_key_id": "AKCALL", "aws_secret_access_key": "canary"])
        #expect(transport.toModel.map(\.signer) == ["AKCALL"])
    }

    @Test func theEnvironmentComesBeforeTheFiles() async throws {
        let transport = try await requests(
            Self.environmentKeys.merging(["AWS_SESSION_TOKEN": "canary-t", "AWS_REGION": "sa-east-1"]) { $1 })
        #expect(transport.toModel.map(\.signer) == ["AKENV"])
        #expect(transport.toModel[0].headers["x-amz-security-token"] == "canary-t")
        #expect(transport.toModel[0].url.hasPrefix("https://llm.sa-east-1.example/"))
    }

    @Test func theDefaultProfileServesWhereNothingIsSaid() async throws {
        #expect(try await requests([:]).toModel.map(\.signer) == ["AKDEFAULT"])
    }

    @Test func aProfileIsNamedByCallOrEnvironment() async throws {
        let transport = try await requests(["AWS_PROFILE": "base"])
        #expect(transport.toModel.map(\.signer) == ["AKBASE"])
        #expect(transport.toModel[0].url.hasPrefix("https://llm.us-west-2.example/"))
        #expect(try await requests(Self.environmentKeys, ["aws_profile_name": "base"]).toModel[0].signer == "AKBASE")
    }

    @Test func theFilesMayBeElsewhere() async throws {
        let home = try Home([
            "a": "[default]\nregion=mx-1", "b": "[default]\naws_access_key_id=AKB\naws_secret_access_key=c",
        ])
        defer { home.remove() }
        let transport = try await requests(
            ["AWS_CONFIG_FILE": "\(home.path)/a", "AWS_SHARED_CREDENTIALS_FILE": "\(home.path)/b"])
        #expect(transport.toModel.map(\.signer) == ["AKB"])
        #expect(transport.toModel[0].url.hasPrefix("https://llm.mx-1.example/"))
    }

    @Test func aRoleIsTakenOnWithItsSourcesKeys() async throws {
        let transport = try await requests(["AWS_PROFILE": "deploy", "AWS_REGION": "us-east-1"])
        let token = try #require(transport.forTokens.first)
        #expect(token.url == "https://sts.us-east-1.amazonaws.com/")
        #expect(token.signer == "AKBASE")
        #expect(token.headers["x-amz-security-token"] == "canary-base-token")
        #expect(token.form["Action"] == "AssumeRole")
        #expect(token.form["RoleArn"] == "arn:aws:iam::1:role/deploy")
        #expect(token.form["ExternalId"] == "ext")
        #expect(transport.toModel.map(\.signer) == ["AKROLE"])
        #expect(transport.toModel[0].headers["x-amz-security-token"] == "canary-session")
    }

    @Test func aRoleOfTheCallIsTakenOnWithTheChainsKeys() async throws {
        let transport = try await requests(
            Self.environmentKeys, ["aws_role_name": "arn:r", "aws_session_name": "me", "aws_region_name": "eu-1"])
        #expect(transport.forTokens.map(\.signer) == ["AKENV"])
        #expect(transport.forTokens[0].form["RoleSessionName"] == "me")
        #expect(transport.toModel.map(\.signer) == ["AKROLE"])
    }

    @Test func aWebIdentityStandsBetweenARoleProfileAndAProfilesKeys() async throws {
        let home = try Home(["token": "canary.jwt\n"])
        defer { home.remove() }
        let web = [
            "AWS_WEB_IDENTITY_TOKEN_FILE": "\(home.path)/token", "AWS_ROLE_ARN": "arn:web",
            "AWS_ROLE_SESSION_NAME": "pod",
        ]
        let transport = try await requests(web)
        let token = try #require(transport.forTokens.first)
        #expect(token.form["Action"] == "AssumeRoleWithWebIdentity")
        #expect(token.form["WebIdentityToken"] == "canary.jwt")
        #expect(token.form["RoleSessionName"] == "pod")
        #expect(token.headers["authorization"] == nil)
        #expect(transport.toModel.map(\.signer) == ["AKROLE"])
        let other = try await requests(web.merging(["AWS_PROFILE": "deploy", "AWS_REGION": "eu-1"]) { $1 })
        #expect(other.forTokens.map { $0.form["Action"] } == ["AssumeRole"])
    }

    @Test(arguments: [
        ("KEY", [:]), ("oidc/env/JWT", ["JWT": "KEY"]), ("env:JWT", ["JWT": "KEY"]),
    ])
    func aWebIdentityOfTheCallHasLiteLLMsForms(text: String, environment: [String: String]) async throws {
        let transport = try await requests(
            environment.mapValues { _ in testKey },
            [
                "aws_web_identity_token": .string(text == "KEY" ? testKey : text), "aws_role_name": "arn:w",
                "aws_session_name": "s",
            ])
        #expect(transport.forTokens.map { $0.form["WebIdentityToken"] } == [testKey])
    }

    @Test func theContainerServesWhereNoFileDoes() async throws {
        let environment = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x", "AWS_REGION": "eu-1"]
        #expect(try await requests(environment, files: [:]).toModel.map(\.signer) == ["AKBOX"])
        #expect(try await requests(environment).toModel.map(\.signer) == ["AKDEFAULT"])
        let machine = try await requests(environment.merging(["AWS_PROFILE": "machine"]) { $1 })
        #expect(machine.forTokens.map(\.signer) == [nil, "AKBOX"])
    }

    @Test(arguments: [
        ("loop", "refer to each other"), ("program", "no programs are run"), ("code", "one-time code"),
        ("away", "\"nowhere\", which is in no file"), ("absent", "neither in ~/.aws/config nor"),
    ])
    func aProfileThatCannotServeSaysWhy(profile: String, reason: String) async throws {
        let home = try Home([".aws/config": Self.config, ".aws/credentials": Self.keys])
        defer { home.remove() }
        let transport = CloudTransport()
        let error = try await failure(
            .cloud(transport, ["HOME": home.path, "AWS_PROFILE": profile, "AWS_REGION": "eu-1"]), "aws/m")
        #expect(error.code == .authentication)
        #expect(error.message.contains(reason), "\(error.message)")
        #expect(transport.requests.isEmpty)
    }

    @Test func halfAPairOfKeysIsASlip() async throws {
        let error = try await failure(
            .cloud(CloudTransport(), Self.environmentKeys), "aws/m",
            ["aws_access_key_id": "AK", "aws_region_name": "e"])
        #expect(error.code == .authentication)
        #expect(error.message.contains("aws_secret_access_key"))
    }

    @Test func aRegionThatNobodySaysIsAskedFor() async throws {
        let error = try await failure(.cloud(CloudTransport(), Self.environmentKeys), "aws/m")
        #expect(error.code == .configuration)
        #expect(error.message.contains("AWS_REGION"))
    }
}
