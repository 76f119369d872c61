/// A call whose response head has come: the rest of it, read by one consumer, wherever that runs.
final class OpenedCall {
    var attempts: [Attempt] = []
    var warnings: [Warning]
    /// Who wants to know how it ends.
    var watchers: [any CallWatcher] = []
    /// Told what had come of a stream that is let go of.
    var observation: CallObservation?
    /// Keeps the answer for the next who asks, once a stream has been read to its end.
    var filler: CacheFiller?
    /// Texts of this attempt's own credential that must not be shown, besides those of the request.
    private let secrets: [String]
    let status: Int?
    let requestID: String?

    private let rateLimits: Boxed<RateLimits>?
    /// `nil` for the built-in provider.
    private let request: PreparedRequest?
    private let body: (any ResponseBody)?
    /// Decodes a stream. `nil` where the answer comes in one piece.
    private var pump: EventPump?
    /// An answer that came in one piece, or that a cache had.
    private var whole: Generation?
    /// What could be read of one that is broken.
    private var broken: Generation?
    private var queue: [Generation.Delta] = []
    private var position = 0
    /// What ended the stream, to be thrown once the deltas before it are handed out.
    private var failure: ModelError?
    private var isFinished = false

    /// The most that a body which is not streamed may hold.
    private static let bodyLimit = 64 << 20

    // What is made on the way would lie in the frame of whoever opens the call, and a stream keeps the memory of that.
    @inline(never)
    init(request: PreparedRequest, response: TransportResponse, secrets: [String] = []) {
        warnings = request.warnings
        self.secrets = secrets
        status = response.status
        requestID = RequestID.find(in: response.headers)
        let limits = RateLimits(headers: response.headers)
        rateLimits = limits.isEmpty ? nil : Boxed(limits)
        if !limits.isEmpty { request.resolved.plan.lastRateLimits.heard(limits) }
        self.request = request
        body = response.body
        let resolved = request.resolved
        if resolved.call.isStreaming, !response.isWholeJSON {
            pump = EventPump(wire: resolved.wire, dialect: resolved.call.provider.dialect)
        }
    }

    /// A call that the built-in provider answers.
    static func echo(_ call: Call) -> OpenedCall { OpenedCall(echo: call) }

    private init(echo call: Call) {
        warnings = []
        secrets = []
        status = nil
        requestID = nil
        rateLimits = nil
        request = nil
        body = nil
        attempts = [Attempt(model: call.modelID)]
        let answer = Echo.answer(for: call.messages, model: call.modelName)
        var builder = GenerationBuilder(streaming: true)
        builder.id = "echo-1"
        builder.model = call.modelName
        for piece in Echo.pieces(of: answer.content) {
            builder.appendContent(piece)
            if let delta = builder.takeDelta() { queue.append(delta) }
        }
        builder.finish(.stop, raw: "stop")
        builder.setUsage(answer.usage)
        if let delta = builder.takeDelta() { queue.append(delta) }
        whole = builder.build()
        isFinished = true
    }

    /// A call that a cache answers; as a stream, in few deltas.
    init(kept answer: Generation) {
        warnings = answer.warnings
        secrets = []
        status = nil
        requestID = answer.requestID
        rateLimits = nil
        request = nil
        body = nil
        queue = answer.deltas
        whole = answer
        attempts = answer.attempts
        isFinished = true
    }

    /// Reads a response that is not streamed to its end, and a stream up to its first delta, or its end. What fails is
    /// thrown here.
    @inline(__always)
    nonisolated(nonsending) func begin() async throws(ModelError) {
        guard pump == nil else {
            // Counts alone are nothing that a caller could have acted on: what fails behind them may still be sent again.
            while !isFinished, !queue.contains(where: \.saysSomething) { try await read(isolation: nil) }
            if let failure, !queue.contains(where: \.saysSomething) { throw failure }
            return
        }
        guard let body, let resolved = request?.resolved else { return }
        let bytes: [UInt8]
        if let rest = try body.takeRest(upTo: Self.bodyLimit) {
            bytes = rest
        } else {
            bytes = try await body.collect(upTo: Self.bodyLimit)
        }
        try decode(bytes, resolved)
    }

