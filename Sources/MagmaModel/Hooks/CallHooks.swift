import Synchronization

/// The hooks that one call goes through, and those that take note of it.
struct CallHooks: Sendable {
    let hooks: [Hook]
    /// The most that each is given.
    let timeout: Duration
    /// `nil` where nobody takes note.
    let telemetry: Telemetry?
    /// Where in a trace the call stands; there with `telemetry`.
    let trace: TraceContext?
    let now: @Sendable () -> Moment

    private static let lastID = Atomic<UInt64>(0)

    func call(_ model: Model, _ messages: [Message], streaming: Bool, task: CallTask = .chat) -> HookCall {
        let id = Self.lastID.add(1, ordering: .relaxed).newValue
        return HookCall(id: id, isStreaming: streaming, model: model, messages: messages, task: task)
    }

    /// A call whose time runs from now.
    func sighting() -> CallSighting? {
        guard let telemetry, let trace else { return nil }
        return CallSighting(telemetry, trace, now: now)
    }

    func beforeCall(_ call: HookCall) async throws(ModelError) -> HookCall {
        var call = call
        for case .beforeCall(let body) in hooks { call = try await deciding(call, timeout, body) }
        return call
    }

    func beforeAttempt(
        _ attempt: HookAttempt,
        within limit: Duration?
    ) async throws(ModelError) -> HookAttempt {
        var attempt = attempt
        let limit = limit.map { min($0, timeout) } ?? timeout
        for case .beforeAttempt(let body) in hooks { attempt = try await deciding(attempt, limit, body) }
        return attempt
    }

    func onDelta(_ call: HookCall, _ delta: Generation.Delta) {
        for case .onDelta(let body) in hooks { body(call, delta) }
    }

    func afterCall(_ call: HookCall, _ generation: Generation) async {
        for case .afterCall(let body) in hooks { await look { await body(call, generation) } }
    }

    func onError(_ call: HookCall, _ error: ModelError) async {
        for case .onError(let body) in hooks { await look { await body(call, error) } }
    }

    func onEnd(_ call: HookCall, _ end: CallEnd) {
        for case .onEnd(let body) in hooks { body(call, end) }
    }

    /// A task that is cancelled does not wait for those who only look, and does not cancel them.
    private func look(_ work: @escaping @Sendable () async -> Void) async {
        if Task.isCancelled {
            Task { await work() }
        } else {
            _ = await bounded(timeout, work)
        }
    }

    /// Hands a copy to a hook and takes back what it made of it.
    private func deciding<Value: Sendable>(
        _ value: Value,
        _ limit: Duration,
        _ body: @escaping @Sendable (inout Value) async throws -> Void
    ) async throws(ModelError) -> Value {
        let outcome: Result<Value, any Error>? = await bounded(limit) {
            var copy = value
            do {
                try await body(&copy)
                return .success(copy)
            } catch {
                return .failure(error)
            }
        }
        switch outcome {
        case .success(let value): return value
        case .failure(let error as ModelError): throw error
        case .failure(let error as CancellationError):
            throw ModelError(.cancelled, "The task was cancelled while a hook decided.", underlying: error)
        case .failure(let error):
            throw ModelError(.rejectedByHook, "A hook refused the call: \(error)", underlying: error)
        case nil where Task.isCancelled: throw ModelError(.cancelled, "The task was cancelled while a hook decided.")
        case nil: throw ModelError(.rejectedByHook, "A hook did not decide within \(limit); nothing was sent.")
        }
    }

    /// What the work comes to; `nil` where it takes longer than the limit, or the task is cancelled before.
    private func bounded<Value: Sendable>(
        _ limit: Duration,
        _ work: @escaping @Sendable () async -> Value
    ) async -> Value? {
        let race = Race<Value>()
        let worker = Task { race.finish(await work()) }
        let timer = Task {
            try? await Task.sleep(for: limit)
            race.finish(nil)
        }
        defer {
            timer.cancel()
            worker.cancel()
        }
        return await withTaskCancellationHandler {
            await race.value()
        } onCancel: {
            race.finish(nil)
        }
    }
}
