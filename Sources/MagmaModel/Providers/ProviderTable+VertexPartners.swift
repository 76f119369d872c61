extension ProviderTable {
    /// The models of others on Vertex AI: each is spoken to as its maker's own service is, at Google's address.
    static func partners(on vertex: Provider, _ location: String) -> [Variant] {
        func row(_ wire: WireProtocolID, _ dialect: Dialect, maker: String? = nil) -> Provider {
            var row = vertex
            row.wire = wire
            row.dialect = dialect
            row.path = "\(location)/endpoints/openapi/chat/completions"
            row.streamPath = nil
            if let maker {
                row.path = "\(location)/publishers/\(maker)/models/{model}:rawPredict"
                row.streamPath = "\(location)/publishers/\(maker)/models/{model}:streamRawPredict"
            }
            return row
        }
        var claude = row(.messages, Dialect(.versionInBody), maker: "anthropic")
        claude.baseURLVariables += ["ANTHROPIC_VERTEX_BASE_URL"]
        claude.documentation = "https://platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai"
        for index in claude.places.indices {
            let variable = ["project": "ANTHROPIC_VERTEX_PROJECT_ID", "location": "CLOUD_ML_REGION"]
            if let name = variable[claude.places[index].name] { claude.places[index].variables.append(name) }
        }
        let mistralsOwn = clouds.first { $0.id == "mistral" }?.dialect ?? Dialect()
        let mistral = row(.chatCompletions, mistralsOwn, maker: "mistralai")
        var jamba = row(.chatCompletions, Dialect(), maker: "ai21")
        jamba.baseURL = "https://{location.host}/v1beta1"
        return [
            Variant("claude", isSwitch: false, provider: claude),
            Variant("anthropic/", "publishers/anthropic/models/", isSwitch: true, provider: claude),
            Variant("mistral-", "ministral-", "codestral-", isSwitch: false, provider: mistral),
            Variant("mistralai/", "publishers/mistralai/models/", isSwitch: true, provider: mistral),
            Variant("jamba-", isSwitch: false, provider: jamba),
            Variant("ai21/", "publishers/ai21/models/", isSwitch: true, provider: jamba),
            // Their names keep the maker's, which is how the one endpoint tells them apart.
            Variant(prefixes: makers, isSwitch: false, provider: row(.chatCompletions, Dialect())),
        ]
    }

    private static let makers = [
        "meta/", "deepseek-ai/", "qwen/", "openai/", "moonshotai/", "minimaxai/", "zai-org/", "xai/", "nvidia/",
    ]
}
