/// Sends one prepared request, and again where the retry policy allows it.
struct AttemptRunner {
    let dispatcher: Dispatcher
    let request: PreparedRequest
    /// `nil` where no hook is live.
    let observation: CallObservation?
    /// When the task that makes the call wants it to be over.
    let inherited: Moment?
    /// `nil` where the model has no limits.
    var limiting: Limiting?

    nonisolated(nonsending) func run() async throws(ModelError) -> sending OpenedCall {
        let resolved = request.resolved
        let timing = dispatcher.timing
        let own = resolved.timeouts.total.map { timing.now().advanced(by: $0) }
        let deadline = inherited.map { min($0, own ?? $0) } ?? own
        let isInherited = inherited != nil && deadline == inherited
        if isInherited, let deadline, deadline <= timing.now() { throw tooLate() }
        var attempts: [Attempt] = []
        /// Of limits that could not be held.
        var warnings: [Warning] = []
        var wait = Duration.zero
        /// What the attempt took from the retry budget.
        var cost: Int?
        var hasRenewed = false
        while true {
            var started = timing.now()
            var attempt = Attempt(model: resolved.call.modelID, wait: wait)
            let failure: AttemptFailure
            var permit: LimitPermit?
            if let limiting {
                let needed = limitRequest(limiting, deadline, isInherited)
                permit = limiting.limiter.permitNow(needed)
                if permit == nil {
                    let held: Warning?
                    (permit, held) = try await self.permit(limiting.limiter, needed, after: attempts)
                    if let held { warnings.append(held) }
                    attempt.held(timing.now() - started)
                    started = timing.now()
                }
            }
            do throws(AttemptFailure) {
                var headers: [String: String] = [:]
                if let observation {
                    headers = try await askHooks(observation, number: attempts.count + 1, deadline: deadline)
                }
                let opened = try await open(
                    deadline: deadline, isInherited: isInherited, headers: headers, permit: permit)
                attempt.status = opened.status
                attempt.requestID = opened.requestID
                attempt.duration = timing.now() - started
                attempts.append(attempt)
                opened.attempts = attempts
                if let permit { opened.hold(permit, warnings) }
                dispatcher.retryBudget.succeeded(cost, DeploymentID(request))
                return opened
            } catch {
                failure = error
            }
            if failure.phase == .refused { permit?.unsent() } else { permit?.failed(failure.error) }
            permit = nil
            let error = error(of: failure, &attempt, after: timing.now() - started, &attempts)
            if failure.phase == .refusedCredential, !hasRenewed {
                // Once, at once, and whatever the policy: nothing was wrong with the call.
                hasRenewed = true
                wait = .zero
                continue
            }
            let count = attempts.count - (hasRenewed ? 1 : 0)
            guard let delay = delay(after: failure, attempts: count, deadline: deadline) else { throw error }
            if resolved.retry.usesBudget {
                let price = RetryBudget.cost(after: error.code)
                guard dispatcher.retryBudget.spend(price, DeploymentID(request)) else {
                    throw error.reworded("\(error.message) (Not sent again: the retry budget is spent.)")
                }
                cost = price
            }
            do {
                try await timing.sleep(delay)
            } catch {
                throw ModelError(.cancelled, "The task was cancelled while waiting to try again.").with(attempts)
            }
            wait = delay
        }
    }

    /// Waits until the limits let another attempt go. What they refuse ends the call: waiting is theirs, not the retries'.
    @inline(never)
    private func permit(
        _ limiter: Limiter,
        _ needed: LimitRequest,
        after attempts: [Attempt]
    ) async throws(ModelError) -> (LimitPermit, Warning?) {
        do throws(ModelError) {
            return try await limiter.permit(needed)
        } catch {
            var error = error.with(attempts)
            error.provider = request.resolved.call.provider.id
            error.model = request.resolved.call.modelName
            throw error
        }
    }

    private func limitRequest(
        _ limiting: Limiting,
        _ deadline: Moment?,
        _ isInherited: Bool
    ) -> LimitRequest {
        LimitRequest(
            limits: limiting.limits, tokens: limiting.tokens, isStreaming: request.resolved.call.isStreaming,
            deadline: deadline, phase: isInherited ? .deadline : .total)
    }

    private func tooLate() -> ModelError {
        var error = ModelError(.timeout, "The deadline of the task has passed; nothing was sent.")
        error.timeoutPhase = .deadline
        error.isRetryable = false
        error.provider = request.resolved.call.provider.id
        error.model = request.resolved.call.modelName
        return error
    }

