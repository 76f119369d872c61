internal import FoundationEssentials
internal import Metrics

/// What calls add up to, for the application's own metrics.
final class MetricsSink: CallSink {
    private let instruments: Instruments
    private let book: MetricLabelBook

    init(_ factory: any MetricsFactory, _ book: MetricLabelBook) {
        instruments = Instruments(factory)
        self.book = book
    }

    /// `nil` where the application has set up no metrics.
    static func found(
        hasProvider: @escaping @Sendable (String) -> Bool = { _ in true },
        _ isKnown: @escaping @Sendable (ModelID) -> Bool
    ) -> MetricsSink? {
        let factory = MetricsSystem.factory
        guard !(factory is NOOPMetricsHandler) else { return nil }
        return MetricsSink(factory, MetricLabelBook(hasProvider: hasProvider, isKnown: isKnown))
    }

    func began(_ call: HookCall) { instruments.callsInFlight[call.task.operationName].increment() }

    func ended(_ record: CallRecord) {
        let operation = record.operation
        instruments.callsInFlight[operation].decrement()
        let labels = book.labels(operation, record.target)
        let outcome = MetricLabels.Outcome(labels: labels, outcome: record.outcome)
        instruments.calls[outcome].increment()
        instruments.duration[outcome].recordNanoseconds(record.duration.nanoseconds)
        if let first = record.timeToFirstToken {
            instruments.timeToFirstChunk[labels].recordNanoseconds(first.nanoseconds)
        }
        for bill in record.bills { count(bill.usage, bill.cost, book.labels(operation, bill.model)) }
        for attempt in record.failedBefore {
            guard let code = attempt.failure else { continue }
            let labels = book.labels(operation, attempt.model)
            instruments.retries[MetricLabels.Outcome(labels: labels, outcome: code.rawValue)].increment()
        }
        for attempt in record.end.attempts where attempt.limitWait > .zero {
            let labels = book.labels(operation, attempt.model)
            instruments.limiterWait[labels].recordNanoseconds(attempt.limitWait.nanoseconds)
        }
    }

    private func count(_ usage: Usage, _ cost: Cost?, _ labels: MetricLabels) {
        for (type, tokens) in [("input", usage.input), ("output", usage.output)] {
            guard let tokens else { continue }
            instruments.tokens[MetricLabels.Tokens(labels: labels, type: type)].record(tokens)
        }
        if let cached = usage.cachedInput, cached > 0 { instruments.cachedTokens[labels].increment(by: cached) }
        if let dollars = cost?.dollars, dollars > 0 { instruments.cost[labels].increment(by: dollars) }
    }
}
