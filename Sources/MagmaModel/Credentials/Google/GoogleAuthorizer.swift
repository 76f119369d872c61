/// Gets access tokens of Google Cloud for calls.
final class GoogleAuthorizer: Sendable {
    private struct Key: Hashable {
        var given: String?
        var needsToken: Bool
        var needsProject: Bool
    }

    private let host: CredentialHost
    private let cache: TokenCache<Key, GoogleIdentity>

    init(_ host: CredentialHost) {
        self.host = host
        cache = TokenCache(wall: host.wall)
    }

    func authorize(
        _ request: inout TransportRequest,
        _ prepared: PreparedRequest
    ) async throws(ModelError) -> Authorization? {
        let key = Key(
            given: try given(prepared.resolved.plan.cloud),
            needsToken: prepared.needsCredential,
            needsProject: prepared.hasOpenPlaces
        )
        let lookup = GoogleLookup(
            host: host, given: key.given, needsToken: key.needsToken, needsProject: key.needsProject)
        let identity = try await cache.token(key, deadline: request.timeouts.due) { () async throws(ModelError) in
            try await lookup.identity()
        }
        try request.fill(identity.project.map { ["project": $0] } ?? [:], prepared)
        guard let token = identity.token else { return nil }
        request.headers["authorization"] = "Bearer \(token.value)"
        if let project = identity.quotaProject, request.headers["x-goog-user-project"] == nil {
            request.headers["x-goog-user-project"] = project
        }
        return Authorization(secrets: [token.value]) { [cache] error, _ in
            guard error.status == 401 else { return false }
            cache.forget(key, identity)
            return true
        }
    }

    /// LiteLLM takes the path or the text of a file, or what is in it as an object.
    private func given(_ options: JSON.Object) throws(ModelError) -> String? {
        if let object = options["vertex_credentials"], object.objectValue != nil { return object.serialized() }
        return try CloudOptions(members: options, environment: host.environment)
            .text("vertex_credentials", or: "VERTEXAI_CREDENTIALS")
    }
}
