/// Several models of which each call goes to one.
public struct Pool: Sendable, Hashable {
    /// A model of a pool, and its share.
    public struct Member: Sendable, Hashable {
        /// The model, with settings of its own, which go before those of the pool's handle.
        public let model: Model
        /// How much it gets against the others'; above 0.
        public let weight: Double

        /// A member and its share.
        public init(_ model: Model, weight: Double = 1) {
            self.model = model
            self.weight = weight
        }
    }

    /// How the member for a call is chosen.
    public enum Strategy: String, Sendable, Hashable, CaseIterable {
        /// By chance, in proportion to the weights.
        case weightedRandom = "weighted_random"
        /// In turn; one of a greater weight has more turns, spread evenly.
        case roundRobin = "round_robin"
        /// The one with the fewest calls under way, for its weight.
        case leastInFlight = "least_in_flight"
        /// Of two taken by chance the one whose average latency, squared, times the calls it has under way is smaller. The
        /// average follows a rise at once and a fall slowly (peak-EWMA, 10 s), and fades where a member is not asked (60 s). A
        /// stream's latency is the time to its first delta, and apart from that of whole answers.
        case leastLatency = "least_latency"
        /// The one with the lowest price in the registry, three tokens read for each that is written; of those that cost the
        /// same the one with the fewest calls under way. One without a known price comes last.
        case cheapest
    }

    /// When a member that fails is left out for a while, and how it comes back.
    ///
    /// After ``baseTime``, times the ejections of late, one call is sent to it; it is back where that succeeds, else out for
    /// longer. A member whose provider answers 429 or 503 with `Retry-After` is left out for that time besides. Where all
    /// members are out, all are asked as if none were.
    public struct Ejection: Sendable, Hashable {
        /// So many failures in a row: of the server, a limit, a timeout, a connection or a credential.
        public var consecutiveFailures: Int
        /// The share of calls within ``interval`` that fail, from 0 to 1, where there were at least ``minimumRequests``.
        public var failureRate: Double
        /// How many calls within ``interval`` it takes for the rate to count.
        public var minimumRequests: Int
        /// The time over which the rate is taken, and after which a member in service has one ejection less to its name.
        public var interval: Duration
        /// How long the first ejection lasts.
        public var baseTime: Duration
        /// How long one may last.
        public var maximumTime: Duration
        /// The share of the members that may be out at a time, from 0 to 1; one may always be, unless it is 0.
        public var maximumShare: Double

        /// Rules; what is left out is the default.
        public init(
            consecutiveFailures: Int = 5,
            failureRate: Double = 0.5,
            minimumRequests: Int = 20,
            interval: Duration = .seconds(10),
            baseTime: Duration = .seconds(30),
            maximumTime: Duration = .seconds(300),
            maximumShare: Double = 0.5
        ) {
            self.consecutiveFailures = consecutiveFailures
            self.failureRate = failureRate
            self.minimumRequests = minimumRequests
            self.interval = interval
            self.baseTime = baseTime
            self.maximumTime = maximumTime
            self.maximumShare = maximumShare
        }

        /// No member is left out because it fails.
        public static let never = Ejection(maximumShare: 0)
    }

    /// Those of which one is asked.
    public let members: [Member]
    /// How it is chosen.
    public let strategy: Strategy
    /// When a member is left out.
    public let ejection: Ejection
    /// Calls with the same key go to the same member. See ``Model/with(affinity:)``.
    public internal(set) var affinity: String?

    /// A pool; ``Model/pool(_:strategy:name:ejection:)-([Model],_,_,_)`` makes a handle of it.
    public init(
        _ members: [Member],
        strategy: Strategy = .leastLatency,
        ejection: Ejection = Ejection(),
        affinity: String? = nil
    ) {
        self.members = members
        self.strategy = strategy
        self.ejection = ejection
        self.affinity = affinity
    }

    func mapModels(_ change: (Model) -> Model) -> Pool {
        Pool(
            members.map { Member(change($0.model), weight: $0.weight) }, strategy: strategy, ejection: ejection,
            affinity: affinity)
    }

    /// The members' ids, the first few.
    var derivedName: String {
        var names = members.prefix(3).map(\.model.id.description)
        if members.count > 3 { names.append("…") }
        return names.isEmpty ? "empty" : names.joined(separator: "+")
    }

    /// What is wrong with it; `nil` where nothing is.
    var problem: String? {
        if members.isEmpty { return "has no members" }
        if let wrong = members.first(where: { !($0.weight > 0 && $0.weight.isFinite) }) {
            return "has a member, \(wrong.model.id), whose weight is not a number above 0"
        }
        return nil
    }
}
