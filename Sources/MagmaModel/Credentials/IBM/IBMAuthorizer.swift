/// Exchanges API keys of IBM Cloud for the tokens that calls bring.
final class IBMAuthorizer: Sendable {
    private struct Key: Hashable {
        var url: String
        var apiKey: String
    }

    private let host: CredentialHost
    private let cache: TokenCache<Key, AccessToken>

    init(_ host: CredentialHost) {
        self.host = host
        cache = TokenCache(wall: host.wall)
    }

    func authorize(
        _ request: inout TransportRequest,
        _ prepared: PreparedRequest
    ) async throws(ModelError) -> Authorization? {
        guard let apiKey = prepared.resolved.plan.key else {
            throw ModelError(.authentication, "\(ModelError.noCredentials) for IBM Cloud. Nothing was sent.")
        }
        let url = host.variable("WATSONX_IAM_URL") ?? "https://iam.cloud.ibm.com/identity/token"
        let key = Key(url: try GoogleCredential.secure(url, "WATSONX_IAM_URL"), apiKey: apiKey)
        let token = try await cache.token(key, deadline: request.timeouts.due) {
            [host] () async throws(ModelError) in
            let form = [("grant_type", "urn:ibm:params:oauth:grant-type:apikey"), ("apikey", key.apiKey)]
            return try await host.token(
                TokenRequest(form: form, to: key.url), whose: "IBM Cloud",
                hiding: [key.apiKey, PathTemplate.percentEncoded(key.apiKey)])
        }
        request.headers["authorization"] = "Bearer \(token.value)"
        return Authorization(secrets: [token.value]) { [cache] error, _ in
            guard error.status == 401 else { return false }
            cache.forget(key, token)
            return true
        }
    }
}
