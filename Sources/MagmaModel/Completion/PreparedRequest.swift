/// A call as it goes onto the wire. An object, since every attempt and its response refer to all of it.
package final class PreparedRequest: Sendable {
    package let method = "POST"
    package let url: String
    package let headers: HeaderFields
    package let body: [UInt8]
    package let warnings: [Warning]
    let resolved: CallResolver.Resolved

    package var provider: Provider { resolved.call.provider }

    /// Texts that must not be shown, wherever they stand.
    package var secrets: [String] {
        let fields = headers.filter { Redaction.isSecretHeader($0.name) }.map(\.value)
        // A key after "Bearer" may be echoed without it.
        let bare = fields.map { $0.split(separator: " ") }.filter { $0.count == 2 }.map { String($0[1]) }
        return (resolved.key.map { [$0] } ?? []) + fields + bare
    }

    /// Encodes a resolved call. A missing key is a placeholder where `requireKey` is false, so that the request can be
    /// shown; else it is an `.authentication` error that names the variable to set.
    init(_ resolved: CallResolver.Resolved, requireKey: Bool) throws(ModelError) {
        self.resolved = resolved
        var call = resolved.call
        var notes = RequestNotes(call: call)
        if let options = try RefusedParameters.removed(from: call, notes: &notes) { call.options = options }
        let wire = try resolved.wire.encode(call, notes: &notes)
        url = resolved.url
        body = wire.body
        warnings = notes.warnings
        var headers: HeaderFields = ["content-type": "application/json"]
        if resolved.call.isStreaming, resolved.wire.framing == .serverSentEvents {
            headers["accept"] = "text/event-stream"
        }
        for field in wire.headers { headers[field.name] = field.value }
        try Self.authorize(&headers, resolved, requireKey: requireKey)
        for field in resolved.headers { headers[field.name] = field.value }
        try HeaderCheck.check(headers)
        self.headers = headers
    }

    private static func authorize(
        _ headers: inout HeaderFields,
        _ resolved: CallResolver.Resolved,
        requireKey: Bool
    ) throws(ModelError) {
        let credential = resolved.call.provider.credential
        guard credential.scheme != .none else { return }
        var key = resolved.key
        if key == nil, !credential.isOptional {
            let given = resolved.headers.contains { Redaction.isSecretHeader($0.name) }
            guard given || !requireKey else { throw missingKey(resolved.call) }
            key = given ? nil : Redaction.mark
        }
        guard let key else { return }
        switch credential.scheme {
        case .none: break
        case .bearer: headers["authorization"] = "Bearer \(key)"
        case .header(let name): headers[name.lowercased()] = key
        }
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
