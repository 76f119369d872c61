import Testing

@testable import MagmaModel

/// Members of `extra` that are by their names about a cloud.
@Suite struct CloudNamesTests {
    private func request(_ id: String, _ extra: JSON.Object) throws -> PreparedRequest {
        try Dispatcher.fake(
            FakeTransport(), environment: ["AWS_BEARER_TOKEN_BEDROCK": testKey, "OPENAI_API_KEY": testKey]
        )
        .prepare(Model(parsing: id).with(extra: extra), [.user("hi")], streaming: false)
    }

    @Test(arguments: ["aws_regoin_name", "vertex_projekt", "azure_deployment"])
    func aSlipIsNotPassedOver(name: String) throws {
        for id in ["openai/gpt-4o", "bedrock/a.b"] {
            let request = try self.request(id, [name: "x", "aws_region_name": "us-east-1"])
            #expect(request.warnings.map(\.subject) == [name], "\(id)")
            #expect(try JSON(parsing: request.body)[name] == nil)
        }
    }

    @Test func whatIsMeantForOthersIsNoSlip() throws {
        let extra: JSON.Object = [
            "aws_region_name": "us-east-1", "vertex_project": "p", "vertex_location": "l", "azure_ad_token": "canary",
            "azure_api_version": "v1", "azure_api_key": "canary", "tenant_id": "t", "aws_profile_name": "x",
        ]
        let request = try self.request("openai/gpt-4o", extra)
        #expect(request.warnings.isEmpty && !String(decoding: request.body, as: UTF8.self).contains("canary"))
    }

    @Test func aUsersRowMayHaveItsOwn() throws {
        let row: JSON = [
            "id": "mine", "base_url": "https://{azure_zone}.example",
            "places": [["name": "azure_zone", "keys": ["azure_zone"]]],
        ]
        let dispatcher = Dispatcher(
            environment: Environment([:]), providers: try ProviderCatalog.rows(from: [row], file: "rows.json"))
        let request = try dispatcher.prepare(
            Model("mine/m", extra: ["azure_zone": "z"]), [.user("hi")], streaming: false)
        #expect(request.url.hasPrefix("https://z.example/") && request.warnings.isEmpty)
    }

    @Test func copilotIsToldWhichEditorAsks() throws {
        let dispatcher = Dispatcher.fake(FakeTransport(), environment: ["GITHUB_COPILOT_TOKEN": testKey])
        func headers(_ model: Model) throws -> HeaderFields {
            try dispatcher.prepare(model, [.user("hi")], streaming: false).headers
        }
        for id in ["github_copilot/gpt-4o", "github_copilot/gpt-5.4"] {
            let headers = try headers(Model(parsing: id))
            #expect(headers["editor-version"] == "magma/1" && headers["copilot-integration-id"] == "vscode-chat")
        }
        let own = Model("github_copilot/gpt-4o", headers: ["Editor-Version": "mine/2"])
        #expect(try headers(own)["editor-version"] == "mine/2")
    }
}
