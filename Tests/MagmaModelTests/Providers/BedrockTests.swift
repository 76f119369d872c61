import Testing

@testable import MagmaModel

/// Where calls to Bedrock go.
@Suite struct BedrockTests {
    private func url(
        _ id: String,
        extra: JSON.Object = [:],
        environment: [String: String] = ["AWS_REGION": "eu-west-1"],
        streaming: Bool = false
    ) throws -> String {
        let environment = environment.merging(["AWS_BEARER_TOKEN_BEDROCK": testKey]) { $1 }
        return try Dispatcher.fake(FakeTransport(), environment: environment)
            .prepare(Model(parsing: id).with(extra: extra), [.user("hi")], streaming: streaming).url
    }

    @Test func theNameIsOneSegment() throws {
        let base = "https://bedrock-runtime.eu-west-1.amazonaws.com/model/"
        #expect(try url("bedrock/a.b-v1:0") == base + "a.b-v1%3A0/converse")
        #expect(try url("bedrock_converse/a.b-v1:0", streaming: true) == base + "a.b-v1%3A0/converse-stream")
        #expect(try url("bedrock/converse/a.b") == base + "a.b/converse")
        #expect(
            try url("bedrock/invoke/us.anthropic.claude-opus-5", streaming: true)
                == base + "us.anthropic.claude-opus-5/invoke-with-response-stream")
        #expect(
            try url("bedrock/arn:aws:bedrock:us-east-1:1:inference-profile/us.a.b")
                == base + "arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.a.b/converse")
    }

    @Test func theRegionIsSaidInManyWays() throws {
        func host(_ extra: JSON.Object, _ environment: [String: String]) throws -> String? {
            try url("bedrock/a.b", extra: extra, environment: environment).split(separator: "/").dropFirst().first
                .map(String.init)
        }
        let all = ["AWS_REGION_NAME": "r1", "AWS_REGION": "r2", "AWS_DEFAULT_REGION": "r3"]
        #expect(try host(["aws_region_name": "r0"], all) == "bedrock-runtime.r0.amazonaws.com")
        #expect(try host([:], all) == "bedrock-runtime.r1.amazonaws.com")
        #expect(try host([:], ["AWS_DEFAULT_REGION": "cn-north-1"]) == "bedrock-runtime.cn-north-1.amazonaws.com.cn")
    }

    @Test func theNameMayBeginWithTheRegion() throws {
        func url(_ id: String, _ extra: JSON.Object = [:]) throws -> String {
            try self.url(id, extra: extra, environment: ["AWS_REGION": "eu-west-1"])
        }
        let host = "https://bedrock-runtime.us-gov-east-1.amazonaws.com/model/"
        #expect(try url("bedrock/us-gov-east-1/a.b-v1:0") == host + "a.b-v1%3A0/converse")
        #expect(try url("bedrock/converse/us-gov-east-1/a.b") == host + "a.b/converse")
        #expect(try url("bedrock/invoke/us-gov-east-1/anthropic.c") == host + "anthropic.c/invoke")
        let said = try url("bedrock/us-gov-east-1/a.b", ["aws_region_name": "sa-east-1"])
        #expect(said == "https://bedrock-runtime.sa-east-1.amazonaws.com/model/a.b/converse")
        for name in ["eu/a.b", "us-east/a.b", "us-east-1", "Us-east-1/a.b", "us--1/a.b", "us-east-1/", "arn:x-y-1/z"] {
            #expect(try url("bedrock/\(name)").hasPrefix("https://bedrock-runtime.eu-west-1.amazonaws.com/"), "\(name)")
        }
    }

    @Test func whatIsKnownOfAModelHoldsInARegion() throws {
        let dispatcher = Dispatcher.fake(FakeTransport(), environment: [:])
        let plain = dispatcher.capabilities(of: Model("bedrock/amazon.nova-pro-v1:0"))
        #expect(plain.contextWindow != nil)
        #expect(dispatcher.capabilities(of: Model("bedrock/eu-north-1/amazon.nova-pro-v1:0")) == plain)
    }

    @Test func withoutARegionNothingIsSent() async {
        let transport = FakeTransport()
        let dispatcher = Dispatcher.fake(transport, environment: ["AWS_BEARER_TOKEN_BEDROCK": testKey])
        let error = await #expect(throws: ModelError.self) {
            try await withDispatcher(dispatcher) { try await Model("bedrock/a.b")([.user("hi")]) }
        }
        #expect(error?.code == .configuration && error?.message.contains("AWS_REGION_NAME") == true)
        #expect(transport.requests.isEmpty)
    }

    @Test func anotherEndpointIsTaken() throws {
        let path = "/model/a.b/converse"
        #expect(try url("bedrock/a.b", extra: ["aws_bedrock_runtime_endpoint": "http://h:1"]) == "http://h:1" + path)
        #expect(
            try url("bedrock/a.b", environment: ["AWS_BEDROCK_RUNTIME_ENDPOINT": "http://h/x/"]) == "http://h/x" + path)
        for base in ["http://h", "http://h/", "http://h/v1", "http://h/v1/", "http://h" + path] {
            #expect(try url("bedrock/a.b", extra: ["api_base": .string(base)]) == "http://h" + path)
        }
    }

    @Test func modelsThatSpeakOpenAIsProtocolsHaveAHostOfTheirOwn() throws {
        let host = "https://bedrock-mantle.eu-west-1.api.aws"
        #expect(try url("bedrock_mantle/mistral.x") == host + "/v1/chat/completions")
        #expect(try url("bedrock_mantle/openai.gpt-oss-20b") == host + "/v1/chat/completions")
        #expect(try url("bedrock_mantle/openai.gpt-5.5") == host + "/openai/v1/chat/completions")
    }
}
