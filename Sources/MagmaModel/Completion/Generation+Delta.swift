extension Generation {
    /// What one event of a stream adds.
    public struct Delta: Sendable, Hashable {
        /// Visible text; may be empty.
        public var content: String
        /// Visible thinking; may be empty.
        public var reasoning: String
        /// What few events bring, kept apart so that mere text stays small.
        private var rare: Rare?

        /// A delta of text, of thinking, or of neither.
        public init(content: String = "", reasoning: String = "") {
            self.content = content
            self.reasoning = reasoning
        }

        init(content: String, reasoning: String, _ more: More?) {
            self.init(content: content, reasoning: reasoning)
            rare = more.map(Rare.init)
        }

        /// Text of a refusal; may be empty.
        public var refusal: String {
            get { rare?.values.refusal ?? "" }
            set { change { $0.refusal = newValue } }
        }
        /// Pieces of tool calls.
        public var toolCalls: [ToolCallDelta] {
            get { rare?.values.toolCalls ?? [] }
            set { change { $0.toolCalls = newValue } }
        }
        /// Set by the event that ends the answer.
        public var finishReason: FinishReason? {
            get { rare?.values.finishReason }
            set { change { $0.finishReason = newValue } }
        }
        /// The counts so far: totals, not additions.
        public var usage: Usage? {
            get { rare?.values.usage }
            set { change { $0.usage = newValue } }
        }

        /// Whether it has more than counts.
        var saysSomething: Bool {
            guard content.isEmpty, reasoning.isEmpty else { return true }
            guard let more = rare?.values else { return false }
            return !more.refusal.isEmpty || !more.toolCalls.isEmpty || more.finishReason != nil
        }

        /// The members that lie apart.
        struct More: Sendable, Hashable {
            var refusal = ""
            var toolCalls: [ToolCallDelta] = []
            var finishReason: FinishReason?
            var usage: Usage?
        }

        private final class Rare: Sendable {
            let values: More
            init(_ values: More) { self.values = values }
        }

        private mutating func change(_ body: (inout More) -> Void) {
            var values = rare?.values ?? More()
            body(&values)
            rare = Rare(values)
        }

        public static func == (left: Delta, right: Delta) -> Bool {
            left.content == right.content && left.reasoning == right.reasoning
                && (left.rare?.values ?? More()) == (right.rare?.values ?? More())
        }

        public func hash(into hasher: inout Hasher) {
            hasher.combine(content)
            hasher.combine(reasoning)
            hasher.combine(rare?.values ?? More())
        }
    }

    /// A piece of a tool call.
    public struct ToolCallDelta: Sendable, Hashable {
        /// Which call of the answer, from 0.
        public var index: Int
        /// Given once, with the first piece.
        public var id: String?
        /// Given once, with the first piece.
        public var name: String?
        /// The next piece of the arguments' text; may be empty.
        public var arguments: String

        /// A piece of the call at that place.
        public init(index: Int, id: String? = nil, name: String? = nil, arguments: String = "") {
            self.index = index
            self.id = id
            self.name = name
            self.arguments = arguments
        }
    }
}
