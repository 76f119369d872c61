/// A call as it goes onto the wire. An object, since every attempt and its response refer to all of it.
package final class PreparedRequest: Sendable, CustomReflectable {
    package let method = "POST"
    package let url: String
    package let headers: HeaderFields
    package let body: [UInt8]
    package let warnings: [Warning]
    let resolved: CallResolver.Resolved
    /// Whether a signature or a token has to be worked out for each attempt, since there is no key.
    let needsCredential: Bool
    /// Whether it does not stand yet where the request goes: the credential says it.
    var hasOpenPlaces: Bool { resolved.plan.hasOpenPlaces }

    /// Without the key: `dump` shows no secrets.
    package var customMirror: Mirror { Mirror(self, children: ["id": resolved.call.modelID.description]) }

    package var provider: Provider { resolved.call.provider }

    /// What lets the request in where it brings no key; `nil` where it does.
    package var cloud: Credential.Cloud? { needsCredential ? provider.credential.cloud : nil }
    /// What the addresses name as the region.
    package var region: String? { resolved.plan.places["region"] }

    /// Texts that must not be shown, wherever they stand.
    package var secrets: [String] {
        (resolved.plan.key.map { [$0] } ?? []) + Redaction.secrets(in: headers)
    }

    /// Encodes a resolved call. A missing key is a placeholder where `requireKey` is false, so that the request can be
    /// shown; else it is an `.authentication` error that names the variable to set.
    init(_ resolved: CallResolver.Resolved, requireKey: Bool) throws(ModelError) {
        self.resolved = resolved
        // Not taken out of it, since a call is large to copy.
        var notes = RequestNotes(call: resolved.call)
        let wire: WireRequest
        if let options = try RefusedParameters.removed(from: resolved.call, notes: &notes) {
            var changed = resolved.call
            changed.settings.options = options
            wire = try resolved.wire.encode(changed, notes: &notes)
        } else {
            wire = try resolved.wire.encode(resolved.call, notes: &notes)
        }
        if !resolved.plan.cloud.isEmpty {
            CloudOptions.warnOfUnknown(resolved.plan.cloud, resolved.call.provider, &notes)
        }
        url = resolved.url
        body = wire.body
        warnings = notes.warnings
        let headers = try RequestHeaders.headers(of: resolved, wire.headers, requireKey: requireKey)
        self.headers = headers.fields
        needsCredential = headers.needsCredential
    }
}
