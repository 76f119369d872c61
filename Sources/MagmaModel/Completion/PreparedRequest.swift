/// A call as it goes onto the wire.
package struct PreparedRequest: Sendable {
    package var method = "POST"
    package var url: String
    package var headers: HeaderFields
    package var body: [UInt8]
    package var warnings: [Warning]
    package var provider: Provider
    /// Texts that must not be shown, wherever they stand.
    package var secrets: [String]
    let resolved: CallResolver.Resolved

    /// Encodes a resolved call. A missing key is a placeholder where `requireKey` is false, so that the request can be
    /// shown; else it is an `.authentication` error that names the variable to set.
    init(_ resolved: CallResolver.Resolved, requireKey: Bool) throws(ModelError) {
        self.resolved = resolved
        var notes = RequestNotes(call: resolved.call)
        let wire = try resolved.wire.encode(resolved.call, notes: &notes)
        provider = resolved.call.provider
        url = resolved.url
        body = wire.body
        warnings = notes.warnings
        secrets = resolved.key.map { [$0] } ?? []
        var headers: HeaderFields = ["content-type": "application/json"]
        if resolved.call.isStreaming, resolved.wire.framing == .serverSentEvents {
            headers["accept"] = "text/event-stream"
        }
        for field in wire.headers { headers[field.name] = field.value }
        try Self.authorize(&headers, resolved, requireKey: requireKey)
        for field in resolved.headers { headers[field.name] = field.value }
        for field in headers {
            try Self.check(field.name, field.value)
            if Redaction.isSecretHeader(field.name) { secrets.append(field.value) }
        }
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

    private static func check(_ name: String, _ value: String) throws(ModelError) {
        let isToken = !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
        guard isToken, !value.utf8.contains(where: { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }) else {
            throw ModelError(
                .invalidRequest,
                Redaction.isSecretHeader(name)
                    ? "The key contains a control character (a line break, NUL or the like), so it cannot be sent."
                    : "The header \"\(name.prefix(40))\" contains a character that HTTP does not allow."
            )
        }
    }
}
