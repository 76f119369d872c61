import Synchronization

/// Tells a call's hooks how it ended, exactly once: also when its stream is dropped.
final class CallObservation: Sendable {
    let hooks: CallHooks
    let call: HookCall
    private let sighting: CallSighting?
    private let over = Atomic(false)

    /// Whether its end has been told.
    var isOver: Bool { over.load(ordering: .acquiring) }

    init(hooks: CallHooks, call: HookCall, sighting: CallSighting?) {
        self.hooks = hooks
        self.call = call
        self.sighting = sighting
        sighting?.began(call)
    }

    /// A piece of its stream has come.
    func saw(_ delta: Generation.Delta) {
        sighting?.saw(delta)
        hooks.onDelta(call, delta)
    }

    func succeeded(_ generation: Generation) async {
        guard end(CallEnd(generation)) else { return }
        await hooks.afterCall(call, generation)
    }

    /// Ended well, with no answer in words.
    func ended(_ embeddings: Embeddings) { end(CallEnd(embeddings)) }

    func failed(_ error: ModelError) async {
        guard end(CallEnd(error)) else { return }
        await hooks.onError(call, error)
    }

    /// Its stream was let go of before its end.
    func dropped(_ error: ModelError) {
        guard end(CallEnd(error)), !hooks.hooks.isEmpty else { return }
        let (hooks, call) = (hooks, call)
        Task { await hooks.onError(call, error) }
    }

    /// `false` where it has ended before.
    @discardableResult
    private func end(_ end: CallEnd) -> Bool {
        guard !over.exchange(true, ordering: .acquiringAndReleasing) else { return false }
        hooks.onEnd(call, end)
        sighting?.ended(call, end)
        return true
    }

    deinit {
        if !isOver { dropped(.droppedStream) }
    }
}

extension ModelError {
    static var droppedStream: ModelError { ModelError(.cancelled, "The stream was dropped before its end.") }
}
