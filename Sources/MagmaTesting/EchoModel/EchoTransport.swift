internal import MagmaModel
internal import Synchronization

/// Answers requests by itself, in the protocol that they are written in.
final class EchoTransport: Transport {
    private let answer: @Sendable ([Message]) -> EchoModel.Answer
    private let received = Mutex<[EchoModel.Call]>([])

    init(_ answer: @escaping @Sendable ([Message]) -> EchoModel.Answer) { self.answer = answer }

    var calls: [EchoModel.Call] { received.withLock { $0 } }

    func send(_ request: TransportRequest) async throws(ModelError) -> TransportResponse {
        guard !Task.isCancelled else { throw ModelError(.cancelled, "The call was cancelled.") }
        // Who exchanges keys for tokens wants one first.
        guard !request.isConfidential else { return whole(200, ["access_token": "echo", "expires_in": 3600]) }
        guard let context = request.context, let fake = context.wire.fake else {
            let asked = request.context.map { " \($0.wire)" } ?? " for this"
            throw ModelError(.unsupported, "EchoModel has no answer in the protocol\(asked).")
        }
        let body = (try? JSON(parsing: request.body)) ?? .null
        let call = EchoModel.Call(
            model: try ModelID(parsing: "\(context.provider)/\(context.model)"), messages: request.messages,
            isStreaming: context.isStreaming, body: body)
        received.withLock { $0.append(call) }
        var said = FakeAnswer(model: context.model, input: fake.question(body, uri: request.url).words)
        switch answer(request.messages) {
        case .text(let text): said.pieces = FakePieces.words(text)
        case .toolCall(let name, let arguments): said.call = (name, .object(arguments))
        case .failure(let error):
            guard let failure = FakeFailure(error) else { throw error }
            var response = whole(error.status ?? failure.status, fake.failure(failure))
            if let wait = error.retryAfter { response.headers["retry-after-ms"] = "\(wait / .milliseconds(1))" }
            return response
        }
        guard context.isStreaming else { return whole(200, fake.whole(said)) }
        return TransportResponse(
            status: 200, headers: ["content-type": fake.streamType], body: EchoBody(fake.stream(said)))
    }

    private func whole(_ status: Int, _ body: JSON) -> TransportResponse {
        TransportResponse(
            status: status, headers: ["content-type": "application/json"], body: EchoBody([body.bytes()]))
    }
}

extension FakeFailure {
    /// The one that a provider would have given an error for; `nil`: none.
    fileprivate init?(_ error: ModelError) {
        switch error.code {
        case .authentication: self.init(.wrongKey, message: error.message)
        case .notFound: self.init(.unknownModel, message: error.message)
        case .invalidRequest: self.init(.badRequest, message: error.message)
        // Some protocols have no other word for it than its message.
        case .contextWindowExceeded:
            self.init(.tooLong, message: "\(FakeFailure(.tooLong).message) \(error.message)")
        case .rateLimited: self.init(.rateLimited, message: error.message)
        case .overloaded: self.init(.overloaded, message: error.message)
        case .serverError: self.init(.broken, message: error.message)
        default: return nil
        }
    }
}

/// A body that is there already, piece by piece.
private final class EchoBody: ResponseBody {
    private let pieces: Mutex<ArraySlice<[UInt8]>>

    init(_ pieces: [[UInt8]]) { self.pieces = Mutex(pieces[...]) }

    func next() async throws(ModelError) -> BodyChunk? {
        guard !Task.isCancelled else { throw ModelError(.cancelled, "The call was cancelled.") }
        return pieces.withLock { $0.popFirst() }.map(BodyChunk.init)
    }

    func cancel() { pieces.withLock { $0 = [] } }
    func discard() { cancel() }
}
