import Synchronization

/// What a call came to, however it ended: for hooks that count.
///
/// One object for all who take note of it, some of whom keep it until it is sent somewhere.
final class CallEnd: Sendable {
    /// What the answer, or the part of it that had come, is known to have used.
    let usage: Usage?
    let attempts: [Attempt]
    /// `nil` where it ended well.
    let error: ModelError?
    /// The answer, or the part of it that had come.
    let answer: Generation?
    /// What the answer is known to have cost, from when it was first asked for.
    private let price: Mutex<Boxed<Cost?>?>

    init(_ answer: Generation) {
        usage = answer.usage
        attempts = answer.attempts
        error = nil
        self.answer = answer
        price = Mutex(nil)
    }

    init(_ answer: Embeddings) {
        usage = answer.usage
        attempts = answer.attempts
        error = nil
        self.answer = nil
        price = Mutex(Boxed(answer.cost))
    }

    init(_ error: ModelError) {
        let partial = error.partial
        usage = partial?.usage
        attempts = error.attempts
        self.error = error
        answer = partial
        price = Mutex(usage == nil ? Boxed(nil) : nil)
    }

    /// What the answer, or the part of it that had come, is known to have cost. Worked out once, and not before somebody asks: it
    /// takes longer than all else that is noted of a call.
    var cost: Cost? {
        price.withLock { price in
            let known = price ?? Boxed(answer?.cost)
            price = known
            return known.value
        }
    }

    /// How many requests may have been paid for although nothing is known of what they used.
    var unknown: Int {
        if error != nil, attempts.isEmpty { return 0 }
        return attempts.count { $0.mayHaveBeenPaid && $0.usage == nil }
            + (usage == nil && attempts.last?.failure == nil ? 1 : 0)
    }
}
