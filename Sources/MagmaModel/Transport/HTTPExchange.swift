internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// One request and its response: what the client's event loop and the one consumer share, behind a lock.
///
/// The client pushes a part of the body and waits while the buffer is full; the consumer pulls all that is there. No
/// continuation, promise or timer is touched while the lock is held.
final class HTTPExchange: Sendable {
    typealias HeadResult = Result<HTTPResponseHead, ModelError>
    typealias ChunkResult = Result<BodyChunk?, ModelError>

    struct State {
        var isHeadSent = false
        var head: HTTPResponseHead?
        var isEnded = false
        /// Since when the rest of the body is read only to keep the connection.
        var discardedAt: NIODeadline?
        var discardedBytes = 0
        var failure: ModelError?
        var buffer: ByteBuffer?
        /// Held back from the client while the buffer is full.
        var demand: EventLoopPromise<Void>?
        var headWaiter: CheckedContinuation<HeadResult, Never>?
        var chunkWaiter: CheckedContinuation<ChunkResult, Never>?
        var waitingSince = NIODeadline.distantFuture
        var task: HTTPClient.Task<Void>?
        var timer: Scheduled<Void>?
        var timerDue = NIODeadline.distantFuture

        var isOver: Bool { isEnded || failure != nil }
    }

    let host: String
    let clock: ExchangeClock
    let loop: any EventLoop
    private let state = Mutex(State())

    /// How much of an unread body is kept before the client has to wait.
    private static let highWatermark = 64 << 10

    init(host: String, timeouts: TransportTimeouts, loop: any EventLoop) {
        self.host = host
        self.loop = loop
        clock = ExchangeClock(timeouts)
    }

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
        let isOver = state.withLock { state in
            if !state.isOver { state.task = task }
            return state.failure != nil
        }
        if isOver { task.cancel() }
        arm()
    }

    // MARK: The consumer's side

    func head() async throws(ModelError) -> HTTPResponseHead {
        let result: HeadResult = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready: HeadResult? = state.withLock { state in
                    if let failure = state.failure { return .failure(failure) }
                    if let head = state.head { return .success(head) }
                    state.headWaiter = continuation
                    return nil
                }
                if let ready { continuation.resume(returning: ready) }
            }
        } onCancel: {
            fail(TransportFailure.cancelled, keepingBuffer: false)
        }
        return try result.get()
    }

    func next() async throws(ModelError) -> BodyChunk? {
        if Task.isCancelled { fail(TransportFailure.cancelled, keepingBuffer: false) }
        if let ready = take(waiter: nil) { return try ready.get() }
        let result: ChunkResult = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if let ready = take(waiter: continuation) {
                    continuation.resume(returning: ready)
                } else {
                    arm()
                }
            }
        } onCancel: {
            fail(TransportFailure.cancelled, keepingBuffer: false)
        }
        return try result.get()
    }

    /// What can be handed out at once; else `nil`, and the waiter is kept.
    private func take(waiter: CheckedContinuation<ChunkResult, Never>?) -> ChunkResult? {
        let (result, demand): (ChunkResult?, EventLoopPromise<Void>?) = state.withLock { state in
            if let buffer = state.buffer {
                let demand = state.demand
                state.buffer = nil
                state.demand = nil
                return (.success(BodyChunk(buffer)), demand)
            }
            if let failure = state.failure { return (.failure(failure), nil) }
            if state.isEnded || state.discardedAt != nil { return (.success(nil), nil) }
            if let waiter {
                state.chunkWaiter = waiter
                state.waitingSince = .now()
            }
            return (nil, nil)
        }
        demand?.succeed(())
        return result
    }

    /// Reads the rest without keeping it, so that the connection can be used again.
    func discard() {
        let demand: EventLoopPromise<Void>? = state.withLock { state in
            guard !state.isOver, state.discardedAt == nil else { return nil }
            state.discardedAt = .now()
            let demand = state.demand
            (state.buffer, state.demand) = (nil, nil)
            return demand
        }
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
        let waiter = state.withLock { state in
            state.head = head
            let waiter = state.headWaiter
            state.headWaiter = nil
            return waiter
        }
        waiter?.resume(returning: .success(head))
    }

    /// Takes a part of the body; where the buffer is full, what the client has to wait for.
    func receive(_ part: ByteBuffer) -> EventLoopFuture<Void>? {
        guard part.readableBytes > 0 else { return nil }
        if let isTooMuch = discard(part) {
            if isTooMuch { fail(TransportFailure.cancelled, keepingBuffer: false) }
            return nil
        }
        let (waiter, future): (CheckedContinuation<ChunkResult, Never>?, EventLoopFuture<Void>?) = state.withLock {
            guard !$0.isOver else { return (nil, nil) }
            if let waiter = $0.chunkWaiter {
                $0.chunkWaiter = nil
                return (waiter, nil)
            }
            var buffer = $0.buffer ?? part
            if $0.buffer != nil {
                $0.buffer = nil
                buffer.writeImmutableBuffer(part)
            }
            $0.buffer = buffer
            guard buffer.readableBytes >= Self.highWatermark else { return (nil, nil) }
            let promise = loop.makePromise(of: Void.self)
            $0.demand = promise
            return (nil, promise.futureResult)
        }
        waiter?.resume(returning: .success(BodyChunk(part)))
        return future
    }

    /// Drops a part that nobody wants; whether the rest is too long for that. `nil`: the part is wanted.
    private func discard(_ part: ByteBuffer) -> Bool? {
        state.withLock { state in
            guard state.discardedAt != nil else { return nil }
            state.discardedBytes += part.readableBytes
            return state.discardedBytes > Self.highWatermark
        }
    }

    func end() {
        let (waiter, timer): (CheckedContinuation<ChunkResult, Never>?, Scheduled<Void>?) = state.withLock { state in
            guard !state.isOver else { return (nil, nil) }
            state.isEnded = true
            state.task = nil
            let taken = (state.chunkWaiter, state.timer)
            (state.chunkWaiter, state.timer) = (nil, nil)
            return taken
        }
        timer?.cancel()
        waiter?.resume(returning: .success(nil))
    }

    /// Ends the exchange and closes its connection. Only the first end counts.
    func fail(_ error: ModelError, keepingBuffer: Bool) {
        var old: State? = state.withLock { state in
            guard !state.isOver else {
                if !keepingBuffer { state.buffer = nil }
                return nil
            }
            let old = state
            state.failure = error
            state.task = nil
            state.timer = nil
            state.demand = nil
            state.headWaiter = nil
            state.chunkWaiter = nil
            if !keepingBuffer { state.buffer = nil }
            return old
        }
        guard let taken = old.take() else { return }
        taken.timer?.cancel()
        taken.task?.cancel()
        taken.demand?.succeed(())
        taken.headWaiter?.resume(returning: .failure(error))
        taken.chunkWaiter?.resume(returning: .failure(error))
    }
}
