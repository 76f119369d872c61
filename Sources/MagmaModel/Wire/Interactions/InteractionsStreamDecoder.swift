/// Reads the events of a streamed interaction. Unknown events and deltas are passed over.
struct InteractionsStreamDecoder: StreamDecoder {
    private var steps = InteractionsSteps()
    private var hasSteps = false
    private let dialect: Dialect
    private(set) var isComplete = false

    var isDone: Bool { isComplete }

    init(dialect: Dialect) { self.dialect = dialect }

    mutating func decode(_ event: StreamEvent, into builder: inout GenerationBuilder) throws(ModelError) {
        let data = event.data
        guard data.contains(where: { $0 > 0x20 }), !data.starts(with: "[DONE]".utf8) else { return }
        let json: JSON
        do throws(JSONError) {
            guard try !decodeText(data, into: &builder) else { return }
            json = try JSON(parsing: data)
        } catch {
            throw ModelError(.decoding, "An event of the stream is no JSON: \(error)", underlying: error)
        }
        try decodeOther(json, data, into: &builder)
    }

    /// What most events are: a piece of text. Anything else is left to ``decodeOther(_:_:into:)``.
    private mutating func decodeText(
        _ data: UnsafeRawBufferPointer,
        into builder: inout GenerationBuilder
    ) throws(JSONError) -> Bool {
        var isDelta = false
        var isText = false
        var index = 0
        var text = ""
        var cursor = JSONCursor(data)
        guard cursor.peek() == .object else { return false }
        try cursor.object { (cursor, key) throws(JSONError) in
            switch key {
            case "event_type": isDelta = try cursor.isString("step.delta")
            case "index": index = try cursor.intOrNil() ?? 0
            case "delta":
                guard cursor.peek() == .object else { return try cursor.skip() }
                try cursor.object { (cursor, key) throws(JSONError) in
                    switch key {
                    case "type": isText = try cursor.isString("text")
                    case "text": text = try cursor.stringOrNil() ?? ""
                    default: try cursor.skip()
                    }
                }
            default: try cursor.skip()
            }
        }
        guard isDelta, isText else { return false }
        steps.text(text, at: index, into: &builder)
        return true
    }

    private mutating func decodeOther(
        _ json: JSON,
        _ data: UnsafeRawBufferPointer,
        into builder: inout GenerationBuilder
    ) throws(ModelError) {
        if json["error"]?.objectValue != nil { throw error(data, json) }
        let index = json["index"]?.intValue ?? 0
        switch json["event_type"]?.stringValue {
        case "step.start":
            hasSteps = true
            steps.start(json["step"] ?? .null, at: index, into: &builder)
        case "step.delta": steps.delta(json["delta"] ?? .null, at: index, into: &builder)
        case "step.stop": steps.stop(at: index, into: &builder)
        default:
            guard let interaction = json["interaction"] else { return }
            try take(interaction, data, into: &builder)
        }
    }

    /// An interaction, as a stream begins and ends with it or as a whole answer is.
    mutating func take(
        _ interaction: JSON,
        _ data: UnsafeRawBufferPointer,
        into builder: inout GenerationBuilder
    ) throws(ModelError) {
        if interaction["error"]?.objectValue != nil { throw error(data, interaction) }
        if let id = interaction["id"]?.stringValue, !id.isEmpty { builder.id = id }
        if builder.model.isEmpty { builder.model = interaction["model"]?.stringValue ?? "" }
        if builder.created == nil {
            builder.created = interaction["created"]?.stringValue.flatMap(Timestamp.seconds)
        }
        // The steps of a stream have come one by one.
        let whole = hasSteps ? [] : interaction["steps"]?.arrayValue ?? []
        for (index, step) in whole.enumerated() where step["type"] != "user_input" {
            steps.start(step, at: index, into: &builder)
            steps.stop(at: index, into: &builder)
        }
        if let usage = interaction["usage"].flatMap(InteractionsUsage.usage) { builder.setUsage(usage) }
        guard let status = interaction["status"]?.stringValue, !status.isEmpty, status != "in_progress" else { return }
        finish(into: &builder)
        builder.finish(status == "incomplete" ? .length : FinishReason(word: status)?.kind ?? .other, raw: status)
    }

    /// Ends the answer.
    mutating func finish(into builder: inout GenerationBuilder) {
        steps.finish(into: &builder)
        isComplete = true
    }

    private func error(_ data: UnsafeRawBufferPointer, _ json: JSON) -> ModelError {
        ErrorClassifier.error(facts: ErrorFacts(google: json), status: 200, body: data, dialect: dialect)
    }
}
