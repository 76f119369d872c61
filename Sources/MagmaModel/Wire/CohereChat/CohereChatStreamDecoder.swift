/// Reads the events of a streamed answer. The kind is in the data too, since some proxies drop the events' names.
struct CohereChatStreamDecoder: StreamDecoder {
    private var answer: CohereChatAnswer
    private let dialect: Dialect
    private(set) var isComplete = false

    var isDone: Bool { isComplete }

    init(dialect: Dialect) {
        self.dialect = dialect
        answer = CohereChatAnswer(dialect: dialect)
    }

    mutating func decode(_ event: StreamEvent, into builder: inout GenerationBuilder) throws(ModelError) {
        let data = event.data
        guard data.contains(where: { $0 > 0x20 }), !data.starts(with: "[DONE]".utf8) else { return }
        var type = ""
        var index = 0
        var delta: Int?
        do throws(JSONError) {
            var cursor = JSONCursor(data)
            try cursor.object { (cursor, key) throws(JSONError) in
                switch key {
                case "type": type = try cursor.stringOrNil() ?? ""
                case "index": index = try cursor.intOrNil() ?? 0
                case "delta":
                    delta = cursor.offset
                    try cursor.skip()
                case "logprobs": answer.logprobs(try cursor.value(), into: &builder)
                case "id":
                    if let id = try cursor.stringOrNil(), builder.id.isEmpty { builder.id = id }
                default: try cursor.skip()
                }
            }
            if type == "content-delta", let delta {
                cursor.offset = delta
                return try text(&cursor, index, &builder)
            }
        } catch {
            throw ModelError(.decoding, "An event of the stream is no JSON: \(error)", underlying: error)
        }
        guard let json = try? JSON(parsing: data) else {
            throw ModelError(.decoding, "An event of the stream is no JSON.")
        }
        try decode(json, type, index, data, into: &builder)
    }

    /// What most events are: a piece of text or of thoughts.
    private mutating func text(
        _ cursor: inout JSONCursor,
        _ index: Int,
        _ builder: inout GenerationBuilder
    ) throws(JSONError) {
        guard cursor.peek() == .object else { return }
        try cursor.object { (cursor, key) throws(JSONError) in
            guard key == "message", cursor.peek() == .object else { return try cursor.skip() }
            try cursor.object { (cursor, key) throws(JSONError) in
                guard key == "content", cursor.peek() == .object else { return try cursor.skip() }
                try cursor.object { (cursor, key) throws(JSONError) in
                    switch key {
                    case "text":
                        if let text = try cursor.stringOrNil() { answer.text(text, at: index, into: &builder) }
                    case "thinking":
                        if let text = try cursor.stringOrNil() { answer.thinking(text, at: index, into: &builder) }
                    default: try cursor.skip()
                    }
                }
            }
        }
    }

    private mutating func decode(
        _ json: JSON,
        _ type: String,
        _ index: Int,
        _ data: UnsafeRawBufferPointer,
        into builder: inout GenerationBuilder
    ) throws(ModelError) {
        let message = json["delta"]?["message"] ?? .null
        switch type {
        case "message-start": answer.message(message, into: &builder)
        case "content-start": answer.start(message["content"] ?? .null, at: index, into: &builder)
        case "tool-plan-delta": answer.plan(message["tool_plan"]?.stringValue ?? "", into: &builder)
        case "tool-call-start": answer.startCall(message["tool_calls"] ?? .null, at: index, into: &builder)
        case "tool-call-delta":
            let text = message["tool_calls"]?["function"]?["arguments"]?.stringValue
            answer.arguments(text ?? "", at: index, into: &builder)
        case "citation-start": answer.citation(message["citations"] ?? .null)
        case "message-end":
            try answer.end(json["delta"] ?? .null, data, into: &builder)
            isComplete = true
        default:
            // An error that some gateway puts among the events.
            guard type == "error" || json["error"] != nil || (type.isEmpty && json["message"]?.stringValue != nil)
            else {
                return
            }
            let facts = CohereChat.errorFacts(json, status: 200)
            throw ErrorClassifier.error(facts: facts, status: 200, body: data, dialect: dialect)
        }
    }
}
