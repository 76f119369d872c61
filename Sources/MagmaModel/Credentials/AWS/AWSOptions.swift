/// What a call, or LiteLLM's variables, say about the AWS account.
struct AWSOptions: Sendable, Hashable {
    var accessKeyID: String?
    var secretAccessKey: String?
    var sessionToken: String?
    var profile: String?
    var role: String?
    var sessionName: String?
    var externalID: String?
    var webIdentityToken: String?
    var stsEndpoint: String?

    init(_ members: JSON.Object, _ environment: Environment) throws(ModelError) {
        let options = CloudOptions(members: members, environment: environment)
        accessKeyID = try options.text("aws_access_key_id")
        secretAccessKey = try options.text("aws_secret_access_key")
        sessionToken = try options.text("aws_session_token")
        profile = try options.text("aws_profile_name", or: "AWS_PROFILE_NAME")
        role = try options.text("aws_role_name", or: "AWS_ROLE_NAME")
        sessionName = try options.text("aws_session_name", or: "AWS_SESSION_NAME")
        externalID = try options.text("aws_external_id", or: "AWS_EXTERNAL_ID")
        webIdentityToken = try options.text("aws_web_identity_token", or: "AWS_WEB_IDENTITY_TOKEN")
        stsEndpoint = try options.text("aws_sts_endpoint", or: "AWS_STS_ENDPOINT")
    }

    /// The keys that the call gives. One without the other is a slip, and no reason to use the keys of somebody else.
    func keys() throws(ModelError) -> AWSCredentials? {
        if accessKeyID == nil, secretAccessKey == nil { return nil }
        guard let keys = AWSCredentials(accessKeyID, secretAccessKey, sessionToken) else {
            throw .credentials("\"aws_access_key_id\" and \"aws_secret_access_key\" must both be given.")
        }
        return keys
    }
}
