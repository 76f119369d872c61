import Testing

@testable import MagmaModel

/// IBM watsonx: chat completions with names of their own.
@Suite struct WatsonxTests {
    private static let base = "https://us-south.ml.cloud.ibm.com"
    private static let environment = [
        "WATSONX_URL": base, "WATSONX_APIKEY": "canary-key", "WATSONX_PROJECT_ID": "p1",
    ]
    private let id: ModelID = "watsonx/ibm/granite-4-h-small"

    private func request(
        _ id: String = "watsonx/ibm/granite-4-h-small",
        _ extra: JSON.Object = [:],
        environment: [String: String] = environment,
        streaming: Bool = false
    ) throws -> PreparedRequest {
        try Dispatcher.fake(FakeTransport(), environment: environment)
            .prepare(Model(parsing: id).with(extra: extra), [.user("hi")], streaming: streaming)
    }

    private func body(_ request: PreparedRequest) throws -> JSON { try JSON(parsing: request.body) }

    @Test func theBodyHasTheirNames() throws {
        let tool: JSON = ["type": "function", "function": ["name": "f"]]
        let body = try body(request("watsonx/ibm/g", ["tools": [tool], "tool_choice": "required", "seed": 1]))
        #expect(body["model_id"] == "ibm/g" && body["model"] == nil && body["project_id"] == "p1")
        #expect(body["tool_choice_option"] == "required" && body["tool_choice"] == nil && body["seed"] == 1)
        let named: JSON = ["type": "function", "function": ["name": "f"]]
        let forced = try self.body(request("watsonx/ibm/g", ["tools": [tool], "tool_choice": named]))
        #expect(forced["tool_choice"] == named && forced["tool_choice_option"] == nil)
    }

    @Test func streamsHaveAPathOfTheirOwn() throws {
        #expect(try request().url == Self.base + "/ml/v1/text/chat?version=2024-03-13")
        let stream = try request("watsonx/ibm/g", ["api_version": "2025-02-11"], streaming: true)
        #expect(stream.url == Self.base + "/ml/v1/text/chat_stream?version=2025-02-11")
        #expect(try body(stream)["stream_options"] == nil)
    }

    @Test(arguments: ["", "/", "/ml/v1", "/ml/v1/", "/v1", "/ml/v1/text/chat"])
    func everySpellingOfTheBaseMeansTheSame(ending: String) throws {
        let environment = Self.environment.merging(["WATSONX_URL": Self.base + ending]) { $1 }
        #expect(try request(environment: environment).url == Self.base + "/ml/v1/text/chat?version=2024-03-13")
    }

    @Test func aDeploymentStandsInTheAddressAlone() throws {
        let environment = ["WATSONX_URL": Self.base, "WATSONX_APIKEY": testKey]
        let request = try self.request("watsonx/deployment/my id", environment: environment, streaming: true)
        #expect(
            request.url == Self.base + "/ml/v1/deployments/my%20id/text/chat_stream?version=2024-03-13")
        let body = try body(request)
        for name in ["model", "model_id", "project_id", "space_id"] { #expect(body[name] == nil) }
    }

    @Test func whoPaysIsSaidByTheCallBeforeTheEnvironment() throws {
        var environment = Self.environment
        environment["WATSONX_SPACE_ID"] = "s1"
        #expect(try body(request(environment: environment))["space_id"] == nil)
        let mine = try body(request("watsonx/g", ["space_id": "s2"], environment: environment))
        #expect(mine["space_id"] == "s2" && mine["project_id"] == nil)
        let older = try body(request("watsonx/g", ["watsonx_project": "p2"]))
        #expect(older["project_id"] == "p2" && older["watsonx_project"] == nil)
        let inBody = try body(request("watsonx/g", ["extra_body": ["space_id": "s3"]]))
        #expect(inBody["space_id"] == "s3" && inBody["project_id"] == nil)
        environment = ["WATSONX_URL": Self.base, "WX_SPACE_ID": "s4"]
        #expect(try body(request(environment: environment))["space_id"] == "s4")
    }

    @Test(arguments: [
        (["WATSONX_URL": base], "WATSONX_PROJECT_ID"), (["WATSONX_PROJECT_ID": "p"], "WATSONX_API_BASE"),
    ])
    func whatIsMissingIsNamed(environment: [String: String], name: String) throws {
        let error = #expect(throws: ModelError.self) { try request(environment: environment) }
        #expect(error?.code == .configuration && error?.message.contains(name) == true)
    }

    @Test(arguments: ["parallel_tool_calls", "user", "store", "web_search_options"])
    func whatItWouldPassOverIsRefused(name: String) throws {
        let error = #expect(throws: ModelError.self) { try request("watsonx/g", [name: "x"]) }
        #expect(error?.code == .unsupported)
        let dropped = try request("watsonx/g", [name: "x", "drop_params": true])
        #expect(try body(dropped)[name] == nil && dropped.warnings.map(\.subject) == [name])
    }

    /// Made by the provider's reference: names of its own beside the usual ones, and a last event that says nothing.
    @Test func itsStreamIsRead() async throws {
        let head = #""id":"chatcmpl-1","model_id":"ibm/g","model":"ibm/g","created":1,"model_version":"1.1.0""#
        let transport = FakeTransport(
            .stream(
                "id: 1\nevent: message\ndata: {\(head),\"choices\":[{\"index\":0,\"finish_reason\":null,\"delta\":{\"role\":\"assistant\",\"content\":\"Hi\"}}]}\n\n",
                "id: 2\nevent: message\ndata: {\(head),\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"delta\":{\"content\":\"\"}}]}\n\n",
                "id: 3\nevent: message\ndata: {\(head),\"choices\":[],\"usage\":{\"completion_tokens\":2,\"prompt_tokens\":5,\"total_tokens\":7}}\n\n",
                "id: 4\nevent: close\ndata: {}\n\n"))
        let environment = Self.environment.merging(["WATSONX_TOKEN": testKey, "WATSONX_APIKEY": ""]) { $1 }
        let answer = try await withDispatcher(.fake(transport, environment: environment)) {
            try await Model(id).stream([.user("hi")]).collect()
        }
        #expect(answer.content == "Hi" && answer.model == "ibm/g" && answer.finishReason?.kind == .stop)
        #expect(answer.usage?.input == 5 && answer.usage?.output == 2)
    }

    @Test(arguments: [
        (404, "model_not_supported", ModelError.Code.notFound),
        (401, "authentication_token_not_valid", .authentication),
        (429, "consumption_limit_reached", .rateLimited), (403, "token_quota_reached", .quotaExceeded),
        (400, "invalid_request_entity", .invalidRequest),
    ])
    func itsErrorsAreKnown(status: Int, code: String, kind: ModelError.Code) async throws {
        let text = #"{"errors":[{"code":"\#(code)","message":"That is wrong."}],"trace":"t","status_code":\#(status)}"#
        let environment = Self.environment.merging(["WATSONX_TOKEN": testKey, "WATSONX_APIKEY": ""]) { $1 }
        let dispatcher = Dispatcher.fake(FakeTransport(.json(text, status: status)), environment: environment)
        let error = await #expect(throws: ModelError.self) {
            try await withDispatcher(dispatcher) {
                try await Model(id, retry: RetryPolicy(count: 0))([.user("hi")])
            }
        }
        #expect(error?.code == kind && error?.providerCode == code && error?.message.contains("That is wrong.") == true)
    }
}
