/// What a handle calls.
public indirect enum Route: Sendable, Hashable {
    /// The model itself.
    case single
    /// The model itself; where it fails with one of the codes, the others in turn.
    case fallback([Model], on: Set<ModelError.Code>)
}

extension Model {
    /// The failures that a fallback answers unless told otherwise. A rate limit counts once the retries are used up.
    public static let defaultFallbackCodes: Set<ModelError.Code> = [
        .overloaded, .serverError, .timeout, .connection, .rateLimited, .quotaExceeded, .contextWindowExceeded,
    ]

    /// A model that asks `others` in turn where this one fails. Still a ``Model``.
    ///
    /// A parameter that a later model refuses is left out with a warning. After a 2xx head nothing is asked again, but
    /// for an error that the provider itself sends before the first delta.
    public func fallback(to others: Model..., on codes: Set<ModelError.Code> = defaultFallbackCodes) -> Model {
        var fields = fields
        if case .fallback(let earlier, _) = route {
            fields.route = .fallback(earlier + others, on: codes)
        } else {
            fields.route = .fallback(others, on: codes)
        }
        return Model(fields)
    }

    /// The handles that are asked, in order, each on its own, and the codes that lead from one to the next.
    var members: (models: [Model], on: Set<ModelError.Code>) {
        guard case .fallback(let others, let codes) = route else { return ([self], []) }
        var first = fields
        first.route = .single
        return ([Model(first)] + others.flatMap(\.members.models), codes)
    }
}
