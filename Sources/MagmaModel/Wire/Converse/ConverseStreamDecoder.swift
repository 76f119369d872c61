/// Reads the events of a streamed answer. Unknown events and pieces are passed over or kept, never fatal.
struct ConverseStreamDecoder: StreamDecoder {
    private var blocks = ConverseBlocks()
    private let dialect: Dialect
    /// Members of the model's own answer that were asked for.
    private var fields: JSON?
    private(set) var isComplete = false
    // The counts come after the end.
    private(set) var isDone = false

    init(dialect: Dialect) { self.dialect = dialect }

    mutating func decode(_ event: StreamEvent, into builder: inout GenerationBuilder) throws(ModelError) {
        guard !event.isError else { throw Converse.error(event, dialect: dialect) }
        do throws(JSONError) {
            if event.name.equals("contentBlockDelta"), try decodeText(event.data, into: &builder) { return }
            take(event.name, try JSON(parsing: event.data), into: &builder)
        } catch {
            throw ModelError(.decoding, "An event of the stream is no JSON: \(error)", underlying: error)
        }
    }

    /// What most events are: a piece of text. Anything else is left to ``take(_:_:into:)``.
    private mutating func decodeText(
        _ data: UnsafeRawBufferPointer,
        into builder: inout GenerationBuilder
    ) throws(JSONError) -> Bool {
        var index = 0
        var text: String?
        var cursor = JSONCursor(data)
        guard cursor.peek() == .object else { return false }
        try cursor.object { (cursor, key) throws(JSONError) in
            switch key {
            case "contentBlockIndex": index = try cursor.intOrNil() ?? 0
            case "delta":
                guard cursor.peek() == .object else { return try cursor.skip() }
                try cursor.object { (cursor, key) throws(JSONError) in
                    guard key == "text" else { return try cursor.skip() }
                    text = try cursor.stringOrNil()
                }
            default: try cursor.skip()
            }
        }
        guard let text else { return false }
        blocks.text(text, at: index, into: &builder)
        return true
    }

    /// An event by its name.
    mutating func take(_ name: UnsafeRawBufferPointer, _ json: JSON, into builder: inout GenerationBuilder) {
        let index = json["contentBlockIndex"]?.intValue ?? 0
        switch name {
        case "contentBlockStart": blocks.start(json["start"] ?? .null, at: index, into: &builder)
        case "contentBlockDelta": take(delta: json["delta"] ?? .null, at: index, into: &builder)
        case "contentBlockStop": blocks.stop(at: index, into: &builder)
        case "messageStop": end(json, into: &builder)
        case "metadata":
            if let usage = json["usage"].flatMap({ ConverseUsage.usage($0, fields: fields) }) {
                builder.setUsage(usage)
            }
            isDone = isComplete
        default: break
        }
    }

    private mutating func take(delta: JSON, at index: Int, into builder: inout GenerationBuilder) {
        if let text = delta["text"]?.stringValue {
            blocks.text(text, at: index, into: &builder)
        } else if let use = delta["toolUse"] {
            blocks.input(use["input"]?.stringValue ?? "", at: index, into: &builder)
        } else if let reasoning = delta["reasoningContent"] {
            blocks.reasoning(reasoning, at: index, into: &builder)
        } else if let citation = delta["citation"] {
            blocks.citation(citation, at: index, into: &builder)
        } else {
            blocks.other(delta, at: index)
        }
    }

    /// A whole answer.
    mutating func take(whole json: JSON, into builder: inout GenerationBuilder) {
        for block in json["output"]?["message"]?["content"]?.arrayValue ?? [] { blocks.take(block, into: &builder) }
        end(json, into: &builder)
        if let usage = json["usage"].flatMap({ ConverseUsage.usage($0, fields: fields) }) { builder.setUsage(usage) }
    }

    private mutating func end(_ json: JSON, into builder: inout GenerationBuilder) {
        blocks.finish(into: &builder)
        fields = json["additionalModelResponseFields"] ?? fields
        isComplete = true
        guard let reason = json["stopReason"]?.stringValue.flatMap(FinishReason.init(word:)) else { return }
        builder.finish(reason.kind, raw: reason.raw)
    }
}
