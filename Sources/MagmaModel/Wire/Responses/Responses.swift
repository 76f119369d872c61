/// OpenAI's Responses, which a dozen other providers and servers speak too.
struct Responses: WireProtocol {
    var path: String { "/responses" }
    var versionPath: String { "/v1" }
    var framing: Framing { .serverSentEvents }
}

extension Dialect.Flag {
    /// Calls of `custom` tools are run by the provider, not by the caller (xAI).
    public static let runsCustomTools: Dialect.Flag = "runs_custom_tools"
    /// The web search tool has no `search_context_size` (xAI).
    public static let noSearchContextSize: Dialect.Flag = "no_search_context_size"
}
