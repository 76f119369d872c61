/// The credentials of an EC2 instance, from its metadata service (IMDSv2). Its answer comes at once or not at all.
struct InstanceMetadata: Sendable {
    let host: CredentialHost

    private static let path = "/latest/meta-data/iam/security-credentials/"

    func credentials() async throws(ModelError) -> AWSCredentials {
        guard host.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() != "true" else {
            throw Self.nothing("is disabled")
        }
        var request = TokenRequest(
            "\(address)/latest/api/token", headers: ["x-aws-ec2-metadata-token-ttl-seconds": "21600"])
        request.method = "PUT"
        let token: TokenResponse
        do throws(ModelError) {
            token = try await host.send(request, limit: .seconds(1))
        } catch {
            if error.code == .cancelled { throw error }
            throw Self.nothing("does not answer")
        }
        guard token.isSuccess else { throw Self.nothing("gives no token (HTTP \(token.status))") }
        let role = try await read(Self.path, token.text)
        guard role.isSuccess, let name = role.text.split(whereSeparator: \.isNewline).first else {
            throw Self.nothing("knows no role")
        }
        let keys = try await read(Self.path + PathTemplate.percentEncoded(String(name)), token.text)
        guard keys.isSuccess, let credentials = keys.json.flatMap(AWSCredentials.init(metadata:)) else {
            throw .tokens(
                "The instance's AWS role \"\(name)\" has no credentials (HTTP \(keys.status)).", status: keys.status)
        }
        return credentials
    }

    private var address: String {
        if let given = host.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT") {
            return given.hasSuffix("/") ? String(given.dropLast()) : given
        }
        let mode = host.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")?.lowercased()
        return mode == "ipv6" ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
    }

    private func read(_ path: String, _ token: String) async throws(ModelError) -> TokenResponse {
        do throws(ModelError) {
            return try await host.send(
                TokenRequest(address + path, headers: ["x-aws-ec2-metadata-token": token]), limit: .seconds(1))
        } catch {
            if error.code == .cancelled { throw error }
            throw Self.nothing("broke off")
        }
    }

    /// It is the last that is asked, so the error tells what was before it.
    private static func nothing(_ reason: String) -> ModelError {
        .credentials(
            "\(ModelError.noCredentials) for AWS. Looked for: aws_access_key_id in extra, AWS_ACCESS_KEY_ID, the profile in "
                + "~/.aws/config and ~/.aws/credentials, AWS_WEB_IDENTITY_TOKEN_FILE, the container "
                + "(AWS_CONTAINER_CREDENTIALS_RELATIVE_URI), the EC2 instance, whose metadata service \(reason). Set "
                + "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE."
        )
    }
}
