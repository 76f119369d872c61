internal import FoundationEssentials

/// What was used in a period, and what is reserved for requests under way.
struct BudgetLedger {
    private struct Reservation {
        let amount: BudgetHook.Amount
        let model: ModelID
        let url: String
        /// The period it was taken from.
        let period: Int64
    }

    private let length: Duration?
    private let start: Moment
    private var period: Int64 = 0
    private var used = BudgetHook.Amount()
    private var reserved: [UInt64: [Reservation]] = [:]

    init(period: Duration?, at now: Moment) {
        length = period
        start = now
    }

    mutating func spent(at now: Moment) -> BudgetHook.Amount {
        if let length, length > .zero {
            let current = Int64(min((now - start) / length, 0x1p62))
            if current != period {
                period = current
                used = BudgetHook.Amount()
            }
        }
        return used
    }

    mutating func reserve(_ amount: BudgetHook.Amount, _ attempt: HookAttempt) {
        reserved[attempt.callID, default: []].append(
            Reservation(amount: amount, model: attempt.model, url: attempt.url, period: period))
        used.tokens = used.tokens.addingUpTo(amount.tokens)
        used.cost += amount.cost
    }

    /// A request is sent again: the one before it was refused, or never answered.
    mutating func forgetFailed(_ attempt: HookAttempt) {
        let all = reserved[attempt.callID] ?? []
        guard let place = all.lastIndex(where: { $0.model == attempt.model && $0.url == attempt.url }) else { return }
        giveBack(all[place])
        reserved[attempt.callID]?.remove(at: place)
    }

    /// Puts what is known in the place of what was reserved.
    mutating func settle(_ call: UInt64, _ end: CallEnd, cost: Cost?, at now: Moment) {
        _ = spent(at: now)
        guard let all = reserved.removeValue(forKey: call) else { return }
        // Those that nobody told anything of are the last ones.
        let known = all.dropLast(min(end.unknown, all.count))
        for reservation in known { giveBack(reservation) }
        let paid = end.attempts.compactMap { attempt in attempt.usage.map { ($0, attempt.cost) } }
        for (usage, cost) in paid + (end.usage.map { [($0, cost)] } ?? []) {
            used.tokens = used.tokens.addingUpTo(usage.total ?? 0)
            used.cost += cost?.total ?? 0
        }
    }

    private mutating func giveBack(_ reservation: Reservation) {
        guard reservation.period == period else { return }
        used.tokens = max(0, used.tokens - reservation.amount.tokens)
        used.cost -= reservation.amount.cost
    }
}
