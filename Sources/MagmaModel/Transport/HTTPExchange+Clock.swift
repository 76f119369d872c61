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
        total = timeouts.due.map { now + TimeAmount(Moment.now.duration(to: $0)) } ?? .distantFuture
    }

    /// The limit that passes next in a state; `nil` where none can.
    func next(_ state: borrowing HTTPExchange.State) -> (phase: ModelError.TimeoutPhase, due: NIODeadline)? {
        guard !state.isOver else { return nil }
        var next = (phase: timeouts.deadlinePhase, due: total)
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
        case .total, .deadline: nil
        }
    }
}

extension HTTPExchange {
    /// Sees to it that the timer of the loop fires no later than the next limit. One that fires early finds the right time
    /// by itself, so most reads schedule nothing.
    func arm() {
        if let due = withState({ clock.next($0)?.due }) { timer.arm(due) }
    }

    /// Fails where a limit has passed, and else waits for the next.
    func checkTime() {
        let passed: ModelError.TimeoutPhase? = withState { state in
            guard let next = clock.next(state), next.due <= .now() else { return nil }
            return next.phase
        }
        guard let passed else { return arm() }
        fail(TransportFailure.timeout(passed, clock.limit(passed), host: host), keepingBuffer: true)
    }
}
