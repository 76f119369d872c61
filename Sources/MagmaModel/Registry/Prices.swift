public import FoundationEssentials

/// What a model's tokens cost, in US dollars for a million.
public struct Prices: Sendable, Hashable {
    /// The price of each kind of token; `nil` where none is published for it.
    public struct Rates: Sendable, Hashable {
        /// Text that is read.
        public var input: Decimal?
        /// Text that is written.
        public var output: Decimal?
        /// What is read from a prompt cache; without a price of its own it costs what ``input`` does.
        public var cacheRead: Decimal?
        /// What is written to a prompt cache; without a price of its own it costs what ``input`` does.
        public var cacheWrite: Decimal?
        /// What is written to be kept for an hour; without a price of its own as ``cacheWrite``.
        public var cacheWriteOneHour: Decimal?
        /// Thinking; without a price of its own as ``output``.
        public var reasoning: Decimal?
        /// Audio that is read; without a price of its own as ``input``.
        public var audioInput: Decimal?
        /// Audio that is written; without a price of its own as ``output``.
        public var audioOutput: Decimal?
        /// Audio that is read from a prompt cache; without a price of its own as ``cacheRead``.
        public var audioCacheRead: Decimal?
        /// Images that are read; without a price of its own as ``input``.
        public var imageInput: Decimal?
        /// Images that are written; without a price of its own as ``output``.
        public var imageOutput: Decimal?

        /// Prices of text; the others can be set on the value.
        public init(
            input: Decimal? = nil,
            output: Decimal? = nil,
            cacheRead: Decimal? = nil,
            cacheWrite: Decimal? = nil
        ) {
            self.input = input
            self.output = output
            self.cacheRead = cacheRead
            self.cacheWrite = cacheWrite
        }
    }

    /// Prices that replace the standard ones: for a tier of service, for long prompts, or for both together.
    public struct Tier: Sendable, Hashable {
        /// The tier of service: `batch`, `flex`, `priority`; `nil` for the standard one.
        public var service: String?
        /// The prices hold for all tokens of a call whose prompt is longer than this, cached tokens counted.
        public var above: Int?
        /// Those that differ.
        public var rates: Rates

        /// Prices for a tier of service, for long prompts, or for both.
        public init(service: String? = nil, above: Int? = nil, rates: Rates) {
            self.service = service
            self.above = above
            self.rates = rates
        }
    }

    /// Prices that replace the standard ones at certain times.
    public struct OffPeak: Sendable, Hashable {
        /// A span within a day, in UTC.
        public struct Window: Sendable, Hashable {
            /// Minutes from midnight: from the first up to the second.
            public var minutes: Range<Int>
            /// From Monday, 1, to Sunday, 7.
            public var days: Set<Int>

            /// A span on some days.
            public init(minutes: Range<Int>, days: Set<Int> = Set(1...7)) {
                self.minutes = minutes
                self.days = days
            }
        }

        /// Those that differ.
        public var rates: Rates
        /// When they hold.
        public var windows: [Window]

        /// Prices and when they hold.
        public init(rates: Rates, windows: [Window]) {
            self.rates = rates
            self.windows = windows
        }
    }

    /// What holds unless something else is said.
    public var standard: Rates
    /// What holds for long prompts and for other tiers of service.
    public var tiers: [Tier]
    /// What holds at certain times.
    public var offPeak: OffPeak?
    /// Factors on all prices, by where or how a request is served: `eu` and `us` for a place, `regional` for any place
    /// that is not `global`, `fast` for a quicker service.
    public var factors: [String: Decimal]

    /// Prices; only the standard ones are needed.
    public init(standard: Rates, tiers: [Tier] = [], offPeak: OffPeak? = nil, factors: [String: Decimal] = [:]) {
        self.standard = standard
        self.tiers = tiers
        self.offPeak = offPeak
        self.factors = factors
    }

    /// Prices of text, for each million tokens.
    public init(input: Decimal, output: Decimal, cacheRead: Decimal? = nil, cacheWrite: Decimal? = nil) {
        self.init(standard: Rates(input: input, output: output, cacheRead: cacheRead, cacheWrite: cacheWrite))
    }
}
