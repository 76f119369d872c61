/// Where credentials come from.
indirect enum AWSSource: Sendable {
    /// Keys that are there already.
    case keys(AWSCredentials)
    /// A role, taken on with the credentials of another source.
    case role(AWSRole, from: AWSSource)
    /// A role, taken on with a token of another identity provider.
    case webIdentity(AWSRole, token: WebIdentityToken)
    /// What a user who signed in by AWS's portal may use.
    case portal(AWSPortal)
    /// The container that this runs in.
    case container
    /// The machine that this runs on.
    case instance
}

/// A role and how a session of it is called.
struct AWSRole: Sendable, Hashable {
    var arn: String
    var session: String?
    var externalID: String?
    var seconds: String?
}

/// A token of another identity provider, or where it stands.
enum WebIdentityToken: Sendable {
    case text(String)
    case file(String)
}

/// An account and role in AWS's portal (`aws sso login`).
struct AWSPortal: Sendable, Hashable {
    var profile: String
    /// What the file is called after that keeps the token of the sign-in.
    var session: String
    var region: String
    var account: String
    var role: String
}

extension AWSSource {
    /// What a profile says; `nil` where it says nothing about credentials.
    static func profile(
        _ name: String,
        in profiles: INIFile.Sections,
        sessions: INIFile.Sections,
        environment: Environment
    ) throws(ModelError) -> AWSSource? {
        try ProfileReader(profiles: profiles, sessions: sessions, environment: environment).source(name, visited: [])
    }
}

/// Follows a profile to its source.
private struct ProfileReader {
    let profiles: INIFile.Sections
    let sessions: INIFile.Sections
    let environment: Environment

    func source(_ name: String, visited: [String]) throws(ModelError) -> AWSSource? {
        guard let profile = profiles[name] else {
            guard let user = visited.last else { return nil }
            throw .credentials("The AWS profile \"\(user)\" refers to the profile \"\(name)\", which is in no file.")
        }
        guard let arn = profile["role_arn"] else { return try own(name, profile) }
        if profile["mfa_serial"] != nil {
            throw .credentials("The AWS profile \"\(name)\" asks for a one-time code, which cannot be asked for here.")
        }
        let role = AWSRole(
            arn: arn,
            session: profile["role_session_name"],
            externalID: profile["external_id"],
            seconds: profile["duration_seconds"]
        )
        if let file = profile["web_identity_token_file"] { return .webIdentity(role, token: .file(file)) }
        if let word = profile["credential_source"] { return .role(role, from: try source(word: word, of: name)) }
        guard let other = profile["source_profile"] else {
            throw .credentials(
                "The AWS profile \"\(name)\" has a role, but neither source_profile nor credential_source.")
        }
        guard other != name else {
            guard let keys = keys(profile) else {
                throw .credentials("The AWS profile \"\(name)\" is its own source and has no keys.")
            }
            return .role(role, from: .keys(keys))
        }
        guard !visited.contains(other) else {
            throw .credentials("The AWS profiles \"\(name)\" and \"\(other)\" refer to each other.")
        }
        guard let base = try source(other, visited: visited + [name]) else {
            throw .credentials("The AWS profile \"\(other)\", which \"\(name)\" refers to, has no credentials.")
        }
        return .role(role, from: base)
    }

    private func source(word: String, of name: String) throws(ModelError) -> AWSSource {
        switch word {
        case "Environment":
            guard let keys = AWSSource.environmentKeys(environment) else {
                throw .credentials("The AWS profile \"\(name)\" wants AWS_ACCESS_KEY_ID, which is not set.")
            }
            return .keys(keys)
        case "Ec2InstanceMetadata": return .instance
        case "EcsContainer": return .container
        default: throw .credentials("The AWS profile \"\(name)\" has an unknown credential_source, \"\(word)\".")
        }
    }

    private func own(_ name: String, _ profile: [String: String]) throws(ModelError) -> AWSSource? {
        if let account = profile["sso_account_id"], let role = profile["sso_role_name"] {
            let session = profile["sso_session"]
            let portal = session.flatMap { sessions["sso-session \($0)"] } ?? profile
            guard let region = portal["sso_region"], let key = session ?? portal["sso_start_url"] else {
                throw .credentials("The AWS profile \"\(name)\" names no sso_region and sign-in.")
            }
            return .portal(AWSPortal(profile: name, session: key, region: region, account: account, role: role))
        }
        if let keys = keys(profile) { return .keys(keys) }
        if profile["credential_process"] != nil {
            throw .credentials(
                "The AWS profile \"\(name)\" has a credential_process, and no programs are run here: set AWS_ACCESS_KEY_ID, "
                    + "AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN from what it prints.")
        }
        if profile["login_session"] != nil {
            throw .credentials(
                "The AWS profile \"\(name)\" is one of \"aws login\", which is not supported: run "
                    + "\"aws configure export-credentials --format env\" and set what it prints.")
        }
        return nil
    }

    private func keys(_ profile: [String: String]) -> AWSCredentials? {
        AWSCredentials(
            profile["aws_access_key_id"], profile["aws_secret_access_key"], profile["aws_session_token"])
    }
}

extension AWSSource {
    static func environmentKeys(_ environment: Environment) -> AWSCredentials? {
        AWSCredentials(
            environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"], environment["AWS_SESSION_TOKEN"])
    }
}
