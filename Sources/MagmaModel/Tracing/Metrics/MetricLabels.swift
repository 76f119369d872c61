internal import Synchronization

/// What metrics are told apart by: never free text.
struct MetricLabels: Sendable, Hashable {
    var operation: String
    var provider: String
    var model: String

    static let other = "other"

    var dimensions: [(String, String)] {
        [(GenAI.operation, operation), (GenAI.provider, provider), (GenAI.requestModel, model)]
    }

    /// The same with how it ended: `ok`, `cached`, or a code of ``ModelError``.
    struct Outcome: Sendable, Hashable {
        var labels: MetricLabels
        var outcome: String

        var dimensions: [(String, String)] { labels.dimensions + [(GenAI.Own.outcome, outcome)] }
    }

    /// The same with the side that tokens are on: `input` or `output`.
    struct Tokens: Sendable, Hashable {
        var labels: MetricLabels
        var type: String

        var dimensions: [(String, String)] { labels.dimensions + [(GenAI.Metric.tokenType, type)] }
    }
}

/// Gives models their labels, of which there are not more than a backend can hold.
final class MetricLabelBook: Sendable {
    private struct Key: Hashable {
        var operation: String
        var model: ModelID
    }

    private struct State {
        /// Found before, as many as may be kept.
        var found: [Key: MetricLabels] = [:]
        var given: Set<MetricLabels> = []
    }

    private let isKnown: @Sendable (ModelID) -> Bool
    private let hasProvider: @Sendable (String) -> Bool
    private let limit: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limit: how many sets of labels there are at most; beyond, models and providers are "other".
    ///   - hasProvider: whether there is a provider of that prefix; the label of others is "other".
    ///   - isKnown: whether the registry has the model.
    init(
        limit: Int = 256,
        hasProvider: @escaping @Sendable (String) -> Bool = { _ in true },
        isKnown: @escaping @Sendable (ModelID) -> Bool
    ) {
        self.limit = limit
        self.hasProvider = hasProvider
        self.isKnown = isKnown
    }

    func labels(_ operation: String, _ model: ModelID) -> MetricLabels {
        let key = Key(operation: operation, model: model)
        if let found = state.withLock({ $0.found[key] }) { return found }
        // An alias that names nothing has no provider.
        let isNamed = model.isAlias || hasProvider(model.provider)
        let wanted = MetricLabels(
            operation: operation,
            provider: isNamed ? ProviderTable.semanticName(of: model.provider) : MetricLabels.other,
            model: isKnown(model) ? model.name : MetricLabels.other)
        return state.withLock { state in
            guard state.given.contains(wanted) || state.given.count < limit else {
                return MetricLabels(operation: operation, provider: MetricLabels.other, model: MetricLabels.other)
            }
            state.given.insert(wanted)
            if state.found.count < 4 * limit { state.found[key] = wanted }
            return wanted
        }
    }
}
