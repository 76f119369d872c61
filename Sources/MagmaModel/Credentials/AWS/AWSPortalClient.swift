internal import Crypto

/// The credentials of a user who signed in with `aws sso login`, by the token that this left in a file.
struct AWSPortalClient: Sendable {
    let host: CredentialHost

    func credentials(_ portal: AWSPortal) async throws(ModelError) -> AWSCredentials {
        let remedy = "Run \"aws sso login --profile \(portal.profile)\"."
        guard let path = host.home(".aws/sso/cache/\(Self.fileName(of: portal.session))"),
            let text = try await host.file(path, for: "the token of the sign-in"),
            let json = try? JSON(parsing: text), let token = json["accessToken"]?.stringValue
        else { throw .credentials("The AWS profile \"\(portal.profile)\" is not signed in. \(remedy)") }
        if let end = json["expiresAt"]?.stringValue.flatMap(Timestamp.seconds), end <= host.wall() {
            throw .credentials("The sign-in of the AWS profile \"\(portal.profile)\" has expired. \(remedy)")
        }
        let query = [("role_name", portal.role), ("account_id", portal.account)]
            .map { "\($0)=\(PathTemplate.percentEncoded($1))" }.joined(separator: "&")
        let request = TokenRequest(
            "https://portal.sso.\(portal.region).amazonaws.com/federation/credentials?\(query)",
            headers: ["x-amz-sso_bearer_token": token]
        )
        let failure = "AWS's portal gave no credentials for the profile \"\(portal.profile)\"."
        let response: TokenResponse
        do throws(ModelError) {
            response = try await host.send(request)
        } catch {
            throw .tokens(failure, underlying: error)
        }
        let keys = response.json?["roleCredentials"]
        guard response.isSuccess,
            let credentials = AWSCredentials(
                keys?["accessKeyId"]?.stringValue, keys?["secretAccessKey"]?.stringValue,
                keys?["sessionToken"]?.stringValue, expiry: keys?["expiration"]?.intValue.map { $0 / 1000 })
        else { throw .tokens("\(failure) It answers HTTP \(response.status). \(remedy)", status: response.status) }
        return credentials
    }

    /// The file of a sign-in: called after the SHA-1 of its session, or of the portal's address.
    static func fileName(of session: String) -> String {
        let hash = Insecure.SHA1.hash(data: Array(session.utf8))
        return hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + ".json"
    }
}
