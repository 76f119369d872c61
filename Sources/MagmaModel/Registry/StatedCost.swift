import FoundationEssentials

extension Cost {
    /// What the provider itself says a call cost, in its counts, by the names that providers give it.
    ///
    /// `cost` is a number, or an object with the sum; where the caller's own key was used at another provider, that
    /// provider's price comes on top. A tick is a ten thousand millionth of a dollar.
    init?(statedIn usage: JSON) {
        if let sum = Self.sum(usage["cost"]) {
            self.init(total: sum)
            if usage["is_byok"] == true, let upstream = Self.sum(usage["cost_details"]?["upstream_inference_cost"]) {
                total += upstream
            }
        } else if let ticks = usage["cost_in_usd_ticks"]?.intValue, ticks >= 0 {
            self.init(total: Decimal(sign: .plus, exponent: -10, significand: Decimal(ticks)))
        } else if let sum = Self.sum(usage["estimated_cost"]) {
            self.init(total: sum)
        } else {
            return nil
        }
    }

    private static func sum(_ json: JSON?) -> Decimal? {
        guard let json else { return nil }
        return Decimal(price: json["total_cost"] ?? json)
    }
}
