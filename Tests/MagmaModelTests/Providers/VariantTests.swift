import Testing

@testable import MagmaModel

@Suite struct VariantTests {
    private static let row: JSON = [
        "id": "cloud",
        "base_url": "https://{region.host}/v1",
        "places": [
            [
                "name": "region", "keys": ["cloud_region"], "variables": ["CLOUD_REGION"],
                "hosts": ["global": "llm.example", "*": "{region}.llm.example"],
            ],
            ["name": "project", "variables": ["CLOUD_PROJECT"], "standard": "main"],
        ],
        "path": "/projects/{project}/models/{model}:chat",
        "stream_path": "/projects/{project}/models/{model}:stream",
        "variants": [
            ["prefixes": ["claude-"], "wire": "messages", "path": "/claude/{model}", "stream_path": "/claude/{model}"],
            ["prefixes": ["plain/"], "is_switch": true, "path": "/chat", "stream_path": "/chat"],
        ],
    ]

    private func url(
        _ id: String,
        extra: JSON.Object = [:],
        environment: [String: String] = ["CLOUD_REGION": "eu-1"],
        streaming: Bool = false
    ) throws -> String {
        let dispatcher = Dispatcher(
            environment: Environment(environment),
            providers: try ProviderCatalog.rows(from: [Self.row], file: "rows.json")
        )
        return try dispatcher.prepare(Model(parsing: id).with(extra: extra), [.user("hi")], streaming: streaming).url
    }

    @Test func aNameIsOneSegmentOfThePath() throws {
        #expect(try url("cloud/a b") == "https://eu-1.llm.example/v1/projects/main/models/a%20b:chat")
        #expect(try url("cloud/../x%3Fy", streaming: true).hasSuffix("/models/..%2Fx%3Fy:stream"))
    }

    @Test func aPlaceIsSaidByExtraBeforeTheEnvironment() throws {
        #expect(try url("cloud/m", extra: ["cloud_region": "global"]).hasPrefix("https://llm.example/v1/"))
        #expect(
            try url("cloud/m", environment: ["CLOUD_REGION": "x", "CLOUD_PROJECT": "p"]).contains(
                "//x.llm.example/v1/projects/p/"))
    }

    @Test func aVariantServesTheModelsItNames() throws {
        #expect(try url("cloud/claude-1") == "https://eu-1.llm.example/v1/claude/claude-1")
        #expect(try url("cloud/plain/claude-1", streaming: true) == "https://eu-1.llm.example/v1/chat")
    }

    @Test func aPlaceThatNobodySaysIsNamed() throws {
        let error = #expect(throws: ModelError.self) { try url("cloud/m", environment: [:]) }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("CLOUD_REGION") == true)
    }

    @Test(arguments: ["a/b", "a b", "h?x", "u@h", "{x}", "a:1"])
    func aPlaceIsNoWayToAnotherHost(region: String) throws {
        let error = #expect(throws: ModelError.self) { try url("cloud/m", extra: ["cloud_region": .string(region)]) }
        #expect(error?.code == .configuration)
    }

    @Test func whatLetsIntoAnotherCloudIsNotSent() throws {
        let request = try Dispatcher(environment: Environment(["OPENAI_API_KEY": testKey])).prepare(
            Model("openai/gpt-4o", extra: ["aws_secret_access_key": "canary", "vertex_project": "p"]),
            [.user("hi")], streaming: false)
        #expect(!String(decoding: request.body, as: UTF8.self).contains("canary"))
        #expect(!String(decoding: request.body, as: UTF8.self).contains("vertex_project"))
    }
}
