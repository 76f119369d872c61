import FoundationEssentials

/// What is needed to price an answer, kept so that the registry is looked at only when somebody asks for the cost.
final class CostBasis: Sendable {
    private let plan: PricePlan
    private var id: ModelID { plan.id }
    private var name: String { plan.name }
    private var override: Boxed<Capabilities>? { plan.override }
    /// When the answer was there, in seconds from 1970.
    private let seconds = Date.now.timeIntervalSince1970
    private let isCut: Bool

    init(_ resolved: CallResolver.Resolved, isCut: Bool) {
        plan = resolved.plan.prices
        self.isCut = isCut
    }

    /// The handle's own prices go before what the provider says, and that before the registry's.
    func cost(of answer: Generation) -> Result<Cost, Unavailable> {
        guard let usage = answer.usage else { return .failure(Unavailable("The provider sent no usage.")) }
        let raw = usage.raw ?? .null
        let stated = Cost(statedIn: raw)
        if let prices = override?.value.prices {
            return calculated(prices, .override, usage, raw, answer)
        }
        // A provider that bills elsewhere may say 0 for what has a price.
        if let stated, stated.total > 0 { return .success(stated.partial(isCut)) }
        let known = plan.registry.capabilities(
            prefixes: [id.provider] + plan.row.provider.prefixes, names: names(answer.model))
        guard let prices = known?.prices else {
            return stated.map { .success($0.partial(isCut)) } ?? .failure(Unavailable("No price is known for \(id)."))
        }
        return calculated(prices, .registry, usage, raw, answer)
    }

    private func calculated(
        _ prices: Prices,
        _ source: Cost.Source,
        _ usage: Usage,
        _ raw: JSON,
        _ answer: Generation
    ) -> Result<Cost, Unavailable> {
        let calculator = CostCalculator(
            prices: prices,
            service: ServiceTier.served(answer: answer.serviceTier, usage: raw, asked: plan.service),
            seconds: seconds,
            served: served(raw)
        )
        do throws(CostCalculator.Unpriced) {
            var cost = try calculator.cost(TokenCounts(usage))
            cost.source = source
            return .success(cost.partial(isCut))
        } catch {
            return .failure(Unavailable("No price is known for \(error.kind) of \(id)."))
        }
    }

    /// The model that the provider says it was, then the one that was asked for; in a region before anywhere.
    private func names(_ served: String) -> [String] {
        let plain = served.isEmpty || served == name ? [name] : [served, name]
        let regions = plan.places.values.sorted()
        return plain.flatMap { name in regions.map { "\($0)/\(name)" } + [name] }
    }

    /// Names of ``Prices/factors`` that hold for this call.
    private func served(_ raw: JSON) -> Set<String> {
        var served: Set<String> = []
        for key in ["inference_geo", "speed"] { if let word = raw[key]?.stringValue { served.insert(word) } }
        if !plan.places.isEmpty, !plan.places.values.contains("global") { served.insert("regional") }
        if EndpointURL.isOwnHost(plan.row.provider, plan.url), let host = plan.url.firstRange(of: "://") {
            served.insert(String(plan.url[host.upperBound...].prefix { $0 != "." }))
        }
        return served
    }

    /// Why there is no cost.
    struct Unavailable: Error {
        var reason: String
        init(_ reason: String) { self.reason = reason }
    }
}

extension Cost {
    fileprivate func partial(_ isCut: Bool) -> Cost {
        var cost = self
        cost.isPartial = isCut
        return cost
    }
}

/// Where the cost of an answer comes from.
enum CostOrigin: Sendable, Hashable {
    /// Said by whoever made the answer.
    case said(Cost?, unavailable: String?)
    /// To be worked out when it is asked for.
    case basis(CostBasis)
}

extension CostBasis: Hashable {
    /// By what was called: the time of the call makes no other answer.
    static func == (a: CostBasis, b: CostBasis) -> Bool {
        a.plan == b.plan && a.isCut == b.isCut
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(name)
    }
}
