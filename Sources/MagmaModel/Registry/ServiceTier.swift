/// Tiers of service by the registry's words.
enum ServiceTier {
    /// The tier that a provider's or a caller's word means; `nil` for the standard one.
    static func named(_ word: String) -> String? {
        switch word.lowercased() {
        case "", "auto", "default", "standard", "standard_only", "on_demand": nil
        case "fast", "on_demand_priority": "priority"
        case "on_demand_flex": "flex"
        case let word: word
        }
    }

    /// The tier that a call was served at: what the answer says goes before what was asked for.
    static func served(answer: String?, usage: JSON, asked: String?) -> String? {
        let said = answer ?? usage["service_tier"]?.stringValue ?? usage["trafficType"]?.stringValue
        return (said ?? asked).flatMap(named)
    }
}
