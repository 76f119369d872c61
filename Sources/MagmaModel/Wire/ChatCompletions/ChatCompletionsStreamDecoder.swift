/// Reads the chunks of a streamed chat completion, and whole ones, which have the same members but for `message` in
/// place of `delta`.
struct ChatCompletionsStreamDecoder: StreamDecoder {
    private let dialect: Dialect
    private let isTextCompletion: Bool
    private let isWhole: Bool
    private var tools: ToolCallMerger
    private var reasoning = ReasoningMerger()
    private var usage: JSON.Object = [:]
    private var hasFinish = false
    private(set) var hasChoices = false
    private(set) var isDone = false

    var isComplete: Bool { isDone || hasFinish }

    init(dialect: Dialect, isTextCompletion: Bool, isWhole: Bool) {
        self.dialect = dialect
        self.isTextCompletion = isTextCompletion
        self.isWhole = isWhole
        tools = ToolCallMerger(isWhole: isWhole)
    }

    mutating func decode(_ event: StreamEvent, into builder: inout GenerationBuilder) throws(ModelError) {
        let data = event.data
        if data.count >= 6, data[0] == UInt8(ascii: "["), data.starts(with: "[DONE]".utf8) {
            isDone = true
            return
        }
        guard data.contains(where: { $0 > 0x20 }) else { return }
        if event.name.count == 5, event.name.elementsEqual("error".utf8) { throw Self.error(data, at: 0) }
        try decodeChunk(data, into: &builder)
    }

    /// Where the members of a chunk and of its first choice begin; they may come in any order.
    private struct Places {
        var usage: Int?
        var error: Int?
        var groq: Int?
    }

    private struct Choice {
        var index = 0
        var delta: Int?
        var message: Int?
        var text: Int?
        var finish: Int?
        var finishDetails: Int?
        var logprobs: Int?
        var error: Int?
        var usage: Int?
    }

    mutating func decodeChunk(
        _ data: UnsafeRawBufferPointer,
        into builder: inout GenerationBuilder
    ) throws(ModelError) {
        var places = Places()
        var failure: Int?
        do throws(JSONError) {
            var cursor = JSONCursor(data)
            try cursor.object { (cursor, key) throws(JSONError) in
                switch key {
                case "choices":
                    guard cursor.peek() == .array else { return try cursor.skip() }
                    try cursor.array { (cursor) throws(JSONError) in
                        let choice = try Self.scan(&cursor)
                        hasChoices = true
                        guard choice.index == 0 else { return }
                        let after = cursor.offset
                        if let error = choice.error { failure = error }
                        if let place = choice.usage { places.usage = places.usage ?? place }
                        try apply(choice, &cursor, &builder)
                        cursor.offset = after
                    }
                case "id":
                    if let id = try cursor.stringOrNil(), builder.id.isEmpty { builder.id = id }
                case "model":
                    if let model = try cursor.stringOrNil(), builder.model.isEmpty { builder.model = model }
                case "usage": try Self.place(&cursor, &places.usage)
                case "error": try Self.place(&cursor, &places.error)
                case "x_groq": try Self.place(&cursor, &places.groq)
                case "base_resp":
                    let base = try cursor.value()
                    if let status = base["status_code"]?.intValue, status != 0 { failure = 0 }
                default: try cursor.skip()
                }
            }
            if let place = places.usage { try readUsage(data, at: place, into: &builder) }
            if let place = places.groq, places.usage == nil {
                var cursor = JSONCursor(data)
                cursor.offset = place
                let groq = try cursor.value()
                if let usage = groq["usage"] { take(usage, into: &builder) }
                if groq["error"]?.stringValue?.isEmpty == false { failure = failure ?? place }
            }
        } catch {
            throw ModelError(.decoding, "The server's answer is no JSON: \(error)", underlying: error)
        }
        if let place = places.error ?? failure { throw Self.error(data, at: places.error == nil ? place : 0) }
    }

