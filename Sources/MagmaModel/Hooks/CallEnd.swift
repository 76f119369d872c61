/// What a call came to, however it ended: for hooks that count.
struct CallEnd: Sendable {
    /// What the answer, or the part of it that had come, is known to have used and cost.
    var usage: Usage?
    var cost: Cost?
    var attempts: [Attempt]
    /// `nil` where it ended well.
    var error: ModelError?
    /// The answer, or the part of it that had come.
    var answer: Generation?

    init(_ answer: Generation) {
        usage = answer.usage
        cost = answer.cost
        attempts = answer.attempts
        self.answer = answer
    }

    init(_ answer: Embeddings) {
        usage = answer.usage
        cost = answer.cost
        attempts = answer.attempts
    }

    init(_ error: ModelError) {
        usage = error.partial?.usage
        cost = usage == nil ? nil : error.partial?.cost
        attempts = error.attempts
        self.error = error
        answer = error.partial
    }

    /// How many requests may have been paid for although nothing is known of what they used.
    var unknown: Int {
        if error != nil, attempts.isEmpty { return 0 }
        return attempts.count { $0.mayHaveBeenPaid && $0.usage == nil }
            + (usage == nil && attempts.last?.failure == nil ? 1 : 0)
    }
}
