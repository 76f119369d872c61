internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// One request and its response: what the client's event loop and the one consumer share, behind a lock.
///
/// The client pushes a part of the body and waits while the buffer is full; the consumer pulls all that is there. Whoever
/// waits is only woken and then looks for itself. No continuation, promise or timer is touched while the lock is held.
final class HTTPExchange: Sendable {
    let host: String
    let clock: ExchangeClock
    let timer: LoopTimer
    private let loops: LoopChooser
    private let place: Int
    /// Whether the consumer is woken by the end of the body, or a full buffer, instead of the head.
    private let wantsWholeBody: Bool
    private let state = Mutex(State())

    init(_ request: TransportRequest, host: String, _ loops: LoopChooser) {
        self.host = host
        self.loops = loops
        (timer, place) = loops.take()
        wantsWholeBody = request.wantsWholeBody
        clock = ExchangeClock(request.timeouts)
    }

    var loop: any EventLoop { timer.loop }

    func withState<Value>(_ body: (inout sending State) -> sending Value) -> sending Value {
        state.withLock(body)
    }

    /// Binds the client's task, once, and starts the clock.
    func attach(_ task: HTTPClient.Task<Void>) {
        // Every failure of the client comes through its future, those before it calls the delegate included.
        task.futureResult.whenFailure { error in
            let inBody = self.state.withLock { $0.head != nil }
            self.fail(TransportFailure.connection(error, host: self.host, inBody: inBody), keepingBuffer: true)
        }
        let timerPlace = timer.add(self)
        let (isOver, hasFailed) = state.withLock { state in
            if !state.isOver { (state.task, state.timerPlace) = (task, timerPlace) }
            return (state.isOver, state.failure != nil)
        }
        if hasFailed { task.cancel() }
        if isOver { return timer.remove(timerPlace) }
        arm()
    }

    // MARK: The consumer's side

    @inline(__always)
    nonisolated(nonsending) func head() async throws(ModelError) -> HTTPResponseHead {
        while true {
            await wait(for: wantsWholeBody ? .wholeBody : .head)
            if let head = try state.withLock({ state throws(ModelError) in try state.readyHead() }) { return head }
        }
    }

    @inline(__always)
    nonisolated(nonsending) func next() async throws(ModelError) -> BodyChunk? {
        if Task.isCancelled { fail(TransportFailure.cancelled, keepingBuffer: false) }
        while true {
            if let taken = try state.withLock({ state throws(ModelError) in try state.takePart() }) {
                taken.demand?.succeed(())
                return BodyChunk(taken.part)
            }
            if state.withLock({ $0.isOver || $0.discardedAt != nil }) { return nil }
            await wait(for: .part)
        }
    }

    /// What is left of a body that has come to its end; `nil` also for a task that is cancelled, which ``next()`` will say.
    func takeRest() -> BodyChunk? {
        guard !Task.isCancelled else { return nil }
        return state.withLock { state in
            guard state.isEnded, state.failure == nil else { return nil }
            return state.buffer.take().map(BodyChunk.init)
        }
    }

    /// Returns once there may be what is wished for.
    @inline(__always)
    private nonisolated(nonsending) func wait(for wish: Wish) async {
        if state.withLock({ $0.has(wish) }) { return }
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let (isThere, waitsForBody) = state.withLock { state in
                    if state.has(wish) { return (true, false) }
                    state.waiter = continuation
                    state.wish = wish
                    state.waitingSince = .now()
                    return (false, state.isWaitingForBody)
                }
                if isThere { continuation.resume() }
                // Until the head is there its limit holds, which was armed at the start.
                if waitsForBody { arm() }
            }
        } onCancel: {
            fail(TransportFailure.cancelled, keepingBuffer: false)
        }
    }

    /// Reads the rest without keeping it, so that the connection can be used again.
    func discard() {
        let demand: EventLoopPromise<Void>? = state.withLock { state in
            guard !state.isOver, state.discardedAt == nil else { return nil }
            state.discardedAt = .now()
            state.buffer = nil
            return state.demand.take()
        }
        uncount()
        arm()
        demand?.succeed(())
    }

    /// The consumer is gone.
    func drop() {
        guard state.withLock({ $0.discardedAt == nil }) else { return }
        fail(TransportFailure.cancelled, keepingBuffer: false)
    }

    // MARK: The client's side

    func receive(_ head: HTTPResponseHead) {
        let (waiter, isWaiting) = state.withLock { state in
            state.head = head
            state.waitingSince = .now()
            return (state.takeContentWaiter(), state.isWaitingForBody)
        }
        waiter?.resume()
        if isWaiting { arm() }
    }

    /// Takes a part of the body; where the buffer is full, what the client has to wait for.
    func receive(_ part: ByteBuffer) -> EventLoopFuture<Void>? {
        guard part.readableBytes > 0 else { return nil }
        if let isTooMuch = discard(part) {
            if isTooMuch { fail(TransportFailure.cancelled, keepingBuffer: false) }
            return nil
        }
        let (wakes, future): (Bool, EventLoopFuture<Void>?) = state.withLock { state in
            guard !state.isOver else { return (false, nil) }
            state.keep(part)
            let wakes = state.waiter != nil && !state.isWakeDue && state.has(state.wish)
            if wakes { state.isWakeDue = true }
            guard state.isFull else { return (wakes, nil) }
            let promise = loop.makePromise(of: Void.self)
            state.demand = promise
            return (wakes, promise.futureResult)
        }
        // A read of the client's often holds many parts: the consumer is woken once for all of them.
        if wakes { loop.execute { self.wake() } }
        return future
    }

    private func wake() {
        let waiter = state.withLock { state in
            state.isWakeDue = false
            return state.takeContentWaiter()
        }
        waiter?.resume()
    }

    /// Drops a part that nobody wants; whether the rest is too long for that. `nil`: the part is wanted.
    private func discard(_ part: ByteBuffer) -> Bool? {
        state.withLock { state in
            guard state.discardedAt != nil else { return nil }
            state.discardedBytes += part.readableBytes
            return state.discardedBytes > State.highWatermark
        }
    }

    func end() {
        guard let ended = state.withLock({ $0.end() }) else { return }
        letGo(ended)
    }

    /// Ends the exchange and closes its connection. Only the first end counts.
    func fail(_ error: ModelError, keepingBuffer: Bool) {
        guard let ended = state.withLock({ $0.fail(error, keepingBuffer: keepingBuffer) }) else { return }
        ended.task?.cancel()
        letGo(ended)
    }

    /// For the choice of a loop the exchange is over once nobody waits for it.
    private func uncount() {
        let wasCounted = state.withLock { state in
            defer { state.isCounted = false }
            return state.isCounted
        }
        if wasCounted { loops.giveBack(place) }
    }

    private func letGo(_ ended: Ended) {
        uncount()
        if let place = ended.timerPlace { timer.remove(place) }
        ended.demand?.succeed(())
        ended.waiter?.resume()
    }
}
