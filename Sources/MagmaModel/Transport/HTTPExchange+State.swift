internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

extension HTTPExchange {
    /// What the consumer waits for.
    enum Wish {
        case head
        /// All of the body, or as much as is kept of it.
        case wholeBody
        /// The next part of the body.
        case part
    }

    /// How far an exchange is, who waits for it and what is kept.
    struct State {
        var isHeadSent = false
        var head: HTTPResponseHead?
        var isEnded = false
        var failure: ModelError?
        /// Whether the exchange still counts on its loop.
        var isCounted = true
        /// Since when the rest of the body is read only to keep the connection.
        var discardedAt: NIODeadline?
        var discardedBytes = 0
        var buffer: ByteBuffer?
        /// Held back from the client while the buffer is full.
        var demand: EventLoopPromise<Void>?
        var waiter: UnsafeContinuation<Void, Never>?
        /// Whether the loop will wake the waiter once it has handed over all that it has read.
        var isWakeDue = false
        var wish = Wish.head
        /// Since when the consumer waits for the body without anything having come.
        var waitingSince = NIODeadline.distantFuture
        var task: HTTPClient.Task<Void>?
        /// Where the timer of the loop has the exchange.
        var timerPlace: Int?

        /// How much of an unread body is kept before the client has to wait.
        static let highWatermark = 64 << 10

        var isOver: Bool { isEnded || failure != nil }
        var isFull: Bool { buffer.map { $0.readableBytes >= Self.highWatermark } ?? false }
        /// Whether the consumer waits for the body.
        var isWaitingForBody: Bool { waiter != nil && head != nil }

        func has(_ wish: Wish) -> Bool {
            switch wish {
            case .head: head != nil || isOver
            case .wholeBody: isOver || isFull
            case .part: buffer != nil || isOver || discardedAt != nil
            }
        }

        mutating func keep(_ part: ByteBuffer) {
            waitingSince = .now()
            guard var buffer = buffer.take() else { return buffer = part }
            buffer.writeImmutableBuffer(part)
            self.buffer = buffer
        }

        /// The waiter, where it has what it wished. It is taken out, so that it is resumed once.
        mutating func takeContentWaiter() -> UnsafeContinuation<Void, Never>? { has(wish) ? waiter.take() : nil }

        /// A head that has come is handed out even where the body failed: that decides about sending again.
        func readyHead() throws(ModelError) -> HTTPResponseHead? {
            if let head { return head }
            if let failure { throw failure }
            return nil
        }

        /// The part to hand out, and whom to tell that there is room again.
        mutating func takePart() throws(ModelError) -> (part: ByteBuffer, demand: EventLoopPromise<Void>?)? {
            if let part = buffer.take() { return (part, demand.take()) }
            if let failure { throw failure }
            return nil
        }

        /// What is to be let go once the lock is left; `nil` where the end has come before.
        mutating func end() -> Ended? {
            guard !isOver else { return nil }
            isEnded = true
            return takeAll()
        }

        mutating func fail(_ error: ModelError, keepingBuffer: Bool) -> Ended? {
            let isLost = !keepingBuffer && buffer.take() != nil
            guard !isOver else {
                // A body that came whole but is dropped unread must not look like one that was read to its end.
                if isLost, failure == nil { failure = error }
                return nil
            }
            failure = error
            return takeAll()
        }

        private mutating func takeAll() -> Ended {
            Ended(task: task.take(), timerPlace: timerPlace.take(), demand: demand.take(), waiter: waiter.take())
        }
    }

    /// Whatever an exchange that is over has to let go.
    struct Ended {
        let task: HTTPClient.Task<Void>?
        let timerPlace: Int?
        let demand: EventLoopPromise<Void>?
        let waiter: UnsafeContinuation<Void, Never>?
    }
}
