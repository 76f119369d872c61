/// A call as it goes onto the wire. An object, since every attempt and its response refer to all of it.
package final class PreparedRequest: Sendable {
    package let method = "POST"
    package let url: String
    package let headers: HeaderFields
    package let body: [UInt8]
    package let warnings: [Warning]
    let resolved: CallResolver.Resolved
    /// Whether a signature or a token has to be worked out for each attempt, since there is no key.
    let needsCredential: Bool
    /// Whether it does not stand yet where the request goes: the credential says it.
    let hasOpenPlaces: Bool

    package var provider: Provider { resolved.call.provider }

    /// What lets the request in where it brings no key; `nil` where it does.
    package var cloud: Credential.Cloud? { needsCredential ? provider.credential.cloud : nil }
    /// What the addresses name as the region.
    package var region: String? { resolved.places["region"] }

    /// Texts that must not be shown, wherever they stand.
    package var secrets: [String] { (resolved.key.map { [$0] } ?? []) + Redaction.secrets(in: headers) }

    /// Encodes a resolved call. A missing key is a placeholder where `requireKey` is false, so that the request can be
    /// shown; else it is an `.authentication` error that names the variable to set.
    init(_ resolved: CallResolver.Resolved, requireKey: Bool) throws(ModelError) {
        self.resolved = resolved
        // Not taken out of it, since a call is large to copy.
        var notes = RequestNotes(call: resolved.call)
        let wire: WireRequest
        if let options = try RefusedParameters.removed(from: resolved.call, notes: &notes) {
            var changed = resolved.call
            changed.options = options
            wire = try resolved.wire.encode(changed, notes: &notes)
        } else {
            wire = try resolved.wire.encode(resolved.call, notes: &notes)
        }
        if !resolved.cloud.isEmpty { CloudOptions.warnOfUnknown(resolved.cloud, resolved.call.provider, &notes) }
        url = resolved.url
        body = wire.body
        warnings = notes.warnings
        var headers = HeaderFields()
        headers.reserveCapacity(4)
        headers.append("content-type", "application/json")
        if resolved.call.isStreaming, resolved.wire.framing != .jsonLines {
            headers["accept"] = "text/event-stream"
        }
        if resolved.call.isStreaming, resolved.wire.framing == .eventStream {
            headers["accept"] = "application/vnd.amazon.eventstream"
        }
        for field in wire.headers { headers[field.name] = field.value }
        needsCredential = try Self.authorize(&headers, resolved, requireKey: requireKey)
        hasOpenPlaces = resolved.call.provider.credential.cloud != nil && resolved.hasOpenPlaces
        for field in resolved.headers { headers[field.name] = field.value }
        try HeaderCheck.check(headers)
        self.headers = headers
    }

    /// Puts the key in its place. Returns whether there is none and a cloud stands in for it.
    private static func authorize(
        _ headers: inout HeaderFields,
        _ resolved: CallResolver.Resolved,
        requireKey: Bool
    ) throws(ModelError) -> Bool {
        let credential = resolved.call.provider.credential
        guard credential.scheme != .none || credential.cloud != nil else { return false }
        var key = resolved.key
        let isExchanged = resolved.tokenWord == nil && credential.cloud?.exchangesKey == true
        if isExchanged || (key == nil && !credential.isOptional) {
            let given = resolved.headers.contains { Redaction.isSecretHeader($0.name) }
            if !given, let cloud = credential.cloud, key != nil || !isExchanged {
                if !requireKey { headers["authorization"] = "\(cloud.word) \(Redaction.mark)" }
                return true
            }
            guard given || !requireKey else { throw missingKey(resolved.call) }
            key = given ? nil : Redaction.mark
        }
        guard let key else { return false }
        if let word = resolved.tokenWord {
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
