import FoundationEssentials
import Synchronization

/// The names that the user gives to handles: the file `MAGMA_MODELS` names, else `~/.config/magma/models.json`. It is read when
/// the first alias is called.
final class Aliases: Sendable {
    private let environment: Environment
    private let known = Mutex<Result<UserModels.Document, ModelError>?>(nil)

    init(_ environment: Environment) { self.environment = environment }

    /// What the file says; empty where there is none. Throws `.configuration`, with file and line, where it is broken.
    func document() throws(ModelError) -> UserModels.Document {
        if let known = known.withLock({ $0 }) { return try known.get() }
        let environment = environment
        let read = Result { () throws(ModelError) in try UserModels.document(environment) }
        return try known.withLock { known in
            known = known ?? read
            return known ?? read
        }.get()
    }

    /// The handle that an alias stands for. Throws `.configuration`, with near misses, where there is none.
    func model(_ name: String) throws(ModelError) -> Model {
        let document = try document()
        if let model = document.models[name] { return model }
        guard !document.models.isEmpty else {
            throw ModelError(
                .configuration,
                "No aliases are defined, so \"@\(name)\" names no model. They stand in the file MAGMA_MODELS names.")
        }
        let near = NearMisses.find(name, among: document.models.keys)
        throw ModelError(.configuration, "There is no alias \"@\(name)\".\(NearMisses.hint(near.map { "@\($0)" }))")
    }
}

extension Dispatcher {
    /// The handle with an alias that it names put in place: what the handle says itself goes before what the alias does. What
    /// is wrapped around the alias stays around it.
    func expanded(_ model: Model) throws(ModelError) -> Model {
        guard model.id.isAlias else { return model }
        var (inner, chain) = (model, [model.id])
        while inner.id.isAlias {
            let next = try aliases.model(inner.id.name)
            guard !chain.contains(next.id) else { throw Self.cycle(chain + [next.id]) }
            chain.append(next.id)
            var said = next.with(Model.Overrides(inner))
            if inner.route != .single { said = said.routed(inner.route.around(said.route)) }
            inner = said
        }
        return inner
    }

    private static func cycle(_ chain: [ModelID]) -> ModelError {
        ModelError(
            .configuration, "The aliases go in a circle: \(chain.map(\.description).joined(separator: " → ")).")
    }

    /// The aliases that calls made here can name, or those of a file, in their order, and what is to be said of the file they
    /// stand in.
    package func aliasList(
        file: String? = nil
    ) throws(ModelError) -> (models: [(name: String, model: Model)], warnings: [String]) {
        let known: UserModels.Document
        if let file {
            known = try UserModels.document(file: file, environment)
        } else {
            known = try aliases.document()
        }
        return (known.models.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, known.warnings)
    }
}

extension Model {
    /// Which models a call may go to, in few words.
    package var summary: String { route.summary(id.description) }
}

extension Route {
    fileprivate func summary(_ id: String) -> String {
        switch self {
        case .single: id
        case .pool(let pool):
            "\(pool.strategy.rawValue) of \(pool.members.map(\.model.summary).joined(separator: ", "))"
        case .fallback(let first, let others, _):
            "\(first.summary(id)), else \(others.map(\.summary).joined(separator: ", else "))"
        case .hedged(let route, let delay): "\(route.summary(id)), hedged after \(delay)"
        case .cached(let route, _): "\(route.summary(id)), cached"
        }
    }
}

extension Route {
    /// The same layers around another innermost route.
    func around(_ inner: Route) -> Route {
        switch self {
        case .single, .pool: inner
        case .fallback(let first, let others, let codes): .fallback(first.around(inner), others, on: codes)
        case .hedged(let route, let delay): .hedged(route.around(inner), after: delay)
        case .cached(let route, let caching): .cached(route.around(inner), caching)
        }
    }
}
