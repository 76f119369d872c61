/// Reads the chunks of a streamed chat completion, and whole ones, which have the same members but for `message` in
/// place of `delta`.
struct ChatCompletionsStreamDecoder: StreamDecoder {
    private let dialect: Dialect
    private let isTextCompletion: Bool
    private let isWhole: Bool
    private var tools: ToolCallMerger
    private var usage = ChatCompletionsUsage()
    private var head = RepeatedHead()
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
        if event.name.count == 5, event.name.elementsEqual("error".utf8) { throw error(data, at: 0) }
        try decodeChunk(data, into: &builder)
    }

    /// Where the members of a chunk and of its first choice begin; they may come in any order.
    private struct Places {
        var choiceUsage: Int?
        var error: Int?
        var groq: Int?
        var hasChoices = false
        /// Whether a usage has been read.
        var hasUsage = false

        /// Whether nothing has been met that counts anew in each chunk.
        var isEmpty: Bool { choiceUsage == nil && error == nil && groq == nil && !hasChoices && !hasUsage }
    }

    private struct Choice {
        var index: Int?
        var delta: Int?
        /// Whether the delta, or the message of a whole answer, has been read on the way.
        var isRead = false
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
            let known = head.length(in: data)
            try cursor.object(from: known) { (cursor, key) throws(JSONError) in
                switch key {
                case "choices":
                    if known == 0, !isWhole, places.isEmpty { head.keep(data[..<cursor.offset(of: key)]) }
                    places.hasChoices = true
                    guard cursor.peek() == .array else { return try cursor.skip() }
                    try cursor.array { (cursor) throws(JSONError) in
                        // An answer that goes on behind its finish reason ends with another: of one call of several.
                        let finished = hasFinish ? builder.size : nil
                        let choice = try scan(&cursor, &builder)
                        hasChoices = true
                        guard choice.index ?? 0 == 0 else { return }
                        let after = cursor.offset
                        if let error = choice.error { failure = error }
                        if let place = choice.usage { places.choiceUsage = place }
                        hasFinish = false
                        try apply(choice, &cursor, &builder)
                        if let finished, finished == builder.size { hasFinish = true }
                        cursor.offset = after
                    }
                case "id" where builder.id.isEmpty: builder.id = try cursor.stringOrNil() ?? ""
                case "model" where builder.model.isEmpty: builder.model = try cursor.stringOrNil() ?? ""
                case "service_tier" where builder.serviceTier == nil: builder.serviceTier = try cursor.stringOrNil()
                case "created" where builder.created == nil: builder.created = try cursor.intOrNil()
                case "usage": if try readUsage(&cursor, into: &builder) { places.hasUsage = true }
                case "error": try Self.place(&cursor, &places.error)
                case "x_groq": try Self.place(&cursor, &places.groq)
                case "base_resp":
                    let base = try cursor.value()
                    if let status = base["status_code"]?.intValue, status != 0 { failure = 0 }
                default: try cursor.skip()
                }
            }
            if let place = places.choiceUsage, !places.hasUsage {
                var cursor = JSONCursor(data)
                cursor.offset = place
                places.hasUsage = try readUsage(&cursor, into: &builder)
            }
            if let place = places.groq, !places.hasUsage {
                var cursor = JSONCursor(data)
                cursor.offset = place
                if try readGroq(&cursor, into: &builder) { failure = failure ?? place }
            }
        } catch {
            throw ModelError(.decoding, "The server's answer is no JSON: \(error)", underlying: error)
        }
        if let place = places.error ?? failure { throw error(data, at: places.error == nil ? place : 0) }
    }

    /// Reads Groq's own member, which has the usage of a stream, or an error; whether it has one.
    private mutating func readGroq(
        _ cursor: inout JSONCursor,
        into builder: inout GenerationBuilder
    ) throws(JSONError) -> Bool {
        guard cursor.peek() == .object else { return false }
        var hasFailed = false
        try cursor.object { (cursor, key) throws(JSONError) in
            switch key {
            case "usage": _ = try readUsage(&cursor, into: &builder)
            case "error": hasFailed = try cursor.stringOrNil()?.isEmpty == false
            default: try cursor.skip()
            }
        }
        return hasFailed
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

    /// Notes where the members of a choice begin. The delta of the first choice, or its message in a whole answer, is read
    /// at once where it can be told to be that.
    private mutating func scan(
        _ cursor: inout JSONCursor,
        _ builder: inout GenerationBuilder
    ) throws(JSONError) -> Choice {
        var choice = Choice()
        guard cursor.peek() == .object else {
            try cursor.skip()
            return choice
        }
        try cursor.object { (cursor, key) throws(JSONError) in
            switch key {
            case "index": choice.index = try cursor.intOrNil() ?? 0
            case "delta" where choice.index == 0 && !isWhole && !choice.isRead && cursor.peek() == .object:
                choice.isRead = true
                try ChatCompletionsMessage.read(&cursor, &tools, &builder)
            case "message" where choice.index == 0 && isWhole && !choice.isRead && cursor.peek() == .object:
                choice.isRead = true
                try ChatCompletionsMessage.read(&cursor, &tools, &builder)
            case "delta": try Self.place(&cursor, &choice.delta)
            case "message": try Self.place(&cursor, &choice.message)
            case "text": try Self.place(&cursor, &choice.text)
            case "finish_reason": try Self.place(&cursor, &choice.finish)
            case "finish_details": try Self.place(&cursor, &choice.finishDetails)
            case "logprobs": try Self.place(&cursor, &choice.logprobs)
            case "error": try Self.place(&cursor, &choice.error)
            case "usage": try Self.place(&cursor, &choice.usage)
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
        if choice.isRead {
            // Nothing else holds text where there was a delta.
        } else if isTextCompletion, let place = choice.text {
            cursor.offset = place
            if let text = try cursor.stringOrNil() { builder.appendContent(text) }
        } else if let place = isWhole ? (choice.message ?? choice.delta) : choice.delta {
            cursor.offset = place
            try ChatCompletionsMessage.read(&cursor, &tools, &builder)
        } else if !isWhole, choice.message != nil, builder.isEmpty, let place = choice.message {
            cursor.offset = place
            try ChatCompletionsMessage.read(&cursor, &tools, &builder)
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

    /// Reads a usage, or passes over a value of another kind; whether it was one.
    private mutating func readUsage(
        _ cursor: inout JSONCursor,
        into builder: inout GenerationBuilder
    ) throws(JSONError) -> Bool {
        guard try usage.read(&cursor) else { return false }
        if let usage = usage.usage(dialect: dialect) { builder.setUsage(usage) }
        return true
    }

    /// The error in a chunk: the value at the place, or, at 0, the whole chunk.
    private func error(_ data: UnsafeRawBufferPointer, at place: Int) -> ModelError {
        var cursor = JSONCursor(data)
        cursor.offset = place
        guard let json = try? cursor.value() else {
            let text = String(decoding: data.prefix(ErrorClassifier.bodyLimit), as: UTF8.self)
            return ErrorClassifier.error(facts: ErrorFacts(message: text), status: 200, body: data, dialect: dialect)
        }
        return ErrorClassifier.error(facts: ErrorFacts(json: json), status: 200, body: data, dialect: dialect)
    }
}
