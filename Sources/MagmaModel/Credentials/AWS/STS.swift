/// Requests to AWS's Security Token Service and what it answers. No I/O.
enum STS {
    private static let version = ("Version", "2011-06-15")

    static func assumeRole(_ role: AWSRole, session: String) -> [(String, String)] {
        [("Action", "AssumeRole"), version] + members(role, session)
    }

    static func assumeRole(_ role: AWSRole, session: String, webIdentity token: String) -> [(String, String)] {
        [("Action", "AssumeRoleWithWebIdentity"), version] + members(role, session) + [("WebIdentityToken", token)]
    }

    private static func members(_ role: AWSRole, _ session: String) -> [(String, String)] {
        [
            ("RoleArn", role.arn), ("RoleSessionName", session), ("ExternalId", role.externalID),
            ("DurationSeconds", role.seconds),
        ].compactMap { name, value in value.map { (name, $0) } }
    }

    /// Where the service listens; a region's own address answers faster, and works where the global one is closed.
    static func endpoint(region: String?) -> String {
        guard let region else { return "https://sts.amazonaws.com/" }
        return "https://sts.\(region).amazonaws.com\(region.hasPrefix("cn-") ? ".cn" : "")/"
    }

    /// The service answers in XML, or in JSON where it heeds `accept`: the names are the same.
    static func credentials(_ text: String) -> AWSCredentials? {
        AWSCredentials(
            element("AccessKeyId", text), element("SecretAccessKey", text), element("SessionToken", text),
            expiry: element("Expiration", text).flatMap { Timestamp.seconds($0) ?? Double($0).map { Int($0) } }
        )
    }

    /// The service's code for an error, and its sentence.
    static func error(_ text: String) -> String? {
        guard let code = element("Code", text) else { return nil }
        return element("Message", text).map { "\(code): \($0)" } ?? code
    }

    private static func element(_ name: String, _ text: String) -> String? {
        if let start = text.firstRange(of: "<\(name)>"),
            let end = text[start.upperBound...].firstRange(of: "</\(name)>")
        {
            return String(text[start.upperBound..<end.lowerBound])
        }
        guard text.first == "{", let json = try? JSON(parsing: text) else { return nil }
        return find(name, json)
    }

    private static func find(_ name: String, _ json: JSON) -> String? {
        guard let object = json.objectValue else { return nil }
        if let value = object[name] { return value.stringValue ?? value.doubleValue.map { "\($0)" } }
        return object.lazy.compactMap { find(name, $0.value) }.first
    }
}
