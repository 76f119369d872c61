extension CloudOptions {
    /// Whether a member of `extra` is by its name about one of the clouds. Their API keys are keys like others.
    static func isCloud(_ name: String) -> Bool {
        ["aws_", "vertex_", "azure_"].contains(where: name.hasPrefix) && !name.hasSuffix("_api_key")
    }

    /// The members that some row, or some way to be let in, understands.
    private static let known: Set<String> = [
        "aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_profile_name", "aws_role_name",
        "aws_session_name", "aws_external_id", "aws_web_identity_token", "aws_sts_endpoint", "aws_region_name",
        "aws_bedrock_runtime_endpoint", "vertex_project", "vertex_ai_project", "vertex_location", "vertex_ai_location",
        "vertex_credentials", "azure_ad_token", "azure_scope", "azure_api_version", "azure_username", "azure_password",
        "tenant_id", "client_id", "client_secret",
    ]

    /// A member with a slip in its name would else be passed over without a word.
    static func warnOfUnknown(_ options: JSON.Object, _ provider: Provider, _ notes: inout RequestNotes) {
        for name in options.keys where !known.contains(name) {
            let isOwn =
                provider.places.contains { $0.keys.contains(name) } || provider.baseURLKeys.contains(name)
                || provider.credential.tokens.contains { $0.keys.contains(name) }
            if !isOwn { notes.warn(name, "Not used: no setting of this name is known.") }
        }
    }
}
