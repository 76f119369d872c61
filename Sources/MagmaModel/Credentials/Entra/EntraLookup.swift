/// Which application of Microsoft Entra a call comes from.
struct EntraOptions: Sendable, Hashable {
    var scope: String
    var tenant: String?
    var client: String?
    var secret: String?

    init(_ members: JSON.Object, _ environment: Environment, scope: String) throws(ModelError) {
        let options = CloudOptions(members: members, environment: environment)
        self.scope = try options.text("azure_scope", or: "AZURE_SCOPE") ?? scope
        tenant = try options.text("tenant_id", or: "AZURE_TENANT_ID")
        client = try options.text("client_id", or: "AZURE_CLIENT_ID")
        secret = try options.text("client_secret", or: "AZURE_CLIENT_SECRET")
        for name in ["azure_username", "azure_password"] where members[name] != nil {
            throw .credentials("\"\(name)\" is not supported: give tenant_id, client_id and client_secret, or a token.")
        }
    }
}

/// Gets a token of Microsoft Entra: for an application with its secret, for a workload with its federated token, or for
/// the machine's managed identity.
struct EntraLookup: Sendable {
    let host: CredentialHost
    let options: EntraOptions

    func token() async throws(ModelError) -> AccessToken {
        if let tenant = options.tenant, let client = options.client {
            if let secret = options.secret {
                return try await token(tenant, client, [("client_secret", secret)], hiding: secret)
            }
            if let path = host.variable("AZURE_FEDERATED_TOKEN_FILE") {
                let text = try await host.namedFile(path, for: "which AZURE_FEDERATED_TOKEN_FILE names")
                let assertion = text.filter { !$0.isWhitespace }
                let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
                return try await token(
                    tenant, client, [("client_assertion_type", type), ("client_assertion", assertion)],
                    hiding: assertion)
            }
        }
        return try await managedIdentity()
    }

    private func token(
        _ tenant: String,
        _ client: String,
        _ proof: [(String, String)],
        hiding secret: String
    ) async throws(ModelError) -> AccessToken {
        var authority = host.variable("AZURE_AUTHORITY_HOST") ?? "https://login.microsoftonline.com"
        if !authority.contains("://") { authority = "https://\(authority)" }
        while authority.hasSuffix("/") { authority.removeLast() }
        authority = try GoogleCredential.secure(authority, "AZURE_AUTHORITY_HOST")
        let form = [("grant_type", "client_credentials"), ("client_id", client), ("scope", options.scope)] + proof
        let url = "\(authority)/\(PathTemplate.percentEncoded(tenant))/oauth2/v2.0/token"
        return try await host.token(
            TokenRequest(form: form, to: url), whose: "Microsoft Entra",
            hiding: [secret, PathTemplate.percentEncoded(secret)])
    }

    /// App Service and its like say where to ask; a virtual machine has its metadata service.
    private func managedIdentity() async throws(ModelError) -> AccessToken {
        let resource = options.scope.hasSuffix("/.default") ? String(options.scope.dropLast(9)) : options.scope
        var query = [("resource", resource)]
        if let client = options.client { query.append(("client_id", client)) }
        func url(_ base: String, _ version: String) -> String {
            let items = [("api-version", version)] + query
            return base + "?" + items.map { "\($0)=\(PathTemplate.percentEncoded($1))" }.joined(separator: "&")
        }
        if let endpoint = host.variable("IDENTITY_ENDPOINT"), let header = host.variable("IDENTITY_HEADER") {
            return try await host.token(
                TokenRequest(url(endpoint, "2019-08-01"), headers: ["x-identity-header": header]),
                whose: "The managed identity", hiding: [header])
        }
        let address = host.variable("AZURE_POD_IDENTITY_AUTHORITY_HOST") ?? "http://169.254.169.254"
        let request = TokenRequest(
            url("\(address)/metadata/identity/oauth2/token", "2018-02-01"), headers: ["metadata": "true"])
        do throws(ModelError) {
            return try await host.token(request, whose: "The managed identity", hiding: [], limit: .seconds(2))
        } catch {
            // It is the last that is asked, so the error tells what was before it.
            guard [.connection, .timeout].contains((error.underlying as? ModelError)?.code) else { throw error }
            throw .credentials(
                "\(ModelError.noCredentials) of Microsoft Entra. Looked for: api_key and azure_ad_token in extra, their variables, "
                    + "AZURE_TENANT_ID with AZURE_CLIENT_ID and AZURE_CLIENT_SECRET or AZURE_FEDERATED_TOKEN_FILE, the managed "
                    + "identity, whose service does not answer."
            )
        }
    }
}