    /// Notes where a member begins, unless it is null, false or an empty string, and passes over it.
    private static func place(_ cursor: inout JSONCursor, _ place: inout Int?) throws(JSONError) {
        let start = cursor.offset
        switch cursor.peek() {
        case .null, .bool: try cursor.skip()
        case .string: if try cursor.rawValue().count > 2 { place = start }
        default:
            try cursor.skip()
            place = start
        }
    }

    private static func scan(_ cursor: inout JSONCursor) throws(JSONError) -> Choice {
        var choice = Choice()
        guard cursor.peek() == .object else {
            try cursor.skip()
            return choice
        }
        try cursor.object { (cursor, key) throws(JSONError) in
            switch key {
            case "index": choice.index = try cursor.intOrNil() ?? 0
            case "delta": try place(&cursor, &choice.delta)
            case "message": try place(&cursor, &choice.message)
            case "text": try place(&cursor, &choice.text)
            case "finish_reason": try place(&cursor, &choice.finish)
            case "finish_details": try place(&cursor, &choice.finishDetails)
            case "logprobs": try place(&cursor, &choice.logprobs)
            case "error": try place(&cursor, &choice.error)
            case "usage": try place(&cursor, &choice.usage)
            default: try cursor.skip()
            }
        }
        return choice
    }

    private mutating func apply(
        _ choice: Choice,
        _ cursor: inout JSONCursor,
        _ builder: inout GenerationBuilder
    ) throws(JSONError) {
        if isTextCompletion, let place = choice.text {
            cursor.offset = place
            if let text = try cursor.stringOrNil() { builder.appendContent(text) }
        } else if let place = isWhole ? (choice.message ?? choice.delta) : choice.delta {
            cursor.offset = place
            try ChatCompletionsMessage.read(&cursor, &tools, &reasoning, &builder)
        } else if !isWhole, choice.message != nil, builder.isEmpty, let place = choice.message {
            cursor.offset = place
            try ChatCompletionsMessage.read(&cursor, &tools, &reasoning, &builder)
        } else if let place = choice.text {
            cursor.offset = place
            if let text = try cursor.stringOrNil() { builder.appendContent(text) }
        }
        if let place = choice.logprobs {
            cursor.offset = place
            builder.addLogprobs(try cursor.value())
        }
        if let place = choice.finish {
            cursor.offset = place
            let value = try cursor.value()
            finish(value.stringValue ?? value.intValue.map { "\($0)" }, &builder)
        } else if let place = choice.finishDetails {
            cursor.offset = place
            finish(try cursor.value()["type"]?.stringValue, &builder)
        }
    }

    private mutating func finish(_ word: String?, _ builder: inout GenerationBuilder) {
        guard let word, let reason = FinishReason(word: word) else { return }
        hasFinish = true
        builder.finish(reason.kind, raw: reason.raw)
    }

    private mutating func readUsage(
        _ data: UnsafeRawBufferPointer,
        at place: Int,
        into builder: inout GenerationBuilder
    ) throws(JSONError) {
        var cursor = JSONCursor(data)
        cursor.offset = place
        take(try cursor.value(), into: &builder)
    }

    private mutating func take(_ json: JSON, into builder: inout GenerationBuilder) {
        guard let object = json.objectValue else { return }
        ChatCompletionsUsage.merge(object, into: &usage)
        if let usage = ChatCompletionsUsage.usage(usage, dialect: dialect) { builder.setUsage(usage) }
    }

    /// The error in a chunk: the value at the place, or, at 0, the whole chunk.
    private static func error(_ data: UnsafeRawBufferPointer, at place: Int) -> ModelError {
        var cursor = JSONCursor(data)
        cursor.offset = place
        guard let json = try? cursor.value() else {
            let text = String(decoding: data.prefix(ErrorClassifier.bodyLimit), as: UTF8.self)
            return ErrorClassifier.error(facts: ErrorFacts(message: text), status: 200, body: data)
        }
        return ErrorClassifier.error(facts: ErrorFacts(json: json), status: 200, body: data)
    }
}
