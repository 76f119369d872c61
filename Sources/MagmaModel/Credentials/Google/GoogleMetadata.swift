/// The metadata server of a machine in Google Cloud.
struct GoogleMetadata: Sendable {
    let host: CredentialHost

    func token() async throws(ModelError) -> AccessToken {
        let response = try await read("instance/service-accounts/default/token")
        guard let token = OAuthResponse(response: response).token(at: host.wall()) else {
            throw .tokens(
                "The metadata server gave no access token (HTTP \(response.status)); the machine may have no service account.",
                status: response.status)
        }
        return token
    }

    func project() async throws(ModelError) -> String? {
        let response = try await read("project/project-id")
        return response.isSuccess ? response.text : nil
    }

    private func read(_ path: String) async throws(ModelError) -> TokenResponse {
        let name = host.environment.first(of: ["GCE_METADATA_HOST", "GCE_METADATA_ROOT"])?.value
        let request = TokenRequest(
            "http://\(name ?? "metadata.google.internal")/computeMetadata/v1/\(path)",
            headers: ["metadata-flavor": "Google"])
        let response: TokenResponse
        do throws(ModelError) {
            response = try await host.send(request, limit: .seconds(3))
        } catch {
            if error.code == .cancelled { throw error }
            throw Self.nothing("does not answer")
        }
        // Another server may be of that name in another network.
        guard response.headers["metadata-flavor"] == "Google" else { throw Self.nothing("is none of Google's") }
        return response
    }

    /// It is the last that is asked, so the error tells what was before it.
    private static func nothing(_ reason: String) -> ModelError {
        .credentials(
            "\(ModelError.noCredentials) for Google Cloud. Looked for: vertex_credentials in extra, VERTEXAI_CREDENTIALS, "
                + "GOOGLE_APPLICATION_CREDENTIALS, the file of \"gcloud auth application-default login\", the metadata server, "
                + "which \(reason). Set GOOGLE_APPLICATION_CREDENTIALS to the path of a credential file."
        )
    }
}
