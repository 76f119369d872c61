import Testing

@testable import MagmaModel

/// The models of others at Vertex AI, and Google's own with a key.
@Suite struct VertexPartnerTests {
    private static let environment = [
        "VERTEXAI_PROJECT": "p", "VERTEXAI_LOCATION": "us-central1", "VERTEX_AI_ACCESS_TOKEN": testKey,
    ]

    private func request(
        _ id: String,
        _ extra: JSON.Object = [:],
        key: String? = nil,
        environment: [String: String] = environment,
        streaming: Bool = false
    ) throws -> PreparedRequest {
        var model = try Model(parsing: id).with(extra: extra)
        if let key { model = model.with(apiKey: key) }
        return try Dispatcher.fake(FakeTransport(), environment: environment)
            .prepare(model, [.user("hi")], streaming: streaming)
    }

    private static let place = "https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/us-central1"

    @Test(arguments: ["mistral-medium-3", "codestral-2", "ministral-8b"])
    func mistralIsSpokenToAsItsOwnService(name: String) throws {
        let model = "\(Self.place)/publishers/mistralai/models/\(name)"
        let request = try self.request("vertex_ai/\(name)", ["seed": 3, "tool_choice": "required"])
        #expect(request.url == "\(model):rawPredict")
        let body = try JSON(parsing: request.body)
        #expect(body["model"] == .string(name) && body["random_seed"] == 3 && body["tool_choice"] == "any")
        #expect(try self.request("vertex_ai/\(name)", streaming: true).url == "\(model):streamRawPredict")
        #expect(try self.request("vertex_ai/mistralai/\(name)").url == "\(model):rawPredict")
        #expect(request.headers["authorization"] == "Bearer \(testKey)")
    }

    @Test func jambaHasAnOlderVersion() throws {
        let request = try self.request("vertex_ai/jamba-1.5-mini@001", streaming: true)
        #expect(
            request.url == Self.place.replacing("/v1/", with: "/v1beta1/")
                + "/publishers/ai21/models/jamba-1.5-mini%40001:streamRawPredict")
        #expect(try JSON(parsing: request.body)["stream"] == true)
    }

    @Test(arguments: [
        "meta/llama-4-maverick-17b-128e-instruct-maas", "qwen/qwen3-235b-a22b-instruct-2507-maas",
        "deepseek-ai/deepseek-v3.1-maas", "openai/gpt-oss-120b-maas",
    ])
    func othersKeepTheirMakersName(name: String) throws {
        for streaming in [false, true] {
            let request = try self.request("vertex_ai/\(name)", streaming: streaming)
            #expect(request.url == "\(Self.place)/endpoints/openapi/chat/completions")
            #expect(try JSON(parsing: request.body)["model"] == .string(name))
        }
    }

    @Test(arguments: ["AIza", "AQ."])
    func aKeyNeedsNoProject(start: String) throws {
        let key = start + testKey
        let model = "https://aiplatform.googleapis.com/v1/publishers/google/models/gemini-2.5-flash"
        let whole = try request("vertex_ai/gemini-2.5-flash", key: key, environment: [:])
        #expect(whole.url == "\(model):generateContent" && whole.headers["x-goog-api-key"] == key)
        #expect(whole.headers["authorization"] == nil && !whole.needsCredential)
        let stream = try request("vertex_ai/gemini-2.5-flash", ["api_key": .string(key)], streaming: true)
        #expect(stream.url == "\(model):streamGenerateContent?alt=sse" && stream.headers["x-goog-api-key"] == key)
    }

    @Test func aTokenStaysABearer() throws {
        let request = try self.request("vertex_ai/gemini-2.5-flash", key: "ya29.canary")
        #expect(request.headers["authorization"] == "Bearer ya29.canary" && request.headers["x-goog-api-key"] == nil)
        #expect(request.url == "\(Self.place)/publishers/google/models/gemini-2.5-flash:generateContent")
    }
}
