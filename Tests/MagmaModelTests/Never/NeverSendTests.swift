import MagmaTesting
import Testing

@testable import MagmaModel

extension NeverTests {
    @Test("send a local provider's prompt to another place", arguments: NeverList.local)
    func leaveTheMachine(id: String) throws {
        let provider = try ProviderCatalog.builtIn.provider(id)
        guard provider.baseURL != nil else {
            // Without a port that is documented there is no address to guess.
            let error = #expect(throws: ModelError.self) { try NeverList.request(Model(ModelID(parsing: "\(id)/m"))) }
            #expect(error?.code == .configuration)
            return
        }
        let host = try #require(URLParts(NeverList.request(NeverList.model(provider)).url)).host.prefix { $0 != ":" }
        #expect(["localhost", "127.0.0.1"].contains(host), "\(id) goes to \(host)")
    }

    @Test("send a key to a provider it was not meant for", arguments: NeverList.providers)
    func sendAnotherKey(provider: Provider) throws {
        let named = Dictionary(
            uniqueKeysWithValues: NeverList.providers.map { ("\($0.id)_api_key", JSON.string(NeverList.key($0.id))) })
        for extra in [[:], JSON.Object(named.map { ($0.key, $0.value) })] {
            let request = try NeverList.request(NeverList.model(provider, extra: extra))
            let sent =
                ([request.url, String(decoding: request.body, as: UTF8.self)] + request.headers.map(\.value))
                .joined(separator: "\n")
            let own = Set(provider.credential.variables + [provider.id])
            let foreign = (Array(NeverList.keys.keys) + NeverList.providers.map(\.id)).filter { !own.contains($0) }
            for name in foreign { #expect(!sent.contains(NeverList.key(name)), "\(provider.id) is sent \(name)") }
            // A key that is exchanged for a token goes to who makes tokens only.
            if case .ibm? = provider.credential.cloud {
                #expect(!own.contains { sent.contains(NeverList.key($0)) }, "\(provider.id) is sent a key of its cloud")
                continue
            }
            guard provider.credential.scheme != .none else { continue }
            #expect(own.contains { sent.contains(NeverList.key($0)) }, "\(provider.id) is sent its own")
        }
    }

    @Test("send anything without the key that is needed", arguments: NeverList.providers)
    func sendWithoutAKey(provider: Provider) async throws {
        guard !provider.credential.isOptional else { return }
        let variables = Set(provider.credential.variables)
        let transport = FakeTransport(.json(Answers.hello))
        var environment = NeverList.keys.filter { !variables.contains($0.key) }
        environment["AWS_EC2_METADATA_DISABLED"] = "true"
        let dispatcher = Dispatcher.fake(transport, environment: environment)
        let model = try NeverList.model(provider)
        let error = await failure { () async throws(ModelError) in
            try await withDispatcher(dispatcher) { () async throws(ModelError) in _ = try await model([.user("hi")]) }
        }
        #expect(error?.code == .authentication)
        #expect(provider.credential.variables.allSatisfy { error?.message.contains($0) == true })
        // A cloud's machine may be asked for credentials; it is told nothing of the call.
        let isCloud = provider.credential.cloud != nil
        #expect(transport.requests.allSatisfy { isCloud && $0.isConfidential && $0.body.isEmpty })
    }

    @Test("follow a redirect", arguments: NeverList.protocols, [300, 301, 302, 303, 304, 307, 308])
    func followARedirect(provider: String, status: Int) async throws {
        let elsewhere = try await ScriptedServer { _ in .json(Answers.hello) }
        let server = try await ScriptedServer { _ in .redirect(status: status, to: elsewhere.url + "/v1/chat") }
        let model = Model(try ModelID(parsing: "\(provider)/m"), apiKey: testKey, baseURL: server.url)
        for isStreamed in [false, true] {
            let error = await failure { () async throws(ModelError) in
                _ = try await isStreamed ? model.stream([.user("hi")]).collect() : model([.user("hi")])
            }
            #expect(error?.code == .invalidRequest)
            #expect(error?.status == status)
            #expect(error?.message.contains("redirect") == true)
        }
        #expect(server.requestCount == 2)
        #expect(elsewhere.acceptedConnections == 0)
    }

    @Test("send a request but the caller's own", arguments: NeverList.providers)
    func talkOnTheSide(provider: Provider) async throws {
        // One key is no use before it is exchanged: what the caller's own credential demands.
        let isExchanged = if case .ibm? = provider.credential.cloud { true } else { false }
        let token = FakeTransport.Reply.json(#"{"access_token":"t","expires_in":3600}"#)
        let transport = FakeTransport((isExchanged ? [token] : []) + [.json(Answers.hello), .json(Answers.hello)])
        let dispatcher = Dispatcher.fake(transport, environment: NeverList.keys)
        let model = try NeverList.model(provider)
        let stream = GenerationStream(model: model, messages: [.user("hi")], dispatcher: dispatcher)
        #expect(transport.requests.isEmpty, "nothing is sent before a call is read")
        let expected = try dispatcher.prepare(model, [.user("hi")], streaming: true)
        _ = await failure { () async throws(ModelError) in _ = try await stream.collect() }
        #expect(transport.requests.filter { !($0.isConfidential && isExchanged) }.map(\.url) == [expected.url])
        #expect(transport.requests.last?.body == expected.body)
    }

    /// The same over sockets: one connection, one request, to the endpoint.
    @Test("open a connection but the call's own", arguments: NeverList.protocols)
    func connectOnTheSide(provider: String) async throws {
        let server = try await ScriptedServer { _ in .json(status: 401, "{}") }
        let model = Model(try ModelID(parsing: "\(provider)/m"), apiKey: testKey, baseURL: server.url)
        _ = await failure { () async throws(ModelError) in _ = try await model([.user("hi")]) }
        #expect(server.acceptedConnections == 1)
        #expect(server.requestCount == 1)
    }

    @Test("join URLs by luck", arguments: NeverList.protocols)
    func joinURLsByLuck(provider: String) async throws {
        let server = try await ScriptedServer { _ in .json(status: 400, "{}") }
        let row = try ProviderCatalog.builtIn.provider(provider)
        let wire = try #require(row.wire.implementation)
        let endpoint = wire.versionPath + wire.path
        let spellings = ["", "/", "/v1", "/v1/", endpoint, endpoint + "/"]
        for spelling in spellings {
            let model = Model(try ModelID(parsing: "\(provider)/m"), apiKey: testKey, baseURL: server.url + spelling)
            _ = await failure { () async throws(ModelError) in _ = try await model([.user("hi")]) }
        }
        #expect(server.requests.map(\.uri) == spellings.map { _ in endpoint })
        let model = Model(try ModelID(parsing: "\(provider)/m"), apiKey: testKey, baseURL: server.url + "/gateway/one")
        _ = await failure { () async throws(ModelError) in _ = try await model([.user("hi")]) }
        #expect(server.requests.last?.uri == "/gateway/one" + (row.wire == .messages ? endpoint : wire.path))
    }
}
