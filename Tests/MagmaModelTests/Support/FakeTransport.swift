import Synchronization

@testable import MagmaModel

/// Answers requests from a list, and keeps what was asked.
final class FakeTransport: Transport {
    struct Reply: Sendable {
        var status = 200
        var headers: HeaderFields = ["content-type": "application/json"]
        var chunks: [String] = []
        /// Thrown in place of a head.
        var failure: ModelError?
        /// Thrown after the chunks.
        var cut: ModelError?

        static func json(_ text: String, status: Int = 200, headers: HeaderFields = [:]) -> Reply {
            var all: HeaderFields = ["content-type": "application/json"]
            for field in headers { all[field.name] = field.value }
            return Reply(status: status, headers: all, chunks: [text])
        }

        static func stream(_ chunks: String..., cut: ModelError? = nil) -> Reply {
            Reply(headers: ["content-type": "text/event-stream"], chunks: chunks, cut: cut)
        }

        static func failing(_ code: ModelError.Code) -> Reply { Reply(failure: ModelError(code, "made to fail")) }
    }

    private let state: Mutex<(replies: [Reply], requests: [TransportRequest])>

    convenience init(_ replies: Reply...) { self.init(replies) }

    init(_ replies: [Reply]) { state = Mutex((replies, [])) }

    var requests: [TransportRequest] { state.withLock { $0.requests } }

    func send(_ request: TransportRequest) async throws(ModelError) -> TransportResponse {
        let reply: Reply? = state.withLock { state in
            state.requests.append(request)
            return state.replies.isEmpty ? nil : state.replies.removeFirst()
        }
        guard let reply else { throw ModelError(.connection, "no reply is left") }
        if let failure = reply.failure { throw failure }
        return TransportResponse(status: reply.status, headers: reply.headers, body: FakeBody(reply))
    }
}

final class FakeBody: ResponseBody {
    private let chunks: Mutex<[String]>
    private let cut: ModelError?

    init(_ reply: FakeTransport.Reply) {
        chunks = Mutex(reply.chunks)
        cut = reply.cut
    }

    func next() async throws(ModelError) -> BodyChunk? {
        if let chunk = chunks.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
            return BodyChunk(bytes: Array(chunk.utf8))
        }
        if let cut { throw cut }
        return nil
    }

    func cancel() { chunks.withLock { $0 = [] } }
    func discard() { cancel() }
}

extension Dispatcher {
    /// Over a fake transport, with waits that take no time and a fixed chance.
    static func fake(_ transport: FakeTransport, environment: [String: String] = ["OPENAI_API_KEY": testKey])
        -> Dispatcher
    {
        Dispatcher(
            transport: transport,
            environment: Environment(environment),
            providers: [],
            timing: Timing(now: { .now }, sleep: { _ in try Task.checkCancellation() }, random: { 0 })
        )
    }
}

enum Answers {
    static let hello =
        #"{"id":"c1","model":"m","choices":[{"index":0,"message":{"content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1}}"#
    static func chunk(_ text: String) -> String {
        #"data: {"id":"c1","choices":[{"index":0,"delta":{"content":"\#(text)"}}]}"# + "\n\n"
    }
    static let end =
        #"data: {"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\ndata: [DONE]\n\n"
    static let streamError = #"data: {"error":{"message":"busy","type":"server_error"}}"# + "\n\n"
}
