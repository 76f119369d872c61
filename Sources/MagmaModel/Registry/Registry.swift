import FoundationEssentials
import Synchronization

/// What is known of models: the built-in facts, with those of the user's file over them.
final class Registry: Sendable {
    /// The built-in facts alone.
    static let bundled = Registry()

    private let overlay: [String: Capabilities]
    /// Models that have been asked for before.
    private let read = Mutex<[String: Capabilities]>([:])

    /// Facts by `provider/model` that go before the built-in ones.
    init(overlay: [String: Capabilities] = [:]) {
        self.overlay = overlay
    }

    /// What is known of a model by its exact id; `nil` where nothing is.
    func capabilities(_ id: String) -> Capabilities? {
        if let known = read.withLock({ $0[id] }) { return known }
        let bundled = BundledModels.capabilities(id)
        guard let found = overlay[id].map({ $0.over(bundled ?? Capabilities()) }) ?? bundled else { return nil }
        read.withLock { $0[id] = found }
        return found
    }

    /// What is known of a model that a provider calls by one of the names; the first that is known counts. The provider
    /// is known by its id and its other prefixes.
    func capabilities(prefixes: [String], names: [String]) -> Capabilities? {
        for name in names {
            for prefix in prefixes {
                if let found = capabilities("\(prefix)/\(name)") { return found }
            }
        }
        return nil
    }

    /// All ids of which something is known, in their order.
    var ids: [String] {
        overlay.isEmpty ? BundledModels.ids : Set(BundledModels.ids).union(overlay.keys).sorted()
    }
}

extension Provider {
    /// The prefixes under which its models may stand in the registry.
    var prefixes: [String] { [id] + aliases }
}

extension Dispatcher {
    /// What is known of a model that is called here: what its handle says over what the registry does.
    ///
    /// Of an alias that is known, what is known of what it stands for; of a pool, of its first member.
    func capabilities(of model: Model) -> Capabilities {
        if model.id.isAlias || model.route.pool != nil {
            guard let leaf = try? expanded(model).firstLeaf, leaf.id != model.id else { return Capabilities() }
            return capabilities(of: leaf)
        }
        var known = known(model) ?? Capabilities()
        if let said = (try? resolver.get())?.rateLimits.last(of: model) {
            known.rateLimits = said.over(known.rateLimits)
        }
        return model.override.map { $0.value.over(known) } ?? known
    }

    private func known(_ model: Model) -> Capabilities? {
        guard case .success(let resolver) = resolver else { return registry.capabilities(model.id.description) }
        return resolver.known(model.id)
    }

    /// All models of which something is known, each by its id.
    package var knownModels: [(id: String, capabilities: Capabilities)] {
        registry.ids.compactMap { id in registry.capabilities(id).map { (id, $0) } }
    }
}

extension CallResolver {
    /// What the registry knows of a model, also where that has it under another prefix; `nil` where nothing.
    func known(_ id: ModelID) -> Capabilities? {
        if let found = registry.capabilities(id.description) { return found }
        guard let row = try? catalog.row(id.provider), let served = try? row.serving(id.name, { _ in true }) else {
            return nil
        }
        return registry.capabilities(
            prefixes: [id.provider] + row.provider.prefixes + served.row.provider.prefixes,
            names: [served.row.leading(served.name)?.name ?? served.name])
    }
}

extension Model {
    /// What is known of the model: from `MAGMA_MODEL_REGISTRY` and the built-in registry, and over both what the handle
    /// was given. Of one that nobody knows everything is unknown; nothing is concluded from a name.
    public var capabilities: Capabilities { Dispatcher.current.capabilities(of: self) }

    /// Whether it has an ability, as far as is known.
    public func supports(_ ability: Ability) -> Support { capabilities.supports(ability) }

    /// The most tokens of a prompt, as far as is known.
    public var maxInputTokens: Int? { capabilities.maxInputTokens }
}

extension Dispatcher {
    /// What a call of so many tokens costs now. Throws `.unsupported` where a price is not known.
    package func cost(of usage: Usage, _ model: ModelID, service: String?) throws(ModelError) -> Cost {
        // Throws where a file of the user's is broken.
        _ = try resolver.get()
        let tier = service.flatMap(ServiceTier.named)
        let calculator = capabilities(of: Model(model)).prices.map {
            CostCalculator(prices: $0, service: tier, seconds: Date.now.timeIntervalSince1970)
        }
        guard let calculator else { throw ModelError(.unsupported, "No price is known for \(model).") }
        do throws(CostCalculator.Unpriced) {
            return try calculator.cost(TokenCounts(usage))
        } catch {
            throw ModelError(.unsupported, "No price is known for \(error.kind) of \(model).")
        }
    }
}
