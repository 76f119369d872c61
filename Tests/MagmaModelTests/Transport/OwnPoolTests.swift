import MagmaTesting
import Testing

@testable import MagmaModel

extension TransportTests {
    @Suite struct OwnPoolTests {
        /// The connections that a transport keeps end with it.
        @Test func aPoolEndsWithItsTransport() async throws {
            let server = try await FakeProvider(wire: .chatCompletions, keepsRequests: false)
            defer { server.stop() }
            let model = Model("vllm/fake", baseURL: server.url)
            var dispatcher: Dispatcher? = Dispatcher(transport: HTTPTransport(), environment: Environment([:]))
            try await withDispatcher(#require(dispatcher)) { _ = try await model([.user("hi")]) }
            #expect(server.openConnections == 1)
            dispatcher = nil
            #expect(await holds { server.openConnections == 0 })
            #expect(server.requestCount == 1)
            #expect(server.requests.isEmpty)
        }
    }
}
