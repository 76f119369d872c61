extension ProviderTable {
    /// Amazon Bedrock.
    static let amazon: [Provider] = [bedrock, mantle]

    private static let bedrock: Provider = {
        var converse = Provider(
            id: "bedrock",
            name: "Amazon Bedrock",
            aliases: ["bedrock_converse"],
            wire: .converse,
            baseURL: "https://bedrock-runtime.{region}.{region.host}",
            baseURLVariables: [
                "AWS_BEDROCK_RUNTIME_ENDPOINT", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "AWS_ENDPOINT_URL",
            ],
            baseURLKeys: ["aws_bedrock_runtime_endpoint"],
            credential: .bearer("AWS_BEARER_TOKEN_BEDROCK").orElse(.aws(service: "bedrock")),
            places: [region],
            documentation: "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html"
        )
        var invoke = converse
        invoke.wire = .invokeModel
        invoke.dialect = Dialect(.inlineMediaOnly)
        invoke.documentation =
            "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html"
        converse.variants = [
            Variant("converse/", isSwitch: true, provider: converse),
            Variant("invoke/", isSwitch: true, provider: invoke),
        ]
        return converse
    }()

    /// The models that speak OpenAI's protocols, on a host of their own; OpenAI's newer ones at a path of their own too.
    private static let mantle: Provider = {
        var row = Provider(
            id: "bedrock_mantle",
            name: "Amazon Bedrock (OpenAI-compatible)",
            baseURL: "https://bedrock-mantle.{region}.api.aws/v1",
            baseURLVariables: ["BEDROCK_MANTLE_API_BASE"],
            credential: .bearer("BEDROCK_MANTLE_API_KEY", "AWS_BEARER_TOKEN_BEDROCK"),
            places: [region],
            documentation: "https://docs.aws.amazon.com/bedrock/latest/userguide/bedrock-mantle.html"
        )
        row.places[0].variables.insert("BEDROCK_MANTLE_REGION", at: 0)
        row.places[0].hosts = [:]
        var own = row
        own.baseURL = "https://bedrock-mantle.{region}.api.aws/openai/v1"
        row.variants = [Variant("openai.gpt-5", "openai.gpt-6", provider: own)]
        return row
    }()

    private static let region = Place(
        "region",
        keys: ["aws_region_name"],
        variables: ["AWS_REGION_NAME", "AWS_REGION", "AWS_DEFAULT_REGION"],
        hosts: [
            "cn-north-1": "amazonaws.com.cn", "cn-northwest-1": "amazonaws.com.cn", "*": "amazonaws.com",
        ],
        leadsNames: true,
        comesWithCredential: true
    )
}
