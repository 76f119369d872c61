import Testing

@testable import MagmaModel

@Suite struct SecretsInErrorsTests {
    /// Providers echo what they refuse, with or without the scheme.
    @Test(arguments: ["", "Bearer "])
    func aKeyInAHeaderOfTheCallersIsHidden(_ scheme: String) async {
        let body =
            #"{"error":{"message":"Incorrect API key provided: \#(scheme)\#(testKey)","type":"invalid_request_error"}}"#
        let model = Model("openai/m", headers: ["authorization": "Bearer \(testKey)"])
        await withDispatcher(.fake(FakeTransport(.json(body, status: 401)))) {
            let error = await failure { () async throws(ModelError) in _ = try await model([.user("hi")]) }
            #expect(error?.code == .authentication)
            #expect(error?.message.contains("Incorrect API key provided") == true)
            #expect(error?.message.contains("canary") == false)
            #expect(error?.body?.contains("canary") == false)
        }
    }
}
