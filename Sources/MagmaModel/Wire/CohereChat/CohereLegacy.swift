/// Cohere's Chat, version 1, and its generations before it: only decoded, for recordings; nothing is sent in this form.
struct CohereLegacy: WireProtocol {
    var path: String { "/chat" }
    var versionPath: String { "/v1" }
    var framing: Framing { .jsonLines }

    func encode(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> WireRequest {
        throw ModelError(.unsupported, "Version 1 of Cohere's chat is read, but not sent.")
    }

    func decode(
        _ body: UnsafeRawBufferPointer,
        dialect: Dialect,
        into builder: inout GenerationBuilder
    ) throws(ModelError) {
        var decoder = CohereLegacyStreamDecoder(dialect: dialect)
        try decoder.decode(StreamEvent(data: body), into: &builder)
        guard decoder.isComplete else { throw ModelError(.decoding, "The answer is JSON, but it holds no text.") }
    }

    func makeStreamDecoder(dialect: Dialect) -> any StreamDecoder { CohereLegacyStreamDecoder(dialect: dialect) }

    func errorFacts(_ body: JSON, status: Int) -> ErrorFacts { CohereChat.errorFacts(body, status: status) }
}

/// Reads lines with an `event_type`, and whole bodies, which are what the last line holds under `response`.
struct CohereLegacyStreamDecoder: StreamDecoder {
    private let dialect: Dialect
    private(set) var isComplete = false

    var isDone: Bool { isComplete }

    init(dialect: Dialect) { self.dialect = dialect }

    mutating func decode(_ event: StreamEvent, into builder: inout GenerationBuilder) throws(ModelError) {
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: event.data)
        } catch {
            throw ModelError(.decoding, "A line of the answer is no JSON: \(error)", underlying: error)
        }
        if let id = json["generation_id"]?.stringValue, builder.id.isEmpty { builder.id = id }
        switch json["event_type"]?.stringValue {
        case nil: try whole(json, event.data, into: &builder)
        case "text-generation": builder.appendContent(json["text"]?.stringValue ?? "")
        case "tool-calls-generation": calls(json["tool_calls"] ?? .null, into: &builder)
        case "stream-end":
            try end(json["response"] ?? .null, json["finish_reason"], event.data, into: &builder)
        default: break
        }
    }

    private mutating func whole(
        _ json: JSON,
        _ body: UnsafeRawBufferPointer,
        into builder: inout GenerationBuilder
    ) throws(ModelError) {
        guard let text = json["text"]?.stringValue else {
            guard json["message"] != nil else { return }
            let facts = CohereChat.errorFacts(json, status: 200)
            throw ErrorClassifier.error(facts: facts, status: 200, body: body, dialect: dialect)
        }
        builder.appendContent(text)
        try end(json, json["finish_reason"], body, into: &builder)
    }

    private mutating func end(
        _ response: JSON,
        _ reason: JSON?,
        _ body: UnsafeRawBufferPointer,
        into builder: inout GenerationBuilder
    ) throws(ModelError) {
        if builder.toolCalls.isEmpty { calls(response["tool_calls"] ?? .null, into: &builder) }
        if let usage = CohereChatUsage.usage(response["meta"] ?? .null) { builder.setUsage(usage) }
        isComplete = true
        guard let reason = FinishReason(word: reason?.stringValue ?? "") else { return }
        if reason.raw == "ERROR" {
            throw ErrorClassifier.error(facts: ErrorFacts(), status: 200, body: body, dialect: dialect)
        }
        builder.finish(reason.kind, raw: reason.raw)
    }

    private func calls(_ calls: JSON, into builder: inout GenerationBuilder) {
        for call in calls.arrayValue ?? [] {
            let place = builder.beginToolCall(id: "", name: call["name"]?.stringValue ?? "")
            builder.appendArguments(call["parameters"]?.serialized() ?? "", toToolCallAt: place)
        }
    }
}
