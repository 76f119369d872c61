/// What the prices of a handle's calls depend on: kept with each answer, and so without anything that lets one in.
final class PricePlan: Sendable {
    let registry: Registry
    let row: ProviderRow
    let id: ModelID
    let name: String
    let override: Boxed<Capabilities>?
    /// The tier of service that is asked for.
    let service: String?
    let url: String
    let places: [String: String]

    init(_ settings: CallSettings, url: String, places: [String: String], registry: Registry) {
        self.registry = registry
        row = settings.row
        id = settings.modelID
        name = settings.modelName
        override = settings.override
        service = settings.options["service_tier"]?.stringValue
        self.url = url
        self.places = places
    }
}

extension PricePlan: Equatable {
    /// By what is called and how it is priced.
    static func == (a: PricePlan, b: PricePlan) -> Bool {
        a === b || (a.id == b.id && a.name == b.name && a.service == b.service && a.override == b.override)
    }
}

extension PricePlan: CustomReflectable {
    /// A URL may hold a secret: `dump` of an answer shows none.
    var customMirror: Mirror { Mirror(self, children: ["id": id.description]) }
}
