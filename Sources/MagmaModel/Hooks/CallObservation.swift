import Synchronization

/// Tells a call's hooks how it ended, exactly once: also when its stream is dropped.
final class CallObservation: Sendable {
    let hooks: CallHooks
    let call: HookCall
    private let over = Atomic(false)

    /// Whether its end has been told.
    var isOver: Bool { over.load(ordering: .acquiring) }

    init(hooks: CallHooks, call: HookCall) {
        self.hooks = hooks
        self.call = call
    }

    func succeeded(_ generation: Generation) async {
        guard !over.exchange(true, ordering: .acquiringAndReleasing) else { return }
        hooks.onEnd(call, CallEnd(generation))
        await hooks.afterCall(call, generation)
    }

    /// Ended well, with no answer in words.
    func ended(_ embeddings: Embeddings) {
        over.store(true, ordering: .releasing)
        hooks.onEnd(call, CallEnd(embeddings))
    }

    func failed(_ error: ModelError) async {
        guard !over.exchange(true, ordering: .acquiringAndReleasing) else { return }
        hooks.onEnd(call, CallEnd(error))
        await hooks.onError(call, error)
    }

    deinit {
        guard !isOver else { return }
        let (hooks, call) = (hooks, call)
        let error = ModelError(.cancelled, "The stream was dropped before its end.")
        hooks.onEnd(call, CallEnd(error))
        Task { await hooks.onError(call, error) }
    }
}
