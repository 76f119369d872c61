/// Gets tokens of Microsoft Entra for calls.
final class EntraAuthorizer: Sendable {
    private let host: CredentialHost
    private let cache: TokenCache<EntraOptions, AccessToken>

    init(_ host: CredentialHost) {
        self.host = host
        cache = TokenCache(wall: host.wall)
    }

    func authorize(
        _ request: inout TransportRequest,
        _ prepared: PreparedRequest,
        _ scope: String
    ) async throws(ModelError) -> Authorization? {
        let options = try EntraOptions(prepared.resolved.plan.cloud, host.environment, scope: scope)
        let lookup = EntraLookup(host: host, options: options)
        let token = try await cache.token(options, deadline: request.timeouts.due) { () async throws(ModelError) in
            do throws(ModelError) {
                return try await lookup.token()
            } catch {
                guard error.code == .authentication else { throw error }
                let keys = prepared.provider.credential.variables.joined(separator: " or ")
                throw error.reworded("\(error.message) A key is looked for under \(keys).")
            }
        }
        request.headers["authorization"] = "Bearer \(token.value)"
        return Authorization(secrets: [token.value]) { [cache] error, _ in
            guard error.status == 401 else { return false }
            cache.forget(options, token)
            return true
        }
    }
}
