/// Sends one prepared request, and again where the retry policy allows it.
struct AttemptRunner {
    let dispatcher: Dispatcher
    let request: PreparedRequest

    func run() async throws(ModelError) -> sending OpenedCall {
        let resolved = request.resolved
        let timing = dispatcher.timing
        let deadline = resolved.timeouts.total.map { timing.now().advanced(by: $0) }
        var attempts: [Attempt] = []
        var wait = Duration.zero
        while true {
            let started = timing.now()
            var attempt = Attempt(model: resolved.call.modelID, wait: wait)
            let failure: AttemptFailure
            do throws(AttemptFailure) {
                let opened = try await open(deadline: deadline)
                attempt.status = opened.status
                attempt.requestID = opened.requestID
                attempt.duration = timing.now() - started
                opened.attempts = attempts + [attempt]
                return opened
            } catch {
                failure = error
            }
            var error = failure.error
            attempt.status = error.status
            attempt.requestID = error.requestID
            attempt.duration = timing.now() - started
            attempt.failure = error.code
            attempts.append(attempt)
            error.provider = error.provider ?? resolved.call.provider.id
            error.model = error.model ?? resolved.call.modelName
            error.attempts = attempts
            if let body = error.body { error.body = Redaction.text(body, hiding: request.secrets) }
            error = error.hiding(request.secrets)
            guard let delay = delay(after: failure, attempts: attempts.count, deadline: deadline) else { throw error }
            do {
                try await timing.sleep(delay)
            } catch {
                throw ModelError(.cancelled, "The task was cancelled while waiting to try again.").with(attempts)
            }
            wait = delay
        }
    }

    /// How long to wait before the next attempt; `nil` where there is to be none.
    private func delay(
        after failure: AttemptFailure,
        attempts: Int,
        deadline: ContinuousClock.Instant?
    ) -> Duration? {
        let policy = request.resolved.retry
        guard attempts <= policy.count, failure.mayRepeat(policy), failure.error.isRetryable else { return nil }
        let delay: Duration
        if let asked = failure.error.retryAfter {
            guard asked <= policy.maximumRetryAfter else { return nil }
            delay = asked
        } else {
            var backoff = policy.initialDelay
            for _ in 1..<attempts where backoff < policy.maximumDelay { backoff *= 2 }
            delay = min(backoff, policy.maximumDelay) * (1 - 0.25 * dispatcher.timing.random())
        }
        if let deadline, dispatcher.timing.now().advanced(by: delay) >= deadline { return nil }
        return delay
    }

    private func open(deadline: ContinuousClock.Instant?) async throws(AttemptFailure) -> sending OpenedCall {
        let resolved = request.resolved
        let response: TransportResponse
        do throws(ModelError) {
            response = try await dispatcher.transport.send(request.transportRequest(deadline: deadline))
        } catch {
            throw AttemptFailure(error, .beforeHead)
        }
        guard (200..<300).contains(response.status) else {
            throw AttemptFailure(await errorResponse(response), .errorStatus)
        }
        let opened = OpenedCall(request: request, response: response)
        do throws(ModelError) {
            if resolved.call.isStreaming, !response.isWholeJSON {
                try await opened.readFirst()
            } else {
                try await opened.readAll()
            }
        } catch {
            response.body.cancel()
            throw AttemptFailure(
                explained(opened.completed(error), response),
                error.isFromProvider ? .providerErrorBeforeDelta : .afterHead
            )
        }
        return opened
    }

    /// A page where an answer should be is what a wrong base URL, a login or a proxy sends.
    private func explained(_ error: ModelError, _ response: TransportResponse) -> ModelError {
        guard response.isWebPage, error.partial == nil, [.decoding, .incompleteStream].contains(error.code) else {
            return error
        }
        return error.recoded(.invalidRequest)
            .reworded("The server answered with a web page where a model's answer should be; check the base URL.")
    }

    private func errorResponse(_ response: TransportResponse) async -> ModelError {
        // The status says what failed even where the body cannot be read to its end.
        var bytes: [UInt8] = []
        while bytes.count < 65_536, let chunk = try? await response.body.next() {
            chunk.withUnsafeBytes { bytes.append(contentsOf: $0) }
        }
        response.body.cancel()
        if (300..<400).contains(response.status) {
            var error = ModelError(
                .invalidRequest,
                "The server answered with a redirect, which is not followed; check the base URL."
            )
            error.status = response.status
            return error
        }
        return bytes.withBytes {
            ErrorClassifier.error(
                status: response.status,
                headers: response.headers,
                body: $0,
                wire: request.resolved.wire,
                dialect: request.resolved.call.provider.dialect
            )
        }
    }
}

/// How far an attempt came before it failed: that decides whether it may be repeated.
struct AttemptFailure: Error {
    enum Phase {
        case beforeHead, errorStatus, providerErrorBeforeDelta, afterHead
    }

    var error: ModelError
    var phase: Phase

    init(_ error: ModelError, _ phase: Phase) {
        self.error = error
        self.phase = phase
    }

    func mayRepeat(_ policy: RetryPolicy) -> Bool {
        switch phase {
        case .beforeHead:
            // A head that did not come in time may belong to a request that the provider works on, and bills.
            error.code == .connection || error.timeoutPhase == .connect
        case .errorStatus, .providerErrorBeforeDelta: true
        case .afterHead: policy.afterHead
        }
    }
}
