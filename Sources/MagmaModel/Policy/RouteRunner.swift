/// Runs a call through its route: the members of a fallback in turn, one of a pool, and so on down to single models, each with
/// its own retries.
struct RouteRunner {
    let dispatcher: Dispatcher
    /// `nil` where no hook is live.
    var observation: CallObservation?
    var task = CallTask.chat
    /// When the task that makes the call wants it to be over.
    var deadline: Moment? = CallDeadline.current
    /// What has been tried for the call; `nil` where only a single model is called.
    var trail: RouteTrail?
    /// Whether what the model refuses is left out with a warning, since the call was made for another one.
    var isStandIn = false
    /// How many caches are around it. One within another is another, else a call would wait for itself.
    var cacheDepth = 0
    /// Whether it fails where it would have to wait for limits, since another model may have room.
    var isInHaste = false

    nonisolated(nonsending) func run(_ model: Model, _ messages: [Message], streaming: Bool) async throws(ModelError)
        -> sending OpenedCall
    {
        if case .single = model.route, !model.id.isAlias {
            return try await runSingle(model, messages, streaming: streaming)
        }
        return try await runComposite(model, CallInput(messages: messages, isStreaming: streaming))
    }

    private nonisolated(nonsending) func runSingle(
        _ model: Model,
        _ messages: [Message],
        streaming: Bool
    ) async throws(ModelError) -> sending OpenedCall {
        switch try prepared(model, messages, streaming: streaming) {
        case .echo(let call): return .echo(call)
        case .request(let runner): return try await runner.run()
        }
    }

    private enum Prepared {
        /// For the built-in provider, which sends nothing.
        case echo(Call)
        case request(AttemptRunner)
    }

    // Apart, so that it does not lie in the frame of what waits: a stream keeps the memory of that.
    @inline(never)
    private func prepared(_ model: Model, _ messages: [Message], streaming: Bool) throws(ModelError) -> Prepared {
        let model = isStandIn ? model.with(dropUnsupported: true) : model
        let resolved = try dispatcher.resolver.get().resolve(model, messages, streaming: streaming, task: task)
        if resolved.call.provider.wire == .echo { return .echo(resolved.call) }
        let request = try PreparedRequest(resolved, requireKey: true)
        return .request(
            AttemptRunner(
                dispatcher: dispatcher, request: request, observation: observation, inherited: deadline,
                limiting: try Limiting(model, resolved, dispatcher.limiters, isInHaste: isInHaste)))
    }

    // Apart from `run`, so that a single model pays for none of it.
    @inline(never)
    private func runComposite(_ model: Model, _ input: CallInput) async throws(ModelError) -> sending OpenedCall {
        var runner = self
        if trail == nil { runner.trail = RouteTrail() }
        let model = try dispatcher.expanded(model)
        switch model.route {
        case .single: return try await runner.runSingle(model, input.messages, streaming: input.isStreaming)
        case .pool(let pool): return try await runner.runPool(pool, of: model, input)
        case .fallback(let first, let others, let codes):
            return try await runner.runFallback([model.routed(first)] + others, on: codes, input)
        case .hedged(let inner, let delay): return try await runner.runHedged(model.routed(inner), after: delay, input)
        case .cached(let inner, let caching): return try await runner.runCached(model.routed(inner), caching, input)
        }
    }

    /// The same through another handle.
    func run(_ model: Model, _ input: CallInput) async throws(ModelError) -> sending OpenedCall {
        try await run(model, input.messages, streaming: input.isStreaming)
    }
}

/// What is asked, whichever model answers.
struct CallInput: Sendable {
    var messages: [Message]
    var isStreaming: Bool
}