    @inline(never)
    private func decode(_ bytes: [UInt8], _ resolved: CallResolver.Resolved) throws(ModelError) {
        isFinished = true
        var builder = GenerationBuilder(streaming: resolved.call.isStreaming)
        do throws(ModelError) {
            try bytes.withBytes { (bytes) throws(ModelError) in
                try resolved.wire.decode(bytes, dialect: resolved.call.provider.dialect, into: &builder)
            }
        } catch {
            broken = built(builder, isCut: true)
            throw error
        }
        if let delta = builder.takeDelta() { queue.append(delta) }
        whole = built(builder, RawResponse(bytes: bytes), isCut: false)
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
            if let failure {
                if !watchers.isEmpty { broke(failure) }
                throw completed(failure)
            }
            if isFinished {
                if !watchers.isEmpty || filler != nil { await settle(isolation: actor) }
                return nil
            }
            queue.removeAll(keepingCapacity: true)
            position = 0
            do throws(ModelError) {
                try await read(isolation: actor)
            } catch {
                isFinished = true
                failure = error
                if !watchers.isEmpty { broke(error) }
                throw completed(error)
            }
        }
    }

    /// Lets go of the permit with the end of the answer.
    func hold(_ permit: LimitPermit, _ warnings: [Warning]) {
        self.warnings += warnings
        permit.opened(rateLimits?.value)
        if pump == nil { permit.ended(whole?.usage) } else { watchers.append(permit) }
    }

    @inline(never)
    private func settle(isolation actor: isolated (any Actor)?) async {
        for watcher in watchers { watcher.ended(pump?.builder.usage) }
        watchers = []
        guard let filler else { return }
        self.filler = nil
        await filler.keep(finished())
    }

    @inline(never)
    private func broke(_ error: ModelError) {
        for watcher in watchers { watcher.failed(error) }
        watchers = []
        filler = nil
    }

    private func read(isolation actor: isolated (any Actor)?) async throws(ModelError) {
        guard let body else { return isFinished = true }
        let chunk = try await body.next()
        do throws(ModelError) {
            if let chunk {
                try chunk.withUnsafeBytes { (bytes) throws(ModelError) in try pump?.feed(bytes, into: &queue) }
                guard pump?.isDone == true else { return }
                body.discard()
            } else {
                try pump?.finish(into: &queue)
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
    func finished(isCut: Bool = false) -> Generation {
        guard var answer = whole ?? pump.map({ built($0.builder, isCut: isCut) }) else { return Generation() }
        (answer.warnings, answer.attempts) = (warnings, attempts)
        return answer
    }

    /// What has been read, with what is known of it besides.
    private func built(_ builder: borrowing GenerationBuilder, _ raw: RawResponse? = nil, isCut: Bool) -> Generation {
        let resolved = request?.resolved
        let answer = builder.build(
            costOrigin: resolved.map { .basis(CostBasis($0, isCut: isCut)) } ?? .said(nil, unavailable: nil),
            requestID: requestID, rateLimits: rateLimits, rawResponse: raw)
        guard !answer.message.extra.isEmpty || answer.message.parts.contains(where: \.hasDetails),
            let provider = resolved?.call.row.provider.id
        else { return answer }
        // The provider's name stands with what it has signed.
        var signed = answer
        signed.message.parts.sign(provider)
        ResponsesHistory.sign(&signed.message, provider: provider)
        return signed
    }

    deinit {
        guard let observation, !observation.isOver else { return }
        var error = completed(.droppedStream)
        if error.partial == nil, whole != nil { error.partial = finished() }
        observation.dropped(error)
    }

    /// The answer so far, where the provider has counted tokens for it.
    var charged: Generation? {
        let answer = pump == nil ? broken : finished(isCut: true)
        return answer?.usage == nil ? nil : answer
    }

    /// The error with what is known of the response and the part that had arrived.
    func completed(_ error: ModelError) -> ModelError {
        var error = error.hiding((request?.secrets ?? []) + secrets)
        error.provider = error.provider ?? request?.resolved.call.provider.id
        error.model = error.model ?? request?.resolved.call.modelName
        error.status = error.status ?? status
        error.requestID = error.requestID ?? requestID
        if error.attempts.isEmpty { error.attempts = attempts }
        if let pump, !pump.builder.isEmpty { error.partial = finished(isCut: true) }
        return error
    }
}

/// Stays with a call until it has been read to its end, or let go of.
protocol CallWatcher: AnyObject, Sendable {
    /// The stream broke off after its first delta.
    func failed(_ error: ModelError)
    /// It has been read to its end.
    func ended(_ usage: Usage?)
}

extension CallWatcher {
    func ended(_ usage: Usage?) {}
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
