/// By what a cache knows a question: a hash of what is asked, of whom, and how. The order of members, the way a number is
/// written, and policies (timeouts, retries, hedging) make no other question; other keys and headers do.
enum CacheKey {
    static func make(
        _ model: Model,
        _ messages: [Message],
        _ task: CallTask,
        _ defaults: CallDefaults
    ) -> String {
        let question: JSON = [
            "task": task == .embedding ? "embedding" : "chat",
            "model": JSON.object(handle(model)),
            "messages": .array(messages.map(\.json)),
            "defaults": [
                "temperature": setting(defaults.temperature, JSON.double),
                "top_p": setting(defaults.topP, JSON.double),
                "max_tokens": setting(defaults.maxTokens) { .int(Int64($0)) },
                "extra": .object(asked(defaults.extra)),
            ],
        ]
        return Digest.sha256(canonical(question).serialized(sortedKeys: true))
    }

    private static func handle(_ model: Model) -> JSON.Object {
        var object: JSON.Object = [
            "id": .string(model.id.description),
            "temperature": setting(model.temperature, JSON.double),
            "top_p": setting(model.topP, JSON.double),
            "max_tokens": setting(model.maxTokens) { .int(Int64($0)) },
            "extra": .object(Redaction.members(asked(model.extra), mark: nil)),
            "drop_unsupported": model.dropUnsupported.map(JSON.bool) ?? .null,
            "secrets": .string(secrets(model)),
        ]
        route(model.route, into: &object)
        return object
    }

    private static func route(_ route: Route, into object: inout JSON.Object) {
        switch route {
        case .single: break
        case .pool(let pool): object["pool"] = .array(pool.members.map { .object(handle($0.model)) })
        case .fallback(let first, let others, let codes):
            self.route(first, into: &object)
            let next: JSON = [
                "to": .array(others.map { .object(handle($0)) }),
                "on": .array(codes.map(\.rawValue).sorted().map(JSON.string)),
            ]
            object["fallbacks"] = .array((object["fallbacks"]?.arrayValue ?? []) + [next])
        case .hedged(let inner, _), .cached(let inner, _): self.route(inner, into: &object)
        }
    }

    /// A hash of what may hold secrets, so that the question itself holds none.
    private static func secrets(_ model: Model) -> String {
        let headers = model.headers.sorted { $0.key < $1.key }.map { ($0.key.lowercased(), JSON.string($0.value)) }
        let all: JSON = [
            "key": model.apiKey.map { .string($0.fingerprintText) } ?? .null,
            "base": model.baseURL.map(JSON.string) ?? .null,
            "headers": .object(JSON.Object(headers)),
            "extra": .object(asked(model.extra)),
        ]
        return Digest.sha256(canonical(all).serialized(sortedKeys: true))
    }

    /// `extra` without what makes no other answer.
    private static func asked(_ extra: JSON.Object) -> JSON.Object {
        var extra = extra
        for name in ["timeout", "num_retries", "max_retries"] { extra[name] = nil }
        return extra
    }

    private static func setting<Value>(_ setting: Setting<Value>, _ json: (Value) -> JSON) -> JSON {
        switch setting {
        case .unset: "unset"
        case .providerDefault: .null
        case .value(let value): json(value)
        }
    }

    /// With each number in one form.
    private static func canonical(_ json: JSON) -> JSON {
        switch json {
        case .double(let number): Int64(exactly: number).map(JSON.int) ?? json
        case .array(let items): .array(items.map(canonical))
        case .object(let members): .object(JSON.Object(members.map { ($0.key, canonical($0.value)) }))
        default: json
        }
    }
}
