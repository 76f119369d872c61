extension CallResolver {
    /// The key of a call, or the token that stands in for it: the handle's key, a key in extra, a token in extra, a key
    /// or a token of the environment.
    func key(
        _ model: Model,
        _ extraKey: String?,
        _ cloud: JSON.Object,
        _ credential: Credential
    ) throws(ModelError) -> (text: String?, tokenWord: String?) {
        let key = try handleKey(model) ?? extraKey
        // A token that the call gives spares the exchange.
        if let key, credential.cloud?.exchangesKey != true || cloud.isEmpty { return (key, nil) }
        for token in credential.tokens {
            for name in token.keys {
                guard let text = cloud[name]?.stringValue else { continue }
                guard let value = Secret(text).reveal({ environment[$0] }) else {
                    throw ModelError(
                        .authentication, "\"\(name)\" refers to an environment variable that is not set: \(text).")
                }
                return (value, token.word)
            }
        }
        if let key { return (key, nil) }
        if !cloud.isEmpty, credential.isOverridden(by: cloud) { return (nil, nil) }
        if let key = environment.first(of: credential.variables)?.value { return (key, nil) }
        for token in credential.tokens {
            if let value = environment.first(of: token.variables)?.value { return (value, token.word) }
        }
        return (nil, nil)
    }
}
