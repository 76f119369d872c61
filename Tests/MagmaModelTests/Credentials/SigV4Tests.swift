import Testing

@testable import MagmaModel

@Suite struct SigV4Tests {
    private static let body =
        #"{"messages":[{"role":"user","content":[{"text":"hi"}]}]}"#
    private static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    private static let longToken =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7"
        + "mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6"
        + "d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="

    private func signer(_ service: String, _ time: String, token: String? = nil) throws -> SigV4 {
        SigV4(
            credentials: try #require(AWSCredentials("AKIDEXAMPLE", Self.secret, token)),
            region: "us-east-1", service: service, time: try #require(Timestamp.seconds(time)))
    }

    // Made with botocore's signer: shared material, bedrock, 6 Auth.
    @Test(arguments: [
        (
            "/model/anthropic.claude-haiku-4-5-20251001-v1%3A0/converse", nil as String?,
            "accept;content-type;host;x-amz-date",
            "cdc03f72cbab76606b651fdb2eafc922f53e3b29a908228c3a9656659016ccfc"
        ),
        (
            "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3Ainference-profile%2Fus.anthropic.claude-opus-4-6-v1/converse-stream",
            "TOKEN/123", "accept;content-type;host;x-amz-date;x-amz-security-token",
            "1dd3e4d02278f0f04c013ae6d74ed1873a0b9c5bd59071269d97cc491aca3984"
        ),
    ])
    func bedrocksRequestsAreSigned(path: String, token: String?, names: String, signature: String) throws {
        var headers: HeaderFields = [
            "accept": "application/json", "content-type": "application/json", "user-agent": "x",
        ]
        try signer("bedrock", "2026-11-23T12:00:00Z", token: token).sign(
            "POST", "https://bedrock-runtime.us-east-1.amazonaws.com\(path)", &headers, Array(Self.body.utf8))
        #expect(
            headers["authorization"]
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/us-east-1/bedrock/aws4_request, "
                + "SignedHeaders=\(names), Signature=\(signature)")
        #expect(headers["x-amz-date"] == "20261123T120000Z")
        #expect(headers["x-amz-security-token"] == token)
    }

    // Of AWS's own test suite for signature version 4.
    @Test(arguments: [
        ("GET", "", [:], "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        ("POST", "", [:], "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        (
            "GET", "?Param2=value2&Param1=value1", [:],
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
        ),
        (
            "POST", "", ["My-Header1": "VALUE1"], "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"
        ),
        ("GET", "example/..", [:], "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        ("GET", "./", [:], "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        (
            "GET", "", ["My-Header1": " value1", "My-Header2": " \"a   b   c\""],
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"
        ),
        (
            "GET", "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", [:],
            "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"
        ),
        ("GET", "ሴ", [:], "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
    ])
    func theTestSuitesRequestsAreSigned(
        method: String,
        path: String,
        fields: [String: String],
        signature: String
    ) throws {
        var headers = HeaderFields(fields.sorted { $0.key < $1.key }.map { ($0, $1) })
        try signer("service", "2015-08-30T12:36:00Z").sign(
            method, "https://example.amazonaws.com/\(path)", &headers, [])
        #expect(headers["authorization"]?.hasSuffix("Signature=\(signature)") == true)
    }

    @Test func theSessionTokenIsSigned() throws {
        var headers: HeaderFields = [:]
        try signer("service", "2015-08-30T12:36:00Z", token: Self.longToken).sign(
            "POST", "https://example.amazonaws.com/", &headers, [])
        #expect(
            headers["authorization"]?.hasSuffix(
                "Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead") == true)
    }

    @Test func thePortOfTheSchemeIsNoPartOfTheHost() throws {
        let signer = try signer("service", "2015-08-30T12:36:00Z")
        func canonical(_ url: String) throws -> String {
            signer.canonicalRequest("GET", try #require(URLParts(url)), [:], []).text
        }
        #expect(try canonical("https://h.example:443/a").contains("host:h.example\n"))
        #expect(try canonical("https://h.example:8443/a").contains("host:h.example:8443\n"))
    }

    @Test(arguments: [
        (0, 1970, 1, 1), (951_782_400, 2000, 2, 29), (951_868_800, 2000, 3, 1), (4_107_542_399, 2100, 2, 28),
        (1_795_435_200, 2026, 11, 23),
    ])
    func aTimeHasItsDay(seconds: Int, year: Int, month: Int, day: Int) {
        let date = Timestamp.date(seconds)
        #expect([date.year, date.month, date.day] == [year, month, day])
        #expect(Timestamp.seconds(year, month, day) == seconds - seconds % 86_400)
    }
}
