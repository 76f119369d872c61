/// What signs a request to AWS.
struct AWSCredentials: Sendable, Hashable {
    var accessKeyID: String
    var secretAccessKey: String
    var sessionToken: String?
    /// In seconds since 1970. `nil` for keys that do not end by themselves.
    var expiry: Int?

    /// `nil` where either half is missing.
    init?(_ accessKeyID: String?, _ secretAccessKey: String?, _ sessionToken: String? = nil, expiry: Int? = nil) {
        guard let accessKeyID, let secretAccessKey, !accessKeyID.isEmpty, !secretAccessKey.isEmpty else { return nil }
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken.flatMap { $0.isEmpty ? nil : $0 }
        self.expiry = expiry
    }

    /// As containers and instances write them: `AccessKeyId`, `SecretAccessKey`, `Token`, `Expiration`.
    init?(metadata json: JSON) {
        self.init(
            json["AccessKeyId"]?.stringValue, json["SecretAccessKey"]?.stringValue, json["Token"]?.stringValue,
            expiry: json["Expiration"]?.stringValue.flatMap(Timestamp.seconds)
        )
    }
}

extension AWSCredentials: CustomStringConvertible, CustomReflectable {
    var description: String { "AWSCredentials(***)" }
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// Credentials and the region that was found beside them; each only where it was asked for.
struct AWSIdentity: Expiring {
    var credentials: AWSCredentials?
    var region: String?

    var expiry: Int? { credentials?.expiry }
}
