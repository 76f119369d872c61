/// What a handle calls: itself or a pool, with what is wrapped around it. A handle made of others is a handle like any other,
/// so each can be a fallback or a member of another.
public indirect enum Route: Sendable, Hashable {
    /// The model that the handle names.
    case single
    /// One of several models, chosen for each call.
    case pool(Pool)
    /// What the first route calls; where that fails with one of the codes, the others in turn.
    case fallback(Route, [Model], on: Set<ModelError.Code>)
    /// What the route calls, and once more where nothing has come for that long.
    case hedged(Route, after: Duration)
    /// What a cache has of it, else what the route calls.
    case cached(Route, ResponseCaching)
}

extension Route {
    /// The same route with another model in place of each that is called beside the handle's own.
    func mapModels(_ change: (Model) -> Model) -> Route {
        switch self {
        case .single: self
        case .pool(let pool): .pool(pool.mapModels(change))
        case .fallback(let first, let others, let codes):
            .fallback(first.mapModels(change), others.map(change), on: codes)
        case .hedged(let route, let delay): .hedged(route.mapModels(change), after: delay)
        case .cached(let route, let caching): .cached(route.mapModels(change), caching)
        }
    }

    /// The same route with another pool in place of each that the handle itself stands for.
    func mapPools(_ change: (Pool) -> Pool) -> Route {
        switch self {
        case .single: self
        case .pool(let pool): .pool(change(pool))
        case .fallback(let first, let others, let codes): .fallback(first.mapPools(change), others, on: codes)
        case .hedged(let route, let delay): .hedged(route.mapPools(change), after: delay)
        case .cached(let route, let caching): .cached(route.mapPools(change), caching)
        }
    }

    /// What a handle's description says of it, from the inside out.
    var descriptions: [String] {
        func list(_ models: [Model]) -> String { "[\(models.map(\.description).joined(separator: ", "))]" }
        return switch self {
        case .single: []
        case .pool(let pool): ["pool: \(list(pool.members.map(\.model)))", "strategy: \(pool.strategy.rawValue)"]
        case .fallback(let first, let others, _): first.descriptions + ["fallback: \(list(others))"]
        case .hedged(let route, let delay): route.descriptions + ["hedgedAfter: \(delay)"]
        case .cached(let route, let caching): route.descriptions + ["cache: \(caching.json.serialized())"]
        }
    }

    /// The pool that the handle stands for; `nil` where it names a model.
    var pool: Pool? {
        switch self {
        case .single: nil
        case .pool(let pool): pool
        case .fallback(let route, _, _), .hedged(let route, _), .cached(let route, _): route.pool
        }
    }
}

extension Model {
    /// The same handle with another route.
    func routed(_ route: Route) -> Model {
        var fields = fields
        fields.route = route
        return Model(fields)
    }

    /// The first model that a call of the handle may go to.
    var firstLeaf: Model { route.pool?.members.first.map { $0.model.inheriting(self).firstLeaf } ?? routed(.single) }

    /// Every model that a call of the handle may go to.
    var leaves: [Model] {
        func own(_ route: Route) -> [Model] {
            switch route {
            case .single: [routed(.single)]
            case .pool(let pool): pool.members.flatMap { $0.model.inheriting(self).leaves }
            case .fallback(let first, let others, _): own(first) + others.flatMap(\.leaves)
            case .hedged(let inner, _), .cached(let inner, _): own(inner)
            }
        }
        return own(route)
    }
}
