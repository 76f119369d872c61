/// Reads the events of a streamed message. Unknown events and deltas are passed over.
struct MessagesStreamDecoder: StreamDecoder {
    private var blocks = MessagesBlocks()
    private var usage: JSON.Object = [:]
    private let dialect: Dialect
    private(set) var isComplete = false

    var isDone: Bool { isComplete }

    init(dialect: Dialect) { self.dialect = dialect }

    mutating func decode(_ event: StreamEvent, into builder: inout GenerationBuilder) throws(ModelError) {
        let data = event.data
        guard data.contains(where: { $0 > 0x20 }), !data.starts(with: "[DONE]".utf8) else { return }
        do throws(JSONError) {
            guard try !decodeText(data, into: &builder) else { return }
        } catch {
            throw ModelError(.decoding, "An event of the stream is no JSON: \(error)", underlying: error)
        }
        try decodeOther(data, into: &builder)
    }

    /// What most events are: a piece of text. Anything else is left to ``decodeOther(_:into:)``.
    private mutating func decodeText(
        _ data: UnsafeRawBufferPointer,
        into builder: inout GenerationBuilder
    ) throws(JSONError) -> Bool {
        var isBlockDelta = false
        var index = 0
        var kind = Piece.other
        var text = ""
        var cursor = JSONCursor(data)
        guard cursor.peek() == .object else { return false }
        try cursor.object { (cursor, key) throws(JSONError) in
            switch key {
            case "type":
                isBlockDelta = try cursor.isString("content_block_delta")
            case "index": index = try cursor.intOrNil() ?? 0
            case "delta":
                guard cursor.peek() == .object else { return try cursor.skip() }
                try cursor.object { (cursor, key) throws(JSONError) in
                    switch key {
                    case "text":
                        text = try cursor.stringOrNil() ?? ""
                        kind = .text
                    case "thinking":
                        text = try cursor.stringOrNil() ?? ""
                        kind = .thinking
                    case "partial_json":
                        text = try cursor.stringOrNil() ?? ""
                        kind = .json
                    case "signature":
                        text = try cursor.stringOrNil() ?? ""
                        kind = .signature
                    default: try cursor.skip()
                    }
                }
            default: try cursor.skip()
            }
        }
        guard isBlockDelta else { return false }
        switch kind {
        case .text: blocks.text(text, into: &builder)
        case .thinking: blocks.thinking(text, into: &builder)
        case .json: blocks.partialJSON(text, at: index, into: &builder)
        case .signature: blocks.signature(text, at: index)
        case .other: return false
        }
        return true
    }

    private enum Piece {
        case text, thinking, json, signature, other
    }

    private mutating func decodeOther(
        _ data: UnsafeRawBufferPointer,
        into builder: inout GenerationBuilder
    ) throws(ModelError) {
        guard let json = try? JSON(parsing: data) else {
            throw ModelError(.decoding, "An event of the stream is no JSON.")
        }
        switch json["type"]?.stringValue {
        case "message_start": if let message = json["message"] { start(message, into: &builder) }
        case "content_block_start":
            blocks.start(json["content_block"] ?? .null, at: json["index"]?.intValue ?? 0, into: &builder)
        case "content_block_delta": blocks.other(json["delta"] ?? .null, at: json["index"]?.intValue ?? 0)
        case "content_block_stop": blocks.stop(at: json["index"]?.intValue ?? 0, into: &builder)
        case "message_delta":
            if let delta = json["delta"] { end(delta, into: &builder) }
            if let counts = json["usage"] { take(counts, into: &builder) }
        case "message_stop": finish(into: &builder)
        case "error":
            throw error(json, data)
        default:
            guard json["error"]?.objectValue != nil else { return }
            throw error(json, data)
        }
    }

    private func error(_ json: JSON, _ data: UnsafeRawBufferPointer) -> ModelError {
        let facts = Messages().errorFacts(json, status: 200)
        return ErrorClassifier.error(facts: facts, status: 200, body: data, dialect: dialect)
    }

    /// A message, as a stream begins with it or as a whole answer is: it may already hold blocks and a stop reason.
    mutating func start(_ message: JSON, into builder: inout GenerationBuilder) {
        if builder.id.isEmpty { builder.id = message["id"]?.stringValue ?? "" }
        if builder.model.isEmpty { builder.model = message["model"]?.stringValue ?? "" }
        for (index, block) in (message["content"]?.arrayValue ?? []).enumerated() {
            blocks.start(block, at: index, into: &builder)
            blocks.stop(at: index, into: &builder)
        }
        if let counts = message["usage"] { take(counts, into: &builder) }
        end(message, into: &builder)
    }

    mutating func finish(into builder: inout GenerationBuilder) {
        blocks.finish(into: &builder)
        isComplete = true
    }

    private mutating func end(_ delta: JSON, into builder: inout GenerationBuilder) {
        guard let word = delta["stop_reason"]?.stringValue, let reason = FinishReason(word: word) else { return }
        if word == "refusal" { builder.appendRefusal(delta["stop_details"]?["explanation"]?.stringValue ?? "") }
        builder.finish(reason.kind, raw: reason.raw)
    }

    private mutating func take(_ counts: JSON, into builder: inout GenerationBuilder) {
        MessagesUsage.merge(counts, into: &usage)
        if let usage = MessagesUsage.usage(usage) { builder.setUsage(usage) }
    }
}
