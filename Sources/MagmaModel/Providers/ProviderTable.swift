/// The providers that need no file: rows of data, by kind.
///
/// The facts are from each provider's documentation, as of November 2026; ids and aliases are LiteLLM's prefixes, with
/// plainer names beside them.
enum ProviderTable {
    static let all: [Provider] = rows.map(withEmbeddings)

    private static let rows: [Provider] = own + google + amazon + microsoft + ibm + local + clouds + gateways + regional

    /// A row of the Chat Completions protocol whose key is a bearer token.
    static func chat(
        _ id: String,
        _ name: String,
        _ baseURL: String?,
        _ variables: [String],
        aliases: [String] = [],
        bases: [String] = [],
        versionPath: String? = nil,
        optional: Bool = false,
        headers: [String: String] = [:],
        _ dialect: Dialect = Dialect(),
        docs: String? = nil
    ) -> Provider {
        Provider(
            id: id,
            name: name,
            aliases: aliases,
            baseURL: baseURL,
            baseURLVariables: bases.isEmpty ? ["\(id.uppercased())_API_BASE"] : bases,
            versionPath: versionPath,
            credential: Credential(.bearer, variables: variables, isOptional: optional),
            headers: headers,
            dialect: dialect,
            documentation: docs
        )
    }

    /// Prefixes whose wire protocol is not there yet, with what may help instead.
    static let planned: [String: String] = [
        "watsonx_text": "The models behind it are chatted with as watsonx/….",
        "sagemaker": "An endpoint that speaks OpenAI's protocol is a row of your own (docs/provider-rows.md).",
        "sagemaker_chat": "An endpoint that speaks OpenAI's protocol is a row of your own (docs/provider-rows.md).",
        "replicate": "", "responses": "",
    ]
}
