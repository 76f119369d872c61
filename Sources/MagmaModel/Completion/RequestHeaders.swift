import Synchronization

/// The headers of a request, the key among them.
struct RequestHeaders: Sendable {
    let fields: HeaderFields
    /// Whether a signature or a token has to be worked out for each attempt, since there is no key.
    let needsCredential: Bool
    /// Those of the wire protocol, which each call may have others of.
    private let wire: HeaderFields

    /// Throws where the key is missing, unless that is nothing that is asked for, and where a field is none that HTTP can hold.
    static func headers(
        of resolved: CallResolver.Resolved,
        _ wire: HeaderFields,
        requireKey: Bool
    ) throws(ModelError) -> RequestHeaders {
        let plan = resolved.plan
        if requireKey, let known = plan.requestHeaders.withLock({ $0 }), known.wire == wire { return known }
        let headers = try RequestHeaders(resolved, wire, requireKey: requireKey)
        if requireKey { plan.requestHeaders.withLock { $0 = headers } }
        return headers
    }

    private init(_ resolved: CallResolver.Resolved, _ wire: HeaderFields, requireKey: Bool) throws(ModelError) {
        self.wire = wire
        var headers = HeaderFields()
        headers.reserveCapacity(4)
        headers.append("content-type", "application/json")
        if resolved.call.isStreaming, resolved.wire.framing != .jsonLines {
            headers["accept"] = "text/event-stream"
        }
        if resolved.call.isStreaming, resolved.wire.framing == .eventStream {
            headers["accept"] = "application/vnd.amazon.eventstream"
        }
        for field in wire { headers[field.name] = field.value }
        needsCredential = try Self.authorize(&headers, resolved, requireKey: requireKey)
        for field in resolved.plan.headers { headers[field.name] = field.value }
        try HeaderCheck.check(headers)
        fields = headers
    }

    /// Puts the key in its place. Returns whether there is none and a cloud stands in for it.
    private static func authorize(
        _ headers: inout HeaderFields,
        _ resolved: CallResolver.Resolved,
        requireKey: Bool
    ) throws(ModelError) -> Bool {
        let plan = resolved.plan
        let credential = resolved.call.provider.credential
        guard credential.scheme != .none || credential.cloud != nil else { return false }
        var key = plan.key
        let isExchanged = plan.tokenWord == nil && credential.cloud?.exchangesKey == true
        if isExchanged || (key == nil && !credential.isOptional) {
            let given = plan.headers.contains { Redaction.isSecretHeader($0.name) }
            if !given, let cloud = credential.cloud, key != nil || !isExchanged {
                if !requireKey { headers["authorization"] = "\(cloud.word) \(Redaction.mark)" }
                return true
            }
            guard given || !requireKey else { throw missingKey(resolved.call) }
            key = given ? nil : Redaction.mark
        }
        guard let key else { return false }
        if let word = plan.tokenWord {
            headers["authorization"] = "\(word) \(key)"
            return false
        }
        switch credential.scheme {
        case .none: break
        case .bearer: headers["authorization"] = "Bearer " + key
        case .header(let name): headers[name.lowercased()] = key
        }
        return false
    }

    private static func missingKey(_ call: Call) -> ModelError {
        let variables = call.provider.credential.variables
        let variable = variables.first.map { "set \($0)" } ?? "give one"
        let others = variables.count > 1 ? " (or \(variables.dropFirst().joined(separator: ", ")))" : ""
        var error = ModelError(
            .authentication,
            "There is no key for \(call.provider.name): \(variable)\(others), or pass apiKey. Nothing was sent."
        )
        error.provider = call.provider.id
        error.model = call.modelName
        return error
    }
}
