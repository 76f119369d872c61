/// Ollama's own chat protocol: whole JSON objects, one a line when streamed.
struct OllamaChat: WireProtocol {
    var path: String { "/api/chat" }
    var versionPath: String { "" }
    var framing: Framing { .jsonLines }

    func errorFacts(_ body: JSON, status: Int) -> ErrorFacts { ErrorFacts(json: body) }
}
