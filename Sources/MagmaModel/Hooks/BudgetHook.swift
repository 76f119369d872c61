public import FoundationEssentials
internal import Synchronization

/// Holds calls to a number of tokens or of US dollars, in all or in each period.
///
/// Before each request what it may use is reserved: the prompt by an estimate, and the most tokens that its answer may have. When
/// the call is over, what the provider counted takes the place of that. Where the provider counted nothing although it may have
/// been paid (a dropped stream, a lost answer), what was reserved stays spent. A request that would go beyond the budget is not sent:
/// the call fails with `.budgetExceeded`, and nothing is tried again.
///
/// ```swift
/// let budget = BudgetHook(maxTokens: 1_000_000, maxCost: 5, per: .seconds(86_400))
/// registerHook(budget)
/// ```
///
/// One budget may be registered in several places; all that it sees counts together. It is of this process alone.
public final class BudgetHook: Sendable {
    /// What was used, the reserved included.
    public struct Amount: Sendable, Hashable {
        /// Read and written together.
        public var tokens: Int
        /// US dollars, as far as the price is known. A budget of tokens alone reserves none.
        public var cost: Decimal

        /// An amount of both.
        public init(tokens: Int = 0, cost: Decimal = 0) {
            self.tokens = tokens
            self.cost = cost
        }
    }

    /// Tokens in each period, read and written together; `nil`: any number.
    public let maxTokens: Int?
    /// US dollars in each period. With it, a model whose price is not known cannot be called. `nil`: any sum.
    public let maxCost: Decimal?
    /// How long a period is; the first one begins when the budget is made. `nil`: it never ends.
    public let period: Duration?
    /// What the answer of a request that says no `maxTokens` is reckoned at.
    public let assumedOutput: Int

    private let ledger: Mutex<BudgetLedger>
    private let now: @Sendable () -> Moment

    /// A budget. `clock` is what periods go by, the system's unless said.
    public init(
        maxTokens: Int? = nil,
        maxCost: Decimal? = nil,
        per period: Duration? = nil,
        assumedOutput: Int = 1_000,
        clock: (any Clock<Duration>)? = nil
    ) {
        self.maxTokens = maxTokens
        self.maxCost = maxCost
        self.period = period
        self.assumedOutput = assumedOutput
        now = (clock.map { Timing(clock: $0) } ?? .system).now
        ledger = Mutex(BudgetLedger(period: period, at: now()))
    }

    /// What was used in the running period, what is reserved for requests under way included.
    public var spent: Amount {
        let now = now()
        return ledger.withLock { $0.spent(at: now) }
    }

    var hooks: [Hook] { [.beforeAttempt { try self.reserve($0) }, .onEnd { self.settle($0, $1) }] }

    private func reserve(_ attempt: HookAttempt) throws(ModelError) {
        let output = attempt.maxTokens ?? assumedOutput
        var amount = Amount(tokens: attempt.estimatedInputTokens.addingUpTo(output))
        if maxCost != nil {
            guard let cost = attempt.estimatedCost(output: output) else {
                throw ModelError(
                    .budgetExceeded,
                    "No price is known for \(attempt.model), so that a budget in US dollars cannot hold it; nothing was sent."
                )
            }
            amount.cost = cost
        }
        let now = now()
        let left: Amount? = ledger.withLock { ledger in
            // One that was too slow to decide has been passed over, and its call settled.
            guard !attempt.isOver else { return nil }
            if attempt.number > 1 { ledger.forgetFailed(attempt) }
            let spent = ledger.spent(at: now)
            let tokens = maxTokens.map { spent.tokens.addingUpTo(amount.tokens) <= $0 } ?? true
            let cost = maxCost.map { spent.cost + amount.cost <= $0 } ?? true
            guard tokens && cost else { return spent }
            ledger.reserve(amount, attempt)
            return nil
        }
        guard let left else { return }
        throw ModelError(.budgetExceeded, "\(refusal(amount, left)); nothing was sent.")
    }

    private func refusal(_ amount: Amount, _ spent: Amount) -> String {
        let each = period.map { " for \($0)" } ?? ""
        if let maxTokens, spent.tokens.addingUpTo(amount.tokens) > maxTokens {
            return
                "The budget of \(maxTokens) tokens\(each) has \(max(0, maxTokens - spent.tokens)) left, and the request may"
                + " use \(amount.tokens)"
        }
        let maxCost = maxCost ?? 0
        return "The budget of $\(maxCost)\(each) has $\(max(0, maxCost - spent.cost)) left, and the request may cost"
            + " $\(amount.cost)"
    }

    private func settle(_ call: HookCall, _ end: CallEnd) {
        // The price is worked out before, or other calls wait for it.
        let (now, cost) = (now(), end.cost)
        ledger.withLock { $0.settle(call.id, end, cost: cost, at: now) }
    }
}

/// Adds a budget to the dispatcher that calls made here go through.
@discardableResult
public func registerHook(_ budget: BudgetHook) -> HookToken { Dispatcher.current.hooks.add(budget.hooks) }

/// Runs the operation with a budget that holds for the calls made in it, as `withHook` does for any hook.
public func withHook<Value, Failure: Error>(
    _ budget: BudgetHook,
    operation: () async throws(Failure) -> Value
) async throws(Failure) -> Value {
    try await HookRegistry.scoped(budget.hooks, operation)
}
