/// What a place that gives out tokens answers (RFC 6749, section 5).
struct OAuthResponse {
    let response: TokenResponse

    /// The token. `ends` at the earliest that the answer says.
    func token(at now: Int) -> AccessToken? {
        guard response.isSuccess, let json = response.json, let value = json["access_token"]?.stringValue,
            !value.isEmpty
        else { return nil }
        return AccessToken(value: value, expiry: now + (Self.seconds(json["expires_in"]) ?? 3600))
    }

    /// What it says of an error, without the secrets that were sent.
    func problem(hiding secrets: [String]) -> String {
        guard !response.isSuccess else { return "the answer holds no token" }
        let json = response.json
        let words = [
            json?["error"]?.stringValue ?? json?["error"]?["status"]?.stringValue ?? json?["errorCode"]?.stringValue,
            json?["error_description"]?.stringValue ?? json?["error"]?["message"]?.stringValue
                ?? json?["errorMessage"]?.stringValue,
        ].compactMap { $0 }
        let said = words.isEmpty ? "" : ": \(words.joined(separator: ", "))"
        return Redaction.text("HTTP \(response.status)\(said.prefix(400))", hiding: secrets)
    }

    /// A number, which some write as a string.
    private static func seconds(_ json: JSON?) -> Int? {
        json?.intValue ?? json?.stringValue.flatMap { Int($0) }
    }
}

extension CredentialHost {
    /// The token that a request is answered with. `whose` begins the texts of its errors.
    func token(
        _ request: TokenRequest,
        whose: String,
        hiding secrets: [String],
        limit: Duration = .seconds(10)
    ) async throws(ModelError) -> AccessToken {
        let failure = "\(whose) gave no access token"
        let response: TokenResponse
        do throws(ModelError) {
            response = try await send(request, limit: limit)
        } catch {
            throw .tokens("\(failure).", underlying: error)
        }
        let answer = OAuthResponse(response: response)
        guard let token = answer.token(at: wall()) else {
            throw .tokens("\(failure): \(answer.problem(hiding: secrets)).", status: response.status)
        }
        return token
    }
}
