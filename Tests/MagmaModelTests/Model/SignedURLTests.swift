import Testing

@testable import MagmaModel

@Suite struct SignedURLTests {
    @Test(arguments: [
        "X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security-Token", "X-Goog-Signature", "X-Goog-Credential",
        "Signature", "signature", "sig", "key", "access_token",
    ])
    func whatSignsAURLIsMasked(name: String) {
        #expect(Redaction.url("https://a.example/b?x=1&\(name)=abc&y=2") == "https://a.example/b?x=1&\(name)=***&y=2")
    }

    @Test(arguments: ["X-Amz-Date", "X-Amz-Expires", "design", "api-version", "se"])
    func whatOpensNothingStays(name: String) {
        #expect(Redaction.url("https://a.example/b?\(name)=abc") == "https://a.example/b?\(name)=abc")
    }
}
