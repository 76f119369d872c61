/// OpenAI's Chat Completions, and everything that is compatible with it.
struct ChatCompletions: WireProtocol {
    /// Whether it is the older text completion API (`choices[].text`), which is only decoded.
    var isTextCompletion = false

    var path: String { "/chat/completions" }
    var versionPath: String { "/v1" }
    var framing: Framing { .serverSentEvents }
}
