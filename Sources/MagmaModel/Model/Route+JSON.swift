// A route as members of a handle's JSON. What is wrapped around the handle is a list of layers, from the inside out; in the
// usual order (`hedged_after`, `fallback`, `cache`) they are plain members, in any other a list `route`.

extension Route: Codable {
    /// Reads what ``encode(to:)`` writes.
    public init(from decoder: any Decoder) throws {
        let json = try JSON(from: decoder)
        self = try Self.read(json.objectValue ?? [:])
    }

    /// An object: empty for ``single``, with `pool`, `hedged_after` (seconds), `fallback`, `fallback_on` and `cache`, or with
    /// a list `route` of such objects where they are wrapped in an unusual order.
    public func encode(to encoder: any Encoder) throws {
        try JSON.object(members).encode(to: encoder)
    }

    static let keys: Set<String> = ["pool", "hedged_after", "fallback", "fallback_on", "cache", "route"]

    /// The route that the members of a handle make.
    static func read(_ object: JSON.Object) throws(ModelError) -> Route {
        var route = Route.single
        if let pool = object["pool"] { route = .pool(try Pool(json: pool)) }
        if let layers = object["route"] {
            guard let layers = layers.arrayValue, object["hedged_after"] == nil, object["fallback"] == nil,
                object["cache"] == nil
            else { throw wrong("route") }
            for layer in layers {
                guard let members = layer.objectValue else { throw wrong("route") }
                for key in members.keys where !["hedged_after", "fallback", "fallback_on", "cache"].contains(key) {
                    throw ModelError(.configuration, "A layer of \"route\" has no member \"\(key)\".")
                }
                route = try wrap(route, members)
            }
            return route
        }
        return try wrap(route, object)
    }

    private static func wrap(_ inner: Route, _ object: JSON.Object) throws(ModelError) -> Route {
        var route = inner
        if let delay = object["hedged_after"] {
            guard let delay = delay.doubleValue.flatMap(Duration.init(limitInSeconds:)) else {
                throw wrong("hedged_after")
            }
            route = .hedged(route, after: delay)
        }
        if let fallback = object["fallback"] {
            guard let items = fallback.arrayValue else { throw wrong("fallback") }
            var models: [Model] = []
            for item in items { models.append(try Model(json: item)) }
            route = .fallback(route, models, on: try codes(object["fallback_on"]))
        } else if object["fallback_on"] != nil {
            throw ModelError(.configuration, "\"fallback_on\" needs a list \"fallback\".")
        }
        if let cache = object["cache"] { route = .cached(route, try ResponseCaching(json: cache)) }
        return route
    }

    private static func codes(_ json: JSON?) throws(ModelError) -> Set<ModelError.Code> {
        guard let json else { return Model.defaultFallbackCodes }
        guard let words = json.arrayValue else { throw wrong("fallback_on") }
        var codes: Set<ModelError.Code> = []
        for word in words {
            guard let code = word.stringValue.flatMap(ModelError.Code.init(rawValue:)) else {
                throw wrong("fallback_on")
            }
            codes.insert(code)
        }
        return codes
    }

    private static func wrong(_ key: String) -> ModelError {
        ModelError(.configuration, "\"\(key)\" has a wrong form.")
    }

    /// What ``read(_:)`` reads.
    var members: JSON.Object {
        var layers: [(rank: Int, members: JSON.Object)] = []
        var base: JSON.Object = [:]
        var route = self
        while true {
            switch route {
            case .single: break
            case .pool(let pool): base["pool"] = pool.json
            case .hedged(let inner, let delay):
                layers.append((0, ["hedged_after": .double(delay / .seconds(1))]))
                route = inner
                continue
            case .fallback(let inner, let models, let codes):
                var members: JSON.Object = ["fallback": .array(models.map(\.json))]
                if codes != Model.defaultFallbackCodes {
                    members["fallback_on"] = .array(codes.map(\.rawValue).sorted().map(JSON.string))
                }
                layers.append((1, members))
                route = inner
                continue
            case .cached(let inner, let caching):
                layers.append((2, ["cache": caching.json]))
                route = inner
                continue
            }
            break
        }
        layers.reverse()
        if zip(layers, layers.dropFirst()).allSatisfy({ $0.rank < $1.rank }) {
            for layer in layers { base.merge(layer.members) }
        } else {
            base["route"] = .array(layers.map { .object($0.members) })
        }
        return base
    }
}
