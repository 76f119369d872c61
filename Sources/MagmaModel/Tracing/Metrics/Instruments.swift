internal import Metrics

/// The instruments of a factory of the application's, by their labels.
struct Instruments: Sendable {
    /// From the start of a call to its end.
    let duration: InstrumentSet<MetricLabels.Outcome, Timer>
    /// From the start of a stream to its first piece that says something.
    let timeToFirstChunk: InstrumentSet<MetricLabels, Timer>
    /// Tokens of a request, those of caches and reasoning among them.
    let tokens: InstrumentSet<MetricLabels.Tokens, Recorder>
    /// Tokens that were read from a cache.
    let cachedTokens: InstrumentSet<MetricLabels, Counter>
    /// Calls that have ended.
    let calls: InstrumentSet<MetricLabels.Outcome, Counter>
    /// Calls under way, by their operation.
    let callsInFlight: InstrumentSet<String, Meter>
    /// US dollars.
    let cost: InstrumentSet<MetricLabels, FloatingPointCounter>
    /// Attempts that failed and that another one followed.
    let retries: InstrumentSet<MetricLabels.Outcome, Counter>
    /// How long limits held an attempt.
    let limiterWait: InstrumentSet<MetricLabels, Timer>

    init(_ factory: any MetricsFactory) {
        duration = InstrumentSet { Self.timer(GenAI.Metric.duration, $0.dimensions, factory) }
        timeToFirstChunk = InstrumentSet { Self.timer(GenAI.Metric.timeToFirstChunk, $0.dimensions, factory) }
        tokens = InstrumentSet {
            Recorder(label: GenAI.Metric.tokens, dimensions: $0.dimensions, aggregate: true, factory: factory)
        }
        cachedTokens = InstrumentSet {
            Counter(label: GenAI.Own.cachedTokens, dimensions: $0.dimensions, factory: factory)
        }
        calls = InstrumentSet { Counter(label: GenAI.Own.calls, dimensions: $0.dimensions, factory: factory) }
        callsInFlight = InstrumentSet {
            Meter(label: GenAI.Own.callsInFlight, dimensions: [(GenAI.operation, $0)], factory: factory)
        }
        cost = InstrumentSet {
            FloatingPointCounter(label: GenAI.Own.cost, dimensions: $0.dimensions, factory: factory)
        }
        retries = InstrumentSet { Counter(label: GenAI.Own.retries, dimensions: $0.dimensions, factory: factory) }
        limiterWait = InstrumentSet { Self.timer(GenAI.Own.limiterWait, $0.dimensions, factory) }
    }

    private static func timer(_ label: String, _ dimensions: [(String, String)], _ factory: any MetricsFactory) -> Timer
    {
        Timer(label: label, dimensions: dimensions, preferredDisplayUnit: .seconds, factory: factory)
    }
}
