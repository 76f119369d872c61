/// A credential file of Google Cloud.
struct GoogleCredential: Sendable, Hashable {
    indirect enum Kind: Sendable, Hashable {
        case serviceAccount(ServiceAccount)
        case user(id: String, secret: String, refreshToken: String, tokenURL: String)
        case external(ExternalAccount)
        /// Another credential, which may act as a service account.
        case impersonated(GoogleCredential, url: String)
    }

    struct ServiceAccount: Sendable, Hashable {
        var email: String
        var privateKey: String
        var keyID: String?
        var tokenURL: String
    }

    var kind: Kind
    var project: String?
    /// The project that the use is counted for, where it is another.
    var quotaProject: String?

    /// `place` begins the texts of its errors, which show nothing of the contents.
    init(_ json: JSON, place: String) throws(ModelError) {
        func text(_ name: String) throws(ModelError) -> String {
            guard let value = json[name]?.stringValue, !value.isEmpty else {
                throw .credentials("\(place) has no \"\(name)\".")
            }
            return value
        }
        project = json["project_id"]?.stringValue
        quotaProject = json["quota_project_id"]?.stringValue
        let tokenURL = try Self.secure(json["token_uri"]?.stringValue ?? "https://oauth2.googleapis.com/token", place)
        switch json["type"]?.stringValue {
        case "service_account":
            kind = .serviceAccount(
                ServiceAccount(
                    email: try text("client_email"), privateKey: try text("private_key"),
                    keyID: json["private_key_id"]?.stringValue, tokenURL: tokenURL))
        case "authorized_user":
            kind = .user(
                id: try text("client_id"), secret: try text("client_secret"),
                refreshToken: try text("refresh_token"), tokenURL: tokenURL)
        case "external_account": kind = .external(try ExternalAccount(json, place: place))
        case "impersonated_service_account":
            let source = try GoogleCredential(
                json["source_credentials"] ?? .null, place: "\(place), source_credentials")
            kind = .impersonated(source, url: try Self.secure(try text("service_account_impersonation_url"), place))
        case let type?: throw .credentials("\(place) has the type \"\(type.prefix(40))\", which is not supported.")
        case nil: throw .credentials("\(place) is no credential of Google: it has no \"type\".")
        }
    }

    /// Secrets go to this address, so it has to be one that is sure, or on this machine.
    static func secure(_ url: String, _ place: String) throws(ModelError) -> String {
        guard let parts = URLParts(url), parts.scheme == "https" || ContainerCredentials.isAllowed(parts) else {
            throw .credentials("\(place) names an address that is not https.")
        }
        return url
    }
}

/// A workload outside of Google, known by a token of its own identity provider.
struct ExternalAccount: Sendable, Hashable {
    enum Source: Sendable, Hashable {
        case file(String)
        case url(String, headers: [String: String])
    }

    var audience: String
    var subjectTokenType: String
    var tokenURL: String
    var impersonationURL: String?
    var source: Source
    /// The member that holds the token, where the source is JSON.
    var member: String?

    init(_ json: JSON, place: String) throws(ModelError) {
        guard let audience = json["audience"]?.stringValue, let type = json["subject_token_type"]?.stringValue else {
            throw .credentials("\(place) has no \"audience\" and \"subject_token_type\".")
        }
        self.audience = audience
        subjectTokenType = type
        tokenURL = try GoogleCredential.secure(
            json["token_url"]?.stringValue ?? "https://sts.googleapis.com/v1/token", place)
        impersonationURL = try json["service_account_impersonation_url"]?.stringValue.map { (url) throws(ModelError) in
            try GoogleCredential.secure(url, place)
        }
        let from = json["credential_source"]
        if let path = from?["file"]?.stringValue {
            source = .file(path)
        } else if from?["environment_id"] == nil, let url = from?["url"]?.stringValue {
            var headers: [String: String] = [:]
            for (name, value) in from?["headers"]?.objectValue ?? [:] { headers[name] = value.stringValue }
            source = .url(url, headers: headers)
        } else {
            throw .credentials(
                "\(place) is an external account whose token comes neither from a file nor from a URL, which is not supported."
            )
        }
        let format = from?["format"]
        if format?["type"]?.stringValue == "json" {
            guard let name = format?["subject_token_field_name"]?.stringValue else {
                throw .credentials("\(place) names no \"subject_token_field_name\".")
            }
            member = name
        }
    }
}

extension GoogleCredential: CustomStringConvertible, CustomReflectable {
    var description: String { "GoogleCredential(***)" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
