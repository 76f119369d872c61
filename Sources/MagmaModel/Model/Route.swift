/// What a handle calls.
public indirect enum Route: Sendable, Hashable {
    /// The model itself.
    case single
    /// The model itself; where it fails with one of the codes, the others in turn.
    case fallback([Model], on: Set<ModelError.Code>)
}

extension Route: Codable {
    /// Reads what ``encode(to:)`` writes.
    public init(from decoder: any Decoder) throws {
        let json = try JSON(from: decoder)
        self = try Self.read(json.objectValue ?? [:])
    }

    /// An object: empty for ``single``, with `fallback` and `fallback_on` for ``fallback(_:on:)``.
    public func encode(to encoder: any Encoder) throws {
        try JSON.object(members).encode(to: encoder)
    }

    /// The route that an object's `fallback` and `fallback_on` make.
    static func read(_ object: JSON.Object) throws(ModelError) -> Route {
        guard let fallback = object["fallback"] else { return .single }
        func wrong(_ key: String) -> ModelError { ModelError(.configuration, "\"\(key)\" has a wrong form.") }
        guard let items = fallback.arrayValue else { throw wrong("fallback") }
        var models: [Model] = []
        for item in items { models.append(try Model(json: item)) }
        guard let on = object["fallback_on"] else { return .fallback(models, on: Model.defaultFallbackCodes) }
        guard let words = on.arrayValue else { throw wrong("fallback_on") }
        var codes: Set<ModelError.Code> = []
        for word in words {
            guard let code = word.stringValue.flatMap(ModelError.Code.init(rawValue:)) else {
                throw wrong("fallback_on")
            }
            codes.insert(code)
        }
        return .fallback(models, on: codes)
    }

    /// What ``read(_:)`` reads.
    var members: JSON.Object {
        guard case .fallback(let models, let codes) = self else { return [:] }
        var object: JSON.Object = ["fallback": .array(models.map(\.json))]
        if codes != Model.defaultFallbackCodes {
            object["fallback_on"] = .array(codes.map(\.rawValue).sorted().map(JSON.string))
        }
        return object
    }
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
