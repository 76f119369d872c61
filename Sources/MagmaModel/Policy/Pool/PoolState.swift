/// What has been learnt of the members of a pool. Clock and chance are given, so that the same calls make the same choices.
struct PoolState {
    struct Member {
        var inFlight = 0
        var health = MemberHealth()
        /// Of whole answers, and of the first deltas of streams.
        var latency = (whole: PeakEWMA(), stream: PeakEWMA())
        /// What is left of its turns.
        var turns = 0.0
        let weight: Double
        /// US dollars for three million tokens read and one written; `nil` where it is not known.
        let price: Double?
        /// What tells it from others when a key looks for its member.
        let hash: UInt64
    }

    var members: [Member]
    private let rules: Pool.Ejection
    /// What is missing from the full retry budget, which is one for all members: when they fail together, a call that goes from
    /// one to the next multiplies the load as much as one that is repeated.
    private var spent = 0

    init(_ members: [Member], _ rules: Pool.Ejection) {
        self.members = members
        self.rules = rules
    }

    /// What decides between the members.
    struct Question {
        var strategy: Pool.Strategy
        /// Those that this call has been to.
        var visited: Set<Int> = []
        /// Those whose limits leave no room for it.
        var full: Set<Int> = []
        var affinity: String?
        var isStreaming = false
    }

    /// The member for a call, which is under way from now on: one that serves and has not been visited, else one that serves,
    /// else any, rather one that has not been visited; of these rather one that has room.
    mutating func begin(
        _ question: Question,
        at now: Moment,
        random: () -> Double
    ) -> Int {
        let all = Array(members.indices)
        let serving = all.filter { members[$0].health.state(at: now) != .out }
        let base = serving.isEmpty ? all : serving
        let fresh = base.filter { !question.visited.contains($0) }
        let unlimited = (fresh.isEmpty ? base : fresh).filter { !question.full.contains($0) }
        let open = unlimited.isEmpty ? (fresh.isEmpty ? base : fresh) : unlimited
        let chosen = open.count == 1 ? open[0] : choose(among: open, question, at: now, random)
        members[chosen].inFlight += 1
        members[chosen].health.begin(at: now)
        return chosen
    }

    /// Whether one that serves has not been visited.
    func hasOther(than visited: Set<Int>, at now: Moment) -> Bool {
        members.indices.contains { !visited.contains($0) && members[$0].health.state(at: now) != .out }
    }

    /// Whether another one that serves may have room.
    func hasRoom(besides index: Int, _ question: Question, at now: Moment) -> Bool {
        hasOther(than: question.visited.union(question.full).union([index]), at: now)
    }

    mutating func succeeded(_ index: Int, after latency: Duration, isStreaming: Bool, at now: Moment) {
        members[index].health.succeeded(at: now, rules)
        if isStreaming {
            members[index].latency.stream.observe(latency, at: now)
        } else {
            members[index].latency.whole.observe(latency, at: now)
        }
    }

    mutating func failed(_ index: Int, _ error: ModelError, at now: Moment) {
        guard Self.countedCodes.contains(error.code) else { return members[index].health.ended() }
        guard members[index].health.failed(at: now, retryAfter: error.retryAfter, rules) else { return }
        guard members[index].health.isEjected || mayEject else { return members[index].health.ended() }
        members[index].health.eject(at: now, rules)
    }

    /// Whether there was enough in the budget for another attempt; then it is gone.
    mutating func spend(_ cost: Int) -> Bool {
        guard spent + cost <= RetryBudget.capacity else { return false }
        spent += cost
        return true
    }

    /// An attempt has succeeded. `cost` is what it had cost as a retry; `nil` for a first one.
    mutating func refund(_ cost: Int?) { spent = max(0, spent - (cost ?? 1)) }

    /// The call is over: its stream too has been read, or dropped.
    mutating func ended(_ index: Int) { members[index].inFlight -= 1 }

    /// The call was given up before anything was known of it.
    mutating func abandoned(_ index: Int) { members[index].health.ended() }

    /// Whether the pool can do without one more.
    private var mayEject: Bool {
        guard rules.maximumShare > 0, members.count > 1 else { return false }
        let out = members.count { $0.health.isEjected }
        return out + 1 <= max(1, Int(rules.maximumShare * Double(members.count)))
    }

    /// Failures that are the member's own, and no one's else: also those for which another member is asked.
    static let countedCodes: Set<ModelError.Code> = [
        .overloaded, .serverError, .timeout, .connection, .rateLimited, .quotaExceeded, .authentication, .permission,
        .notFound,
    ]
}
