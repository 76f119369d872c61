// Prices are not fuzzed: these stand in for where the library works them out.
enum CostOrigin: Sendable, Hashable {
    case said(Cost?, unavailable: String?)
}

extension Generation {
    var cost: Cost? { nil }
    var costUnavailable: String? { nil }
}
