/// A token of Google Cloud and what the credential says besides; each only where it was asked for.
struct GoogleIdentity: Expiring {
    var token: AccessToken?
    var project: String?
    var quotaProject: String?

    var expiry: Int? { token?.expiry }
}

/// Finds Google's credentials in the order of its own tools: what the call says, the file that the environment names,
/// the file of `gcloud`, the metadata server.
struct GoogleLookup: Sendable {
    let host: CredentialHost
    /// The path or the text of a credential file, from the call or LiteLLM's variable.
    let given: String?
    let needsToken: Bool
    let needsProject: Bool

    func identity() async throws(ModelError) -> GoogleIdentity {
        var identity = GoogleIdentity()
        let fetcher = GoogleFetcher(host: host)
        let metadata = GoogleMetadata(host: host)
        let credential = try await credential()
        if needsProject {
            identity.project = credential?.project
            if identity.project == nil { identity.project = try await configuredProject() }
            if identity.project == nil, credential == nil { identity.project = try await metadata.project() }
        }
        guard needsToken else { return identity }
        identity.quotaProject = host.variable("GOOGLE_CLOUD_QUOTA_PROJECT") ?? credential?.quotaProject
        if let credential {
            identity.token = try await fetcher.token(credential)
        } else {
            identity.token = try await metadata.token()
        }
        return identity
    }

    private func credential() async throws(ModelError) -> GoogleCredential? {
        let purpose = "Google's credential file"
        if let given {
            let isJSON = given.first { !$0.isWhitespace } == "{"
            let place = isJSON ? "The credential given as JSON" : given
            return try parse(isJSON ? given : try await host.namedFile(given, for: purpose), place)
        }
        if let path = host.variable("GOOGLE_APPLICATION_CREDENTIALS") {
            return try parse(try await host.namedFile(path, for: "which GOOGLE_APPLICATION_CREDENTIALS names"), path)
        }
        guard let folder, let text = try await host.file("\(folder)/application_default_credentials.json", for: purpose)
        else { return nil }
        return try parse(text, "\(folder)/application_default_credentials.json")
    }

    private func parse(_ text: String, _ place: String) throws(ModelError) -> GoogleCredential {
        // Without the parser's error, which may quote the contents.
        guard let json = try? JSON(parsing: text) else { throw .credentials("\(place) is not JSON.") }
        return try GoogleCredential(json, place: place)
    }

    /// Where `gcloud` keeps its files.
    private var folder: String? {
        if let folder = host.variable("CLOUDSDK_CONFIG") { return folder }
        if let data = host.variable("APPDATA") { return "\(data)/gcloud" }
        return host.home(".config/gcloud")
    }

    /// The project that `gcloud config set project` chose.
    private func configuredProject() async throws(ModelError) -> String? {
        if let project = host.variable("CLOUDSDK_CORE_PROJECT") { return project }
        guard let folder else { return nil }
        let purpose = "gcloud's configuration"
        var name = host.variable("CLOUDSDK_ACTIVE_CONFIG_NAME")
        if name == nil { name = try await host.file("\(folder)/active_config", for: purpose) }
        let active = (name ?? "default").filter { !$0.isWhitespace && $0 != "/" }
        guard let text = try await host.file("\(folder)/configurations/config_\(active)", for: purpose) else {
            return nil
        }
        return INIFile.parse(text)["core"]?["project"]
    }
}
