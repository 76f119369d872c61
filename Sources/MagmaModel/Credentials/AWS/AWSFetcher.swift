/// Gets the credentials of a source, over the network where they are not at hand.
struct AWSFetcher: Sendable {
    let host: CredentialHost
    let region: String?
    /// Another address of the Security Token Service.
    let endpoint: String?

    func credentials(_ source: AWSSource) async throws(ModelError) -> AWSCredentials {
        switch source {
        case .keys(let keys): return keys
        case .role(let role, let base):
            let keys = try await credentials(base)
            var request = TokenRequest(form: STS.assumeRole(role, session: session(role)), to: stsURL)
            let signer = SigV4(credentials: keys, region: stsRegion, service: "sts", time: host.wall())
            try signer.sign(request.method, request.url, &request.headers, Array(request.body.utf8))
            return try await ask(request, role, hiding: [keys.sessionToken, request.headers["authorization"]])
        case .webIdentity(let role, let token):
            let text: String
            switch token {
            case .text(let token): text = token
            case .file(let path): text = try await host.namedFile(path, for: "the web identity token")
            }
            let bare = text.filter { !$0.isWhitespace }
            let form = STS.assumeRole(role, session: session(role), webIdentity: bare)
            return try await ask(TokenRequest(form: form, to: stsURL), role, hiding: [bare])
        case .portal(let portal): return try await AWSPortalClient(host: host).credentials(portal)
        case .container: return try await ContainerCredentials(host: host).credentials()
        case .instance: return try await InstanceMetadata(host: host).credentials()
        }
    }

    private var stsURL: String {
        endpoint ?? host.environment.first(of: ["AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"])?.value
            ?? STS.endpoint(region: region)
    }

    /// The global address belongs to this one.
    private var stsRegion: String { region ?? "us-east-1" }

    private func session(_ role: AWSRole) -> String { role.session ?? "magma-\(host.wall())" }

    private func ask(
        _ request: TokenRequest,
        _ role: AWSRole,
        hiding secrets: [String?]
    ) async throws(ModelError) -> AWSCredentials {
        let failure = "The AWS role \(role.arn) could not be taken on."
        let response: TokenResponse
        do throws(ModelError) {
            response = try await host.send(request)
        } catch {
            throw .tokens(failure, underlying: error)
        }
        guard response.isSuccess, let credentials = STS.credentials(response.text) else {
            let said = STS.error(response.text) ?? "HTTP \(response.status)"
            let hidden = Redaction.text(said, hiding: secrets.compactMap { $0 })
            throw .tokens("\(failure) The Security Token Service says: \(hidden).", status: response.status)
        }
        return credentials
    }
}
