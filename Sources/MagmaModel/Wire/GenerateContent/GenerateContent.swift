/// Google's `generateContent`, as the Gemini API and Vertex AI have it.
struct GenerateContent: WireProtocol {
    var path: String { "/models/{model}:generateContent" }
    var streamPath: String { "/models/{model}:streamGenerateContent?alt=sse" }
    var versionPath: String { "/v1beta" }
    var framing: Framing { .serverSentEventsOrArray }

    func errorFacts(_ body: JSON, status: Int) -> ErrorFacts { ErrorFacts(google: body) }
}
