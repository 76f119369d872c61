internal import FoundationEssentials

/// What the journal says of a call: numbers and names, nothing of what was said.
struct JournalEntry: Sendable {
    let start: Date
    let duration: Duration
    let timeToFirstToken: Duration?
    /// As the call named it.
    let asked: ModelID
    /// What was asked in the end: a member of a route; `nil` where nothing was sent.
    let answered: ModelID?
    /// What the provider says it was.
    let responseModel: String?
    let provider: String?
    let isStreaming: Bool
    let isEmbedding: Bool
    let isFromCache: Bool
    /// Of the answer and of attempts that failed.
    let usage: Usage
    /// `nil`: not known, and then `costUnavailable` says why.
    let cost: Decimal?
    let costUnavailable: String?
    /// Whether more may have been paid than is known.
    let costIsPartial: Bool
    let attempts: Int
    /// `nil` where it ended well.
    let failure: ModelError.Code?
    let scope: TraceScope?

    init(_ record: CallRecord) {
        let (call, end) = (record.call, record.end)
        let answer = end.answer
        start = record.start
        duration = record.duration
        timeToFirstToken = record.timeToFirstToken
        asked = call.model.id
        answered = end.attempts.last?.model
        responseModel = answer.flatMap { $0.model.isEmpty ? nil : $0.model }
        provider = answered?.provider ?? end.error?.provider ?? (asked.isAlias ? nil : asked.provider)
        isStreaming = call.isStreaming
        if case .embedding = call.task { isEmbedding = true } else { isEmbedding = false }
        isFromCache = answer?.isFromCache ?? false
        attempts = end.attempts.count
        failure = end.error?.code
        scope = record.context.scope
        let bill = isFromCache ? Bill(cost: 0) : Bill(end)
        usage = bill.usage
        cost = bill.cost
        costUnavailable = bill.unavailable
        costIsPartial = bill.isPartial
    }
}

extension JournalEntry {
    /// What all requests of a call came to.
    private struct Bill {
        var usage = Usage()
        var cost: Decimal?
        var unavailable: String?
        var isPartial = false

        init(cost: Decimal) { self.cost = cost }

        init(_ end: CallEnd) {
            var sum: Decimal = 0
            var isKnown = true
            for attempt in end.attempts {
                guard let usage = attempt.usage else { continue }
                add(usage)
                if let cost = attempt.cost { sum += cost.total } else { isKnown = false }
            }
            if let usage = end.usage { add(usage) }
            isPartial = end.unknown > 0 || end.cost?.isPartial ?? false
            if let cost = end.cost {
                sum += cost.total
            } else if end.error == nil {
                isKnown = false
                unavailable = end.answer?.costUnavailable ?? "No price is known."
            } else if end.usage != nil {
                isKnown = false
            } else if end.unknown > 0, sum == 0 {
                isKnown = false
                unavailable = "How much was used is not known: the answer was broken off."
            }
            guard isKnown else {
                unavailable = unavailable ?? "No price is known for a part of it."
                return
            }
            cost = sum
        }

        private mutating func add(_ other: Usage) {
            func sum(_ count: Int?, _ more: Int?) -> Int? {
                guard let more else { return count }
                return (count ?? 0).addingUpTo(more)
            }
            usage.input = sum(usage.input, other.input)
            usage.output = sum(usage.output, other.output)
            usage.cachedInput = sum(usage.cachedInput, other.cachedInput)
            usage.cacheWrite = sum(usage.cacheWrite, other.cacheWrite)
            usage.reasoning = sum(usage.reasoning, other.reasoning)
        }
    }
}
