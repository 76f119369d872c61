extension Generation {
    /// What one event of a stream adds.
    public struct Delta: Sendable, Hashable {
        /// Visible text; may be empty.
        public var content: String
        /// Visible thinking; may be empty.
        public var reasoning: String
        /// Text of a refusal; may be empty.
        public var refusal: String
        /// Pieces of tool calls.
        public var toolCalls: [ToolCallDelta]
        /// Set by the event that ends the answer.
        public var finishReason: FinishReason?
        /// The counts so far: totals, not additions.
        public var usage: Usage?

        public init(content: String = "", reasoning: String = "") {
            self.content = content
            self.reasoning = reasoning
            refusal = ""
            toolCalls = []
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

        public init(index: Int, id: String? = nil, name: String? = nil, arguments: String = "") {
            self.index = index
            self.id = id
            self.name = name
            self.arguments = arguments
        }
    }
}
