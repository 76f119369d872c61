internal import Synchronization

/// Takes calls and sends them in the background, a batch at a time.
///
/// A task runs only while something waits; what waits is bounded by number and by bytes, and what is beyond is dropped and counted.
final class LangfuseExporter: Sendable {
    static let maximumCount = 2048
    static let maximumBytes = 32 << 20

    private struct State {
        /// Noted and not taken up yet, in order.
        var queue: [LangfuseEntry] = []
        /// Those that are being sent included.
        var held = (count: 0, bytes: 0)
        var noted: UInt64 = 0
        var settled: UInt64 = 0
        /// Up to here nothing waits for others.
        var hurried: UInt64 = 0
        /// Calls that were lost since that was last asked.
        var lost = 0
        var worker: Task<Void, Never>?
        var sleeper: Task<Void, Never>?
        var waiters: [(target: UInt64, race: Race<Bool>)] = []
        var exported = 0

        /// Whether what waits is to be sent now.
        func isDue(_ count: Int) -> Bool { queue.count >= count || settled < hurried }
    }

    let drops = TraceDrops()
    private let settings: LangfuseSettings
    private let timing: Timing
    private let sender: LangfuseSender
    private let log: LangfuseLog
    /// Told when the first call is noted.
    private let begin: @Sendable () -> Void
    private let state = Mutex(State())

    init(
        _ settings: LangfuseSettings,
        transport: any Transport = HTTPTransport.shared,
        timing: Timing = .system,
        begin: @escaping @Sendable () -> Void = {}
    ) {
        self.settings = settings
        self.timing = timing
        self.begin = begin
        log = LangfuseLog(isDebugging: settings.isDebugging, drops: drops, now: timing.now)
        sender = LangfuseSender(settings: settings, transport: transport, timing: timing, drops: drops, log: log)
    }

    /// How many calls have arrived.
    var exported: Int { state.withLock { $0.exported } }
    /// How many wait or are being sent, and what they hold in memory.
    var held: (count: Int, bytes: Int) { state.withLock { $0.held } }
    /// Whether a task runs.
    var isAtWork: Bool { state.withLock { $0.worker != nil } }

    /// Takes a call. It neither waits nor fails.
    func note(_ entry: LangfuseEntry) {
        let (isTaken, isFirst): (Bool, Bool) = state.withLock { state in
            guard state.held.count < Self.maximumCount, state.held.bytes + entry.bytes <= Self.maximumBytes else {
                state.lost += 1
                return (false, false)
            }
            state.queue.append(entry)
            state.held.count += 1
            state.held.bytes += entry.bytes
            state.noted += 1
            if state.worker == nil {
                state.worker = Task.detached { await self.work() }
            } else if state.queue.count >= settings.flushAt {
                state.sleeper?.cancel()
            }
            return (true, state.noted == 1)
        }
        if !isTaken { drops.add(.queueFull) }
        if isFirst { begin() }
    }

    // MARK: The task

    private func work() async {
        while var entries = await next() {
            var batch = LangfuseBatch()
            entries.reverse()
            // Each is let go of when it is encoded.
            while let entry = entries.popLast() {
                let spans = entry.spans
                while !batch.add(spans, size: entry.bytes, within: (settings.flushAt, settings.maximumBatchBytes)) {
                    await send(batch)
                    batch = LangfuseBatch()
                }
            }
            await send(batch)
        }
    }

    /// What has been noted, once it is time; `nil` where there is nothing, and the task is over.
    private func next() async -> [LangfuseEntry]? {
        let interval = settings.flushInterval
        let sleeper: Task<Void, Never>? = state.withLock { state in
            guard !state.queue.isEmpty, !state.isDue(settings.flushAt), !Task.isCancelled else { return nil }
            let sleep = timing.sleep
            let sleeper = Task.detached { _ = try? await sleep(interval) }
            state.sleeper = sleeper
            return sleeper
        }
        await sleeper?.value
        return state.withLock { state in
            state.sleeper = nil
            guard !state.queue.isEmpty else {
                state.worker = nil
                return nil
            }
            guard !Task.isCancelled else {
                // What was given up is gone; this was noted afterwards, and is for a task that is not cancelled.
                state.worker = Task.detached { await self.work() }
                return nil
            }
            defer { state.queue = [] }
            return state.queue
        }
    }

    private func send(_ batch: LangfuseBatch) async {
        guard !batch.sizes.isEmpty else { return }
        let lost = await sender.deliver(batch.pieces[...])
        for reason in lost.values { drops.add(reason) }
        log.reportDrops()
        settle(count: batch.sizes.count, bytes: batch.sizes.reduce(0, +), lost: lost.count)
    }

    private func settle(count: Int, bytes: Int, lost: Int) {
        let over: [Race<Bool>] = state.withLock { state in
            state.held.count -= count
            state.held.bytes -= bytes
            state.settled += UInt64(count)
            state.exported += count - lost
            state.lost += lost
            let over = state.waiters.filter { $0.target <= state.settled }.map(\.race)
            state.waiters.removeAll { $0.target <= state.settled }
            return over
        }
        for race in over { race.finish(true) }
    }

    // MARK: The end

    /// Sends what was noted before at once, and waits for it. `false` where it has not all arrived by then, or calls were lost since
    /// this was last asked.
    func flush(timeout: Duration) async -> Bool {
        let race: Race<Bool>? = state.withLock { state in
            guard state.settled < state.noted else { return nil }
            let race = Race<Bool>()
            state.waiters.append((state.noted, race))
            state.hurried = state.noted
            state.sleeper?.cancel()
            return race
        }
        guard let race else { return takeLost() == 0 }
        let sleep = timing.sleep
        let timer = Task.detached {
            try? await sleep(timeout)
            race.finish(nil)
        }
        let isOver = await withTaskCancellationHandler {
            await race.value()
        } onCancel: {
            race.finish(nil)
        }
        timer.cancel()
        state.withLock { state in state.waiters.removeAll { $0.race === race } }
        return takeLost() == 0 && isOver == true
    }

    /// Gives up what waits.
    func abandon() {
        let (worker, dropped): (Task<Void, Never>?, [LangfuseEntry]) = state.withLock { state in
            defer { state.queue = [] }
            state.sleeper?.cancel()
            return (state.worker, state.queue)
        }
        worker?.cancel()
        drops.add(.shutdown, dropped.count)
        settle(count: dropped.count, bytes: dropped.reduce(0) { $0 + $1.bytes }, lost: dropped.count)
    }

    private func takeLost() -> Int {
        state.withLock { state in
            defer { state.lost = 0 }
            return state.lost
        }
    }
}