    /// How long to wait before the next attempt; `nil` where there is to be none.
    private func delay(
        after failure: AttemptFailure,
        attempts: Int,
        deadline: Moment?
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

    /// The headers that hooks want to have sent besides. What they throw ends the call.
    private func askHooks(
        _ observation: CallObservation,
        number: Int,
        deadline: Moment?
    ) async throws(AttemptFailure) -> [String: String] {
        let attempt = HookAttempt(request, of: observation, number: number)
        let left = deadline.map { $0 - dispatcher.timing.now() }
        do throws(ModelError) {
            return try await observation.hooks.beforeAttempt(attempt, within: left).headers
        } catch {
            throw AttemptFailure(error, .refused)
        }
    }

    /// Adds the hooks' headers to a request, and what lets it in where that is worked out for each attempt.
    @inline(never)
    private func complete(
        _ outgoing: inout TransportRequest,
        _ headers: [String: String]
    ) async throws(AttemptFailure) -> Authorization? {
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { outgoing.headers[name] = value }
        do throws(ModelError) {
            if !headers.isEmpty { try HeaderCheck.check(outgoing.headers) }
            guard request.needsCredential || request.hasOpenPlaces else { return nil }
            return try await dispatcher.authorizer.authorize(&outgoing, for: request)
        } catch {
            throw AttemptFailure(error, .beforeSending)
        }
    }

    @inline(__always)
    private nonisolated(nonsending) func open(
        deadline: Moment?,
        isInherited: Bool,
        headers: [String: String],
        permit: LimitPermit?
    ) async throws(AttemptFailure) -> sending OpenedCall {
        var outgoing = request.transportRequest(deadline: deadline, isInherited: isInherited)
        var authorization: Authorization?
        if !headers.isEmpty || request.needsCredential || request.hasOpenPlaces {
            authorization = try await complete(&outgoing, headers)
        }
        let secrets = authorization?.secrets ?? []
        let response: TransportResponse
        do throws(ModelError) {
            response = try await dispatcher.transport.send(outgoing)
        } catch {
            throw AttemptFailure(error, .beforeHead)
        }
        guard (200..<300).contains(response.status) else {
            let limits = RateLimits(headers: response.headers)
            request.resolved.plan.lastRateLimits.heard(limits)
            permit?.heard(limits)
            let error = await Self.error(of: response, to: request)
            let isStale = authorization?.renew(error, response.headers) ?? false
            throw AttemptFailure(error.hiding(secrets), isStale ? .refusedCredential : .errorStatus)
        }
        let opened = OpenedCall(request: request, response: response, secrets: secrets)
        do throws(ModelError) {
            try await opened.begin()
        } catch {
            throw failure(error, opened, response)
        }
        return opened
    }

    // What failing takes is apart, so that it does not lie in the frame of an attempt: a stream keeps the memory of that.

    @inline(never)
    private func failure(_ error: ModelError, _ opened: OpenedCall, _ response: TransportResponse) -> AttemptFailure {
        response.body.cancel()
        var failure = AttemptFailure(
            explained(opened.completed(error), response),
            error.isFromProvider ? .providerErrorBeforeDelta : .afterHead
        )
        failure.charged = opened.charged
        return failure
    }

    /// Notes how the attempt failed, and returns the error with all attempts.
    @inline(never)
    private func error(
        of failure: AttemptFailure,
        _ attempt: inout Attempt,
        after duration: Duration,
        _ attempts: inout [Attempt]
    ) -> ModelError {
        var error = failure.error
        attempt.status = error.status
        attempt.requestID = error.requestID
        attempt.duration = duration
        attempt.failure = error.code
        attempt.mayHaveBeenPaid = failure.mayHaveBeenPaid
        attempt.charge(failure.charged)
        attempts.append(attempt)
        error.provider = error.provider ?? request.resolved.call.provider.id
        error.model = error.model ?? request.resolved.call.modelName
        error.attempts = attempts
        if let body = error.body { error.body = Redaction.text(body, hiding: request.secrets) }
        return error.hiding(request.secrets)
    }

    /// A page where an answer should be is what a wrong base URL, a login or a proxy sends.
    private func explained(_ error: ModelError, _ response: TransportResponse) -> ModelError {
        guard response.isWebPage, error.partial == nil, [.decoding, .incompleteStream].contains(error.code) else {
            return error
        }
        return error.recoded(.invalidRequest)
            .reworded("The server answered with a web page where a model's answer should be; check the base URL.")
    }

    /// What a response that is no success says.
    static func error(of response: TransportResponse, to request: PreparedRequest) async -> ModelError {
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
        /// Refused by a hook: nothing was sent.
        case refused
        case beforeSending, beforeHead, refusedCredential, errorStatus, providerErrorBeforeDelta, afterHead
    }

    var error: ModelError
    var phase: Phase
    /// What had come of an answer where the provider had counted tokens for it.
    var charged: Generation?

    init(_ error: ModelError, _ phase: Phase) {
        self.error = error
        self.phase = phase
    }

    var mayHaveBeenPaid: Bool {
        switch phase {
        case .refused, .beforeSending, .refusedCredential, .errorStatus, .providerErrorBeforeDelta: false
        case .beforeHead: error.code == .cancelled || (error.code == .timeout && error.timeoutPhase != .connect)
        case .afterHead: true
        }
    }

    func mayRepeat(_ policy: RetryPolicy) -> Bool {
        switch phase {
        case .refused: false
        case .beforeHead:
            // A head that did not come in time may belong to a request that the provider works on, and bills.
            error.code == .connection || error.timeoutPhase == .connect
        case .beforeSending, .refusedCredential, .errorStatus, .providerErrorBeforeDelta: true
        case .afterHead: policy.afterHead
        }
    }
}
