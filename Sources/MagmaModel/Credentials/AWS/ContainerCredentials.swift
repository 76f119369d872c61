/// The credentials of a container, from its orchestrator.
struct ContainerCredentials: Sendable {
    let host: CredentialHost

    func credentials() async throws(ModelError) -> AWSCredentials {
        let url = try address()
        var request = TokenRequest(url)
        if let token = try await authorization() { request.headers["authorization"] = token }
        let failure = "The container's AWS credentials could not be read."
        let response: TokenResponse
        do throws(ModelError) {
            response = try await host.send(request, limit: .seconds(2))
        } catch {
            throw .tokens(failure, underlying: error)
        }
        guard response.isSuccess, let credentials = response.json.flatMap(AWSCredentials.init(metadata:)) else {
            throw .tokens("\(failure) The answer is HTTP \(response.status).", status: response.status)
        }
        return credentials
    }

    private func address() throws(ModelError) -> String {
        if let path = host.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
            return "http://169.254.170.2\(path.hasPrefix("/") ? "" : "/")\(path)"
        }
        let url = host.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") ?? ""
        guard let parts = URLParts(url), Self.isAllowed(parts) else {
            throw .credentials(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI must be https, or the address of this machine or its orchestrator.")
        }
        return url
    }

    /// The token goes along, so it may not go to another machine in the clear.
    static func isAllowed(_ url: URLParts) -> Bool {
        if url.scheme == "https" { return true }
        guard url.scheme == "http" else { return false }
        let name: Substring
        if url.host.hasPrefix("[") {
            name = url.host.dropFirst().prefix { $0 != "]" }
        } else {
            name = url.host.prefix { $0 != ":" }
        }
        if ["localhost", "::1", "169.254.170.2", "169.254.170.23", "fd00:ec2::23"].contains(name) { return true }
        let numbers = name.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    private func authorization() async throws(ModelError) -> String? {
        let token: String
        if let path = host.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            token = try await host.namedFile(path, for: "the container's authorization token")
        } else if let text = host.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN") {
            token = text
        } else {
            return nil
        }
        let line = String(token.reversed().drop(while: \.isWhitespace).reversed())
        guard !line.contains(where: \.isNewline) else {
            throw .credentials("The container's authorization token has more than one line.")
        }
        return line
    }
}
