internal import NIOCore

/// The four limits of an exchange as points in time.
struct ExchangeClock: Sendable {
    let timeouts: TransportTimeouts
    private let connect: NIODeadline
    private let head: NIODeadline
    private let total: NIODeadline

    /// How long the end of a discarded body may take.
    private static let discardLimit = TimeAmount.seconds(1)

    init(_ timeouts: TransportTimeouts) {
        self.timeouts = timeouts
        let now = NIODeadline.now()
        connect = now + TimeAmount(timeouts.connect)
        head = now + TimeAmount(timeouts.head)
        total = timeouts.deadline.map { now + TimeAmount(ContinuousClock.now.duration(to: $0)) } ?? .distantFuture
    }

    /// The limit that passes next in a state; `nil` where none can.
    func next(_ state: borrowing HTTPExchange.State) -> (phase: ModelError.TimeoutPhase, due: NIODeadline)? {
        guard !state.isOver else { return nil }
        var next = (phase: ModelError.TimeoutPhase.total, due: total)
        if !state.isHeadSent, connect < next.due { next = (.connect, connect) }
        if state.head == nil {
            if head < next.due { next = (.head, head) }
        } else if let discardedAt = state.discardedAt {
            let end = discardedAt + Self.discardLimit
            if end < next.due { next = (.idle, end) }
        } else if state.isWaitingForBody {
            let idle = state.waitingSince + TimeAmount(timeouts.idle)
            if idle < next.due { next = (.idle, idle) }
        }
        return next.due == .distantFuture ? nil : next
    }

    func limit(_ phase: ModelError.TimeoutPhase) -> Duration? {
        switch phase {
        case .connect: timeouts.connect
        case .head: timeouts.head
        case .idle: timeouts.idle
        case .total: nil
        }
    }
}

extension HTTPExchange {
    /// Sees to it that the one timer fires no later than the next limit. One that fires early finds the right time by
    /// itself, so most reads schedule nothing.
    func arm() {
        let due: NIODeadline? = withState { state in
            guard let next = clock.next(state), next.due < state.timerDue else { return nil }
            state.timerDue = next.due
            return next.due
        }
        guard let due else { return }
        let timer = loop.scheduleTask(deadline: due) { self.tick(due) }
        let superfluous: Scheduled<Void>? = withState { state in
            guard !state.isOver, state.timerDue == due else { return timer }
            let old = state.timer
            state.timer = timer
            return old
        }
        superfluous?.cancel()
    }

    private func tick(_ due: NIODeadline) {
        let passed: ModelError.TimeoutPhase? = withState { state in
            // A timer that a sooner one replaced has nothing to say.
            guard state.timerDue == due else { return nil }
            state.timerDue = .distantFuture
            state.timer = nil
            guard let next = clock.next(state), next.due <= .now() else { return nil }
            return next.phase
        }
        guard let passed else { return arm() }
        fail(TransportFailure.timeout(passed, clock.limit(passed), host: host), keepingBuffer: true)
    }
}
