/// Reads Ollama's lines: each has a piece of the message, the last one the counts. `/api/generate` has the same form
/// with `response` in place of `message`.
struct OllamaChatStreamDecoder: StreamDecoder {
    private let dialect: Dialect
    private(set) var isComplete = false
    private(set) var isChat = false

    // Some servers send tool calls after the line that says done.
    var isDone: Bool { false }

    init(dialect: Dialect) { self.dialect = dialect }

    private struct Places {
        var calls: Int?
        var error: Int?
        var input: Int?
        var output: Int?
        var reason = ""
        var done = false
    }

    mutating func decode(_ event: StreamEvent, into builder: inout GenerationBuilder) throws(ModelError) {
        var places = Places()
        do throws(JSONError) {
            var cursor = JSONCursor(event.data)
            try cursor.object { (cursor, key) throws(JSONError) in
                switch key {
                case "model":
                    if let model = try cursor.stringOrNil(), builder.model.isEmpty { builder.model = model }
                case "created_at" where builder.created == nil:
                    builder.created = try cursor.stringOrNil().flatMap(Timestamp.seconds)
                case "message":
                    isChat = true
                    try Self.readMessage(&cursor, &places, &builder)
                case "response":
                    isChat = true
                    if let text = try cursor.stringOrNil() { builder.appendContent(text) }
                case "thinking":
                    if let text = try cursor.stringOrNil() { Self.appendThinking(text, &builder) }
                case "done": places.done = try cursor.boolOrNil() ?? false
                case "done_reason": places.reason = try cursor.stringOrNil() ?? ""
                case "prompt_eval_count": places.input = try cursor.intOrNil().flatMap(Usage.count)
                case "eval_count": places.output = try cursor.intOrNil().flatMap(Usage.count)
                case "logprobs":
                    let value = try cursor.value()
                    if value.arrayValue?.isEmpty == false { builder.addLogprobs(["content": value]) }
                case "error":
                    if cursor.peek() != .null { places.error = cursor.offset }
                    try cursor.skip()
                default: try cursor.skip()
                }
            }
            if let place = places.calls {
                cursor.offset = place
                Self.readCalls(try cursor.value(), &builder)
            }
        } catch {
            throw ModelError(.decoding, "A line of the answer is no JSON: \(error)", underlying: error)
        }
        if places.error != nil {
            let json = (try? JSON(parsing: event.data)) ?? .null
            throw ErrorClassifier.error(facts: ErrorFacts(json: json), status: 200, body: event.data, dialect: dialect)
        }
        guard places.done else { return }
        isComplete = true
        if let reason = FinishReason(word: places.reason) { builder.finish(reason.kind, raw: reason.raw) }
        if places.input != nil || places.output != nil {
            builder.setUsage(Usage(input: places.input ?? 0, output: places.output ?? 0))
        }
    }

    private static func readMessage(
        _ cursor: inout JSONCursor,
        _ places: inout Places,
        _ builder: inout GenerationBuilder
    ) throws(JSONError) {
        guard cursor.peek() == .object else { return try cursor.skip() }
        try cursor.object { (cursor, key) throws(JSONError) in
            switch key {
            case "content": if let text = try cursor.stringOrNil() { builder.appendContent(text) }
            case "thinking": if let text = try cursor.stringOrNil() { appendThinking(text, &builder) }
            case "tool_calls":
                if cursor.peek() == .array { places.calls = cursor.offset }
                try cursor.skip()
            default: try cursor.skip()
            }
        }
    }

    private static func appendThinking(_ text: String, _ builder: inout GenerationBuilder) {
        guard !text.isEmpty else { return }
        if builder.reasoningField == nil { builder.reasoningField = "thinking" }
        builder.appendReasoning(text)
    }

    private static func readCalls(_ calls: JSON, _ builder: inout GenerationBuilder) {
        for call in calls.arrayValue ?? [] {
            let function = call["function"] ?? call
            let position = builder.beginToolCall(
                id: call["id"]?.stringValue ?? "",
                name: function["name"]?.stringValue ?? ""
            )
            let arguments = function["arguments"]
            builder.appendArguments(
                arguments.map { $0.stringValue ?? ($0.isNull ? "" : $0.serialized()) } ?? "",
                toToolCallAt: position
            )
        }
    }
}
