/// The bodies of older models, whole or piece by piece: a text, a word for its end, two counts. Each vendor has its own
/// names for them.
struct InvokeModelText: Sendable {
    /// Titan, Llama, Claude before Messages, Mistral, Jurassic, and Command in three forms.
    static let members = [
        "outputText", "results", "generation", "completion", "outputs", "completions", "text", "generations",
        "event_type",
    ]

    private var input: Int?
    private var output: Int?
    private(set) var isComplete = false

    mutating func take(_ json: JSON, into builder: inout GenerationBuilder) {
        let item = Self.item(json)
        // The event that ends a stream of Command's repeats all of it.
        if json["event_type"] != "stream-end" {
            builder.appendContent(Self.text(json) ?? Self.text(item) ?? "")
        }
        if builder.id.isEmpty {
            builder.id = ["generation_id", "id"].lazy.compactMap { json[$0]?.stringValue }.first ?? ""
        }
        if let word = Self.stop(item) ?? Self.stop(json), let reason = FinishReason(word: word) {
            builder.finish(reason.kind, raw: reason.raw)
            isComplete = true
        }
        let metrics = json["amazon-bedrock-invocationMetrics"]
        if metrics != nil || json["event_type"] == "stream-end" || json["is_finished"] == true { isComplete = true }
        count(json, ["prompt_token_count", "inputTextTokenCount"], into: &input)
        count(json, ["totalOutputTextTokenCount"], into: &output)
        count(item, ["generation_token_count", "tokenCount"], into: &output)
        // What Bedrock itself counted; where the vendor did too, it comes to the same.
        if let metrics {
            count(metrics, ["inputTokenCount"], into: &input)
            count(metrics, ["outputTokenCount"], into: &output)
        }
        if input != nil || output != nil { builder.setUsage(Usage(input: input ?? 0, output: output ?? 0)) }
    }

    private func count(_ json: JSON, _ names: [String], into count: inout Int?) {
        for name in names { count = json[name]?.tokenCount ?? count }
    }

    private static func item(_ json: JSON) -> JSON {
        json["results"]?[0] ?? json["outputs"]?[0] ?? json["completions"]?[0] ?? json["generations"]?[0] ?? json
    }

    private static func text(_ json: JSON) -> String? {
        for name in ["outputText", "generation", "completion", "text"] {
            if let text = json[name]?.stringValue { return text }
        }
        return json["data"]?["text"]?.stringValue
    }

    private static func stop(_ json: JSON) -> String? {
        for name in ["stop_reason", "completionReason", "finish_reason"] {
            if let word = json[name]?.stringValue { return word }
        }
        return json["finishReason"]?["reason"]?.stringValue
    }
}
