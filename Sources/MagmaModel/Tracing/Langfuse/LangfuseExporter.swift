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
        var hasBegun = false
        /// Whether what is in the queue waits for no others.
        var isHurried = false
        var worker: Task<Void, Never>?
        var sleeper: Task<Void, Never>?
        var exported = 0

        /// Whether what waits is to be sent now.
        func isDue(_ count: Int) -> Bool { queue.count >= count || isHurried }
    }

    let drops = TraceDrops()
    private let settings: LangfuseSettings
    private let timing: Timing
    private let sender: LangfuseSender
    private let log: LangfuseLog
    /// Told when the first call is noted.
    private let begin: @Sendable () -> Void
    private let state = Mutex(State())
    /// Of all calls, whosever they are.
    private let everyone = LangfuseAccount()

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
                return (false, false)
            }
            defer { state.hasBegun = true }
            everyone.note()
            entry.account?.note()
            state.queue.append(entry)
            state.held.count += 1
            state.held.bytes += entry.bytes
            if state.worker == nil {
                state.worker = Task.detached { await self.work() }
            } else if state.queue.count >= settings.flushAt {
                state.sleeper?.cancel()
            }
            return (true, !state.hasBegun)
        }
        if !isTaken { refuse(.queueFull, of: entry.account) }
        if isFirst { begin() }
    }

    /// Counts a call that is not taken.
    func refuse(_ reason: TraceDrops.Reason, of account: LangfuseAccount?) {
        everyone.lose()
        account?.lose()
        drops.add(reason)
    }

    // MARK: The task

    private func work() async {
        while var entries = await next() {
            var batch = LangfuseBatch()
            entries.reverse()
            // Each is let go of when it is encoded.
            while let entry = entries.popLast() {
                let spans = entry.spans
                let limit = (settings.flushAt, settings.maximumBatchBytes)
                while !batch.add(spans, LangfuseHolding(entry), within: limit) {
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
            defer {
                state.queue = []
                state.isHurried = false
            }
            return state.queue
        }
    }

    private func send(_ batch: LangfuseBatch) async {
        guard !batch.calls.isEmpty else { return }
        let lost = await sender.deliver(batch.pieces[...])
        for reason in lost.values { drops.add(reason) }
        log.reportDrops()
        settle(batch.calls) { lost[$0] != nil }
    }

    private func settle(_ calls: [LangfuseHolding], isLost: (Int) -> Bool) {
        let verdicts = calls.indices.map(isLost)
        let over: [Race<Bool>] = state.withLock { state in
            state.held.count -= calls.count
            state.held.bytes -= calls.reduce(0) { $0 + $1.bytes }
            state.exported += verdicts.count { !$0 }
            return zip(calls, verdicts).flatMap { call, isLost in
                everyone.settle(isLost: isLost) + (call.account?.settle(isLost: isLost) ?? [])
            }
        }
        for race in over { race.finish(true) }
    }

    // MARK: The end

    /// Sends what was noted before at once, and waits for it. `false` where it has not all arrived by then, or calls were lost since
    /// this was last asked. `account`: whose calls; `nil`: all.
    func flush(timeout: Duration, of account: LangfuseAccount? = nil) async -> Bool {
        let isOver = await wait(timeout: timeout, for: account)
        return (account ?? everyone).takeLost() == 0 && isOver
    }

    /// The same for the last time: what has not arrived by then is given up.
    func shutdown(timeout: Duration, of account: LangfuseAccount) async -> Bool {
        let isOver = await wait(timeout: timeout, for: account)
        if !isOver { abandon(account) }
        return account.takeLost() == 0 && isOver
    }

    /// Whether all was settled in time.
    private func wait(timeout: Duration, for account: LangfuseAccount?) async -> Bool {
        let account = account ?? everyone
        defer { log.reportDrops() }
        guard let race = account.wait() else { return true }
        state.withLock { state in
            guard !state.queue.isEmpty else { return }
            state.isHurried = true
            state.sleeper?.cancel()
        }
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
        account.forget(race)
        return isOver == true
    }

    /// Gives up what waits; of one account what is not on its way yet, and what is only where no other's goes with it.
    func abandon(_ account: LangfuseAccount? = nil) {
        let (worker, dropped): (Task<Void, Never>?, [LangfuseHolding]) = state.withLock { state in
            let dropped = state.queue.filter { account == nil || $0.account === account }
            state.queue.removeAll { account == nil || $0.account === account }
            if state.queue.isEmpty { state.sleeper?.cancel() }
            let sent = state.held.count - state.queue.count - dropped.count
            let isAlone = account.map { sent > 0 && $0.held - dropped.count == sent } ?? true
            return (isAlone ? state.worker : nil, dropped.map(LangfuseHolding.init))
        }
        worker?.cancel()
        drops.add(.shutdown, dropped.count)
        settle(dropped) { _ in true }
        log.reportDrops()
    }
}
