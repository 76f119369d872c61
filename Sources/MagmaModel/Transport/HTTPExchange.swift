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
        /// Nobody reads on: what comes is thrown away.
        var isDiscarding = false
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
    /// How long the end of a body that nobody reads may take.
    private static let discardLimit = TimeAmount.seconds(2)

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

    /// Lets the rest of the body come and throws it away; closes the connection where it takes too long.
    func discard() {
        let (isOver, demand): (Bool, EventLoopPromise<Void>?) = state.withLock { state in
            let demand = state.demand
            state.isDiscarding = true
            state.buffer = nil
            state.demand = nil
            return (state.isOver, demand)
        }
        demand?.succeed(())
        guard !isOver else { return }
        let timer = loop.scheduleTask(in: Self.discardLimit) {
            self.fail(TransportFailure.cancelled, keepingBuffer: false)
        }
        let superfluous: Scheduled<Void>? = state.withLock { state in
            guard !state.isOver else { return timer }
            let old = state.timer
            state.timer = timer
            return old
        }
        superfluous?.cancel()
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
            if state.isEnded { return (.success(nil), nil) }
            if let waiter {
                state.chunkWaiter = waiter
                state.waitingSince = .now()
            }
            return (nil, nil)
        }
        demand?.succeed(())
        return result
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

    /// Takes a part of the body; `false` where the client is to wait for the promise.
    func receive(_ part: ByteBuffer) -> EventLoopFuture<Void>? {
        guard part.readableBytes > 0 else { return nil }
        let (waiter, future): (CheckedContinuation<ChunkResult, Never>?, EventLoopFuture<Void>?) = state.withLock {
            guard !$0.isOver, !$0.isDiscarding else { return (nil, nil) }
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
