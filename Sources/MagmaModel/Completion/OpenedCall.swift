/// A call whose response head has come: the rest of it, read by one consumer, wherever that runs.
final class OpenedCall {
    var attempts: [Attempt] = []
    var warnings: [Warning]
    let status: Int?
    let requestID: String?

    private let rateLimits: RateLimits?
    /// `nil` for the built-in provider.
    private let request: PreparedRequest?
    private let body: (any ResponseBody)?
    private var pump: EventPump
    private var raw: [UInt8]?
    private var queue: [Generation.Delta] = []
    private var position = 0
    /// What ended the stream, to be thrown once the deltas before it are handed out.
    private var failure: ModelError?
    private var isFinished = false

    /// The most that a body which is not streamed may hold.
    private static let bodyLimit = 64 << 20

    init(request: PreparedRequest, response: TransportResponse) {
        warnings = request.warnings
        status = response.status
        requestID = RequestID.find(in: response.headers)
        let limits = RateLimits(headers: response.headers)
        rateLimits = limits.isEmpty ? nil : limits
        self.request = request
        body = response.body
        pump = EventPump(wire: request.resolved.wire, dialect: request.resolved.call.provider.dialect)
    }

    /// A call that the built-in provider answers.
    static func echo(_ call: Call) -> OpenedCall { OpenedCall(echo: call) }

    private init(echo call: Call) {
        warnings = []
        status = nil
        requestID = nil
        rateLimits = nil
        request = nil
        body = nil
        pump = EventPump(wire: ChatCompletions(), dialect: Dialect())
        attempts = [Attempt(model: call.modelID)]
        let answer = Echo.answer(for: call.messages, model: call.modelName)
        pump.builder.id = "echo-1"
        pump.builder.model = call.modelName
        for piece in Echo.pieces(of: answer.content) {
            pump.builder.appendContent(piece)
            if let delta = pump.builder.takeDelta() { queue.append(delta) }
        }
        pump.builder.finish(.stop, raw: "stop")
        pump.builder.setUsage(answer.usage)
        if let delta = pump.builder.takeDelta() { queue.append(delta) }
        isFinished = true
    }

    /// Reads a response that is not streamed to its end.
    func readAll() async throws(ModelError) {
        guard let body, let resolved = request?.resolved else { return }
        let bytes = try await body.collect(upTo: Self.bodyLimit)
        raw = bytes
        isFinished = true
        pump.builder = GenerationBuilder(streaming: resolved.call.isStreaming)
        try bytes.withBytes { (bytes) throws(ModelError) in
            try resolved.wire.decode(bytes, dialect: resolved.call.provider.dialect, into: &pump.builder)
        }
        if let delta = pump.builder.takeDelta() { queue.append(delta) }
    }

    /// Reads a stream up to its first delta, or its end. What fails before it is thrown here.
    func readFirst() async throws(ModelError) {
        while queue.isEmpty, !isFinished { try await read(isolation: nil) }
    }

    /// A delta that has been decoded already.
    func takeQueued() -> Generation.Delta? {
        guard position < queue.count else { return nil }
        position += 1
        return queue[position - 1]
    }

    /// The next delta; `nil` at the end.
    func next(isolation actor: isolated (any Actor)?) async throws(ModelError) -> Generation.Delta? {
        while true {
            if let delta = takeQueued() { return delta }
            if let failure { throw completed(failure) }
            if isFinished { return nil }
            queue.removeAll(keepingCapacity: true)
            position = 0
            do throws(ModelError) {
                try await read(isolation: actor)
            } catch {
                isFinished = true
                failure = error
                throw completed(error)
            }
        }
    }

    private func read(isolation actor: isolated (any Actor)?) async throws(ModelError) {
        guard let body else { return isFinished = true }
        let chunk = try await body.next()
        do throws(ModelError) {
            if let chunk {
                try chunk.withUnsafeBytes { (bytes) throws(ModelError) in try pump.feed(bytes, into: &queue) }
                guard pump.isDone else { return }
                body.discard()
            } else {
                try pump.finish(into: &queue)
            }
            isFinished = true
        } catch {
            body.cancel()
            isFinished = true
            if queue.isEmpty { throw error }
            failure = error
        }
    }

    /// The answer, as far as it has come.
    func finished() -> Generation {
        var generation = pump.builder.build()
        generation.attempts = attempts
        generation.warnings = warnings
        generation.requestID = requestID
        generation.rateLimits = rateLimits
        generation.rawResponse = raw.map { RawResponse(bytes: $0) }
        return generation
    }

    /// The error with what is known of the response and the part that had arrived.
    func completed(_ error: ModelError) -> ModelError {
        var error = error.hiding(request?.secrets ?? [])
        error.status = error.status ?? status
        error.requestID = error.requestID ?? requestID
        if error.attempts.isEmpty { error.attempts = attempts }
        if !pump.builder.isEmpty { error.partial = finished() }
        return error
    }
}

extension TransportResponse {
    /// Whether the body is one JSON value although a stream was asked for: some servers do not stream.
    var isWholeJSON: Bool {
        guard let type = headers["content-type"]?.lowercased() else { return false }
        return type.hasPrefix("application/json")
    }

    /// Whether the body says of itself that it is HTML.
    var isWebPage: Bool {
        guard let type = headers["content-type"]?.lowercased() else { return false }
        return type.hasPrefix("text/html") || type.hasPrefix("application/xhtml")
    }
}
