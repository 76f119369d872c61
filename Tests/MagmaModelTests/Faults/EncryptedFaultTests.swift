import MagmaTesting
import Testing

@testable import MagmaModel

/// Faults of TLS and of HTTP/2.
@Suite(.timeLimit(.minutes(2))) struct EncryptedFaultTests {
    private static func ask(_ url: String, _ transport: any Transport = HTTPTransport.shared) async -> ModelError? {
        await withDispatcher(Dispatcher(transport: transport, environment: Environment([:]))) {
            await failure { () async throws(ModelError) in
                _ = try await Model(
                    "vllm/fake", baseURL: url, timeout: Timeouts(total: .seconds(20)),
                    retry: RetryPolicy(count: 1, initialDelay: .milliseconds(1)))([.user("hi")])
            }
        }
    }

    @Test func aCertificateThatNobodyTrustsIsRefusedOnce() async throws {
        let server = try await FakeProvider(wire: .chatCompletions, tls: .selfSigned)
        defer { server.stop() }
        let error = await Self.ask(server.url)
        #expect(error?.code == .connection && error?.isRetryable == false && error?.attempts.count == 1)
        #expect(error?.message.contains("certificate") == true, "\(String(describing: error))")
        #expect(server.requests.isEmpty)
        #expect(await holds { server.openConnections == 0 })
    }

    @Test func aCertificateThatIsTrustedServes() async throws {
        let server = try await FakeProvider(wire: .chatCompletions, tls: .selfSigned)
        defer { server.stop() }
        let transport = try HTTPTransport(trusting: try #require(server.certificate))
        #expect(await Self.ask(server.url, transport) == nil)
        #expect(server.requests.count == 1)
    }

    @Test func aCertificateForAnotherHostIsRefused() async throws {
        let server = try await FakeProvider(wire: .chatCompletions, tls: .wrongHost)
        defer { server.stop() }
        let error = await Self.ask(server.url, try HTTPTransport(trusting: try #require(server.certificate)))
        #expect(error?.code == .connection && error?.attempts.count == 1, "\(String(describing: error))")
        #expect(server.requests.isEmpty)
    }

    @Test func whatIsNoCertificateIsSaid() throws {
        let error = #expect(throws: ModelError.self) { try HTTPTransport(trusting: "no certificate") }
        #expect(error?.code == .configuration)
    }

    /// The request was not taken, so it is sent again.
    @Test func aServerThatGoesAwayIsAskedAgain() async throws {
        let server = try await GoAwayServer()
        defer { server.stop() }
        let error = await Self.ask(server.url, try HTTPTransport(trusting: server.certificate))
        #expect(error?.code == .connection && error?.attempts.count == 2, "\(String(describing: error))")
        #expect(server.requestCount == 2)
    }
}
