/// Gets access tokens for Google's credentials.
struct GoogleFetcher: Sendable {
    let host: CredentialHost

    private static let scope = "https://www.googleapis.com/auth/cloud-platform"

    func token(_ credential: GoogleCredential) async throws(ModelError) -> AccessToken {
        switch credential.kind {
        case .serviceAccount(let account):
            let assertion = try Self.assertion(account, now: host.wall())
            let form = [
                ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion),
            ]
            return try await host.token(
                TokenRequest(form: form, to: account.tokenURL), whose: "The service account \(account.email)",
                hiding: [assertion])
        case .user(let id, let secret, let refreshToken, let url):
            let form = [
                ("grant_type", "refresh_token"), ("client_id", id), ("client_secret", secret),
                ("refresh_token", refreshToken),
            ]
            do throws(ModelError) {
                return try await host.token(
                    TokenRequest(form: form, to: url), whose: "Google", hiding: [secret, refreshToken])
            } catch {
                guard error.message.contains("invalid_grant") else { throw error }
                throw error.reworded("\(error.message) Run \"gcloud auth application-default login\" again.")
            }
        case .external(let account): return try await token(account)
        case .impersonated(let source, let url): return try await impersonate(url, with: try await token(source))
        }
    }

    /// What a service account signs to be given a token.
    static func assertion(_ account: GoogleCredential.ServiceAccount, now: Int) throws(ModelError) -> String {
        let claims: JSON = [
            "iss": .string(account.email), "scope": .string(scope), "aud": .string(account.tokenURL),
            "iat": .int(Int64(now)), "exp": .int(Int64(now + 3600)),
        ]
        return try JWT.signed(claims, keyID: account.keyID, privateKey: account.privateKey)
    }

    private func token(_ account: ExternalAccount) async throws(ModelError) -> AccessToken {
        let subject = try await subjectToken(account)
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            ("requested_token_type", "urn:ietf:params:oauth:token-type:access_token"),
            ("audience", account.audience), ("subject_token_type", account.subjectTokenType),
            ("subject_token", subject), ("scope", Self.scope),
        ]
        let token = try await host.token(
            TokenRequest(form: form, to: account.tokenURL), whose: "Google's token exchange", hiding: [subject])
        guard let url = account.impersonationURL else { return token }
        return try await impersonate(url, with: token)
    }

    private func subjectToken(_ account: ExternalAccount) async throws(ModelError) -> String {
        let text: String
        switch account.source {
        case .file(let path): text = try await host.namedFile(path, for: "the token of the external account")
        case .url(let url, let headers):
            let failure = "The identity provider of the external account gave no token."
            let response: TokenResponse
            do throws(ModelError) {
                response = try await host.send(
                    TokenRequest(url, headers: HeaderFields(headers.sorted { $0.key < $1.key }.map { ($0, $1) })))
            } catch {
                throw .tokens(failure, underlying: error)
            }
            guard response.isSuccess else {
                throw .tokens("\(failure) It answers HTTP \(response.status).", status: response.status)
            }
            text = response.text
        }
        guard let member = account.member else { return text.filter { !$0.isWhitespace } }
        guard let token = (try? JSON(parsing: text))?[member]?.stringValue else {
            throw .credentials("The token of the external account is no JSON with \"\(member)\".")
        }
        return token
    }

    private func impersonate(_ url: String, with token: AccessToken) async throws(ModelError) -> AccessToken {
        var request = TokenRequest(
            url, headers: ["authorization": "Bearer \(token.value)", "content-type": "application/json"])
        request.method = "POST"
        request.body = JSON.object(["scope": [.string(Self.scope)], "lifetime": "3600s"]).serialized()
        let failure = "The service account could not be impersonated"
        let response: TokenResponse
        do throws(ModelError) {
            response = try await host.send(request)
        } catch {
            throw .tokens("\(failure).", underlying: error)
        }
        guard response.isSuccess, let json = response.json, let value = json["accessToken"]?.stringValue else {
            let problem = OAuthResponse(response: response).problem(hiding: [token.value])
            throw .tokens("\(failure): \(problem).", status: response.status)
        }
        let expiry = json["expireTime"]?.stringValue.flatMap(Timestamp.seconds) ?? host.wall() + 3600
        return AccessToken(value: value, expiry: expiry)
    }
}
