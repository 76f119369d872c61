/// Finds credentials for AWS in the order of its own tools: what the call says, the environment, a profile with a role, a
/// web identity, the profile's keys, the container, the instance.
struct AWSLookup: Sendable {
    let host: CredentialHost
    let options: AWSOptions

    /// What the row, the call or the environment says. `nil`: the profile may say it.
    let region: String?
    let needsCredentials: Bool

    func identity() async throws(ModelError) -> AWSIdentity {
        var files: AWSFiles?
        var identity = AWSIdentity(region: region)
        if region == nil {
            let found = try await readFiles()
            files = found
            identity.region = found.profiles[found.profile]?["region"]
        }
        guard needsCredentials else { return identity }
        let fetcher = AWSFetcher(host: host, region: identity.region, endpoint: options.stsEndpoint)
        identity.credentials = try await fetcher.credentials(source(files))
        return identity
    }

    private func source(_ files: AWSFiles?) async throws(ModelError) -> AWSSource {
        var own: AWSSource? = try options.keys().map { .keys($0) }
        if own == nil, let profile = options.profile {
            let files = if let files { files } else { try await readFiles() }
            own = try files.source(host.environment)
            if own == nil { throw .credentials("The AWS profile \"\(profile)\" has no credentials.") }
        }
        guard let arn = options.role else {
            if let own { return own }
            return try await chain(files)
        }
        let role = AWSRole(arn: arn, session: options.sessionName, externalID: options.externalID)
        if let token = options.webIdentityToken { return .webIdentity(role, token: try webIdentity(token)) }
        if let own { return .role(role, from: own) }
        return .role(role, from: try await chain(files))
    }

    private func chain(_ files: AWSFiles?) async throws(ModelError) -> AWSSource {
        if let keys = AWSSource.environmentKeys(host.environment) { return .keys(keys) }
        let files = if let files { files } else { try await readFiles() }
        let profile = try files.source(host.environment)
        switch profile {
        case .role, .webIdentity: if let profile { return profile }
        default: break
        }
        if let file = host.variable("AWS_WEB_IDENTITY_TOKEN_FILE") {
            guard let arn = host.variable("AWS_ROLE_ARN") else {
                throw .credentials("AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not.")
            }
            let role = AWSRole(arn: arn, session: host.variable("AWS_ROLE_SESSION_NAME"))
            return .webIdentity(role, token: .file(file))
        }
        if let profile { return profile }
        if host.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") != nil
            || host.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") != nil
        {
            return .container
        }
        return .instance
    }

    /// LiteLLM's forms: `oidc/file/PATH`, `oidc/env/NAME`, `oidc/env_path/NAME`, or the token itself.
    private func webIdentity(_ text: String) throws(ModelError) -> WebIdentityToken {
        guard text.hasPrefix("oidc/") else { return .text(text) }
        let parts = text.split(separator: "/", maxSplits: 2).map(String.init)
        guard parts.count == 3, ["file", "env", "env_path"].contains(parts[1]) else {
            throw .credentials(
                "\"aws_web_identity_token\" may be a token, oidc/file/PATH, oidc/env/NAME or oidc/env_path/NAME.")
        }
        if parts[1] == "file" { return .file(parts[2].hasPrefix("/") ? parts[2] : "/\(parts[2])") }
        guard let value = host.variable(parts[2]) else {
            throw .credentials("\"aws_web_identity_token\" refers to \(parts[2]), which is not set.")
        }
        return parts[1] == "env" ? .text(value) : .file(value)
    }

    private func readFiles() async throws(ModelError) -> AWSFiles {
        func text(_ variable: String, _ standard: String, _ purpose: String) async throws(ModelError) -> String {
            guard let path = host.variable(variable) ?? host.home(standard) else { return "" }
            return try await host.file(path, for: purpose) ?? ""
        }
        let config = try await text("AWS_CONFIG_FILE", ".aws/config", "the AWS configuration")
        let keys = try await text("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials", "the AWS credentials")
        let named = options.profile ?? host.environment.first(of: ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])?.value
        let files = AWSFiles(
            profiles: AWSConfigFile.profiles(config: config, credentials: keys),
            sessions: INIFile.parse(config),
            profile: named ?? "default"
        )
        if let named, files.profiles[named] == nil {
            throw .credentials("The AWS profile \"\(named)\" is neither in ~/.aws/config nor in ~/.aws/credentials.")
        }
        return files
    }
}

/// What AWS's two files say, and which profile counts.
struct AWSFiles: Sendable {
    var profiles: INIFile.Sections
    var sessions: INIFile.Sections
    var profile: String

    func source(_ environment: Environment) throws(ModelError) -> AWSSource? {
        try AWSSource.profile(profile, in: profiles, sessions: sessions, environment: environment)
    }
}
