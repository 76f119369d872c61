public import MagmaModel
internal import Synchronization

/// A server on the loopback interface that looks like a provider with one small, deterministic model, in any wire protocol.
///
/// It answers `You said: …`, calls the first tool it is offered, repeats a tool's result, stops at the token limit (a word is
/// a token), and refuses a wrong key, an unknown model and a prompt beyond its window as the protocol's owner does.
///
/// ```swift
/// let server = try await FakeProvider(wire: .messages, key: "secret")
/// defer { server.stop() }
/// let model = Model("anthropic/fake", apiKey: "secret", baseURL: server.url)
/// ```
public final class FakeProvider: Sendable {
    /// The one model it has.
    public static let model = "fake"
    /// What makes it say a word every 20 ms, two thousand times, when it stands in the prompt.
    public static let slowWord = "#slow"

    private let server: ScriptedServer

    /// Starts to listen on a free port.
    ///
    /// Throws ``ModelError`` (`.configuration`) for a protocol it does not speak, and what the system says where no port can be
    /// had.
    ///
    /// - Parameters:
    ///   - key: the only key it lets in; `nil`: anybody.
    ///   - window: how many words a prompt may have.
    ///   - tls: how it speaks TLS; `nil`: it does not.
    ///   - keepsRequests: whether ``requests`` has them; `false`: they are counted only, for very many.
    ///   - fault: how it fails the request of a number, counted from 1; `nil`: not at all.
    public init(
        wire: WireProtocolID,
        key: String? = nil,
        window: Int = 20_000,
        tls: ScriptedServer.TLS? = nil,
        keepsRequests: Bool = true,
        fault: @escaping @Sendable (_ number: Int) -> Fault? = { _ in nil }
    ) async throws {
        guard let fake = wire.fake else {
            throw ModelError(.configuration, "FakeProvider does not speak \(wire).")
        }
        let count = Atomic(0)
        server = try await ScriptedServer(keepsRequests: keepsRequests, tls: tls) { request in
            let number = count.add(1, ordering: .relaxed).newValue
            return fake.reply(to: request, key: key, window: window, fault: fault(number))
        }
    }

    /// The protocols it speaks.
    public static let wires: [WireProtocolID] = [
        .chatCompletions, .responses, .messages, .generateContent, .converse, .cohereChat, .ollamaChat,
    ]

    /// Where requests go: `http://127.0.0.1:port`, or `https` where it speaks TLS.
    public var url: String { server.url }

    /// All requests received, in order; none where they are not kept.
    public var requests: [ReceivedRequest] { server.requests }

    /// How many requests were received.
    public var requestCount: Int { server.requestCount }

    /// How many connections are open now.
    public var openConnections: Int { server.openConnections }

    /// The certificate that it shows, in PEM; `nil` without TLS.
    public var certificate: String? { server.certificate }

    /// Stops listening.
    public func stop() { server.stop() }
}

extension WireProtocolID {
    /// The server's side of the protocol; `nil`: there is none.
    var fake: (any FakeWire)? {
        switch self {
        case .chatCompletions: FakeChatCompletions()
        case .messages: FakeMessages()
        case .ollamaChat: FakeOllamaChat()
        case .responses: FakeResponses()
        case .generateContent: FakeGenerateContent()
        case .converse: FakeConverse()
        case .cohereChat: FakeCohereChat()
        default: nil
        }
    }
}
