/// Reads the chunks of a streamed answer, and whole answers, which have the same members.
struct GenerateContentStreamDecoder: StreamDecoder {
    private let dialect: Dialect
    private var parts = GenerateContentParts()
    private var usage = GenerateContentUsage()
    /// Whether anything that only answers have was there.
    private(set) var isAnswer = false
    private(set) var isComplete = false

    // The end is that of the connection: chunks may follow the one with the finish reason.
    var isDone: Bool { false }

    init(dialect: Dialect) { self.dialect = dialect }

    mutating func decode(_ event: StreamEvent, into builder: inout GenerationBuilder) throws(ModelError) {
        let data = event.data
        guard data.contains(where: { $0 > 0x20 }), !data.starts(with: "[DONE]".utf8) else { return }
        try decodeChunk(data, into: &builder)
    }

    mutating func decodeChunk(
        _ data: UnsafeRawBufferPointer,
        into builder: inout GenerationBuilder
    ) throws(ModelError) {
        var failure: Int?
        do throws(JSONError) {
            var cursor = JSONCursor(data)
            if cursor.peek() == .array {
                try cursor.array { (cursor) throws(JSONError) in
                    let place = try readChunk(&cursor, &builder)
                    failure = failure ?? place
                }
            } else {
                failure = try readChunk(&cursor, &builder)
            }
        } catch {
            throw ModelError(.decoding, "The server's answer is no JSON: \(error)", underlying: error)
        }
        if isComplete { parts.finish(into: &builder) }
        guard let failure else { return }
        var cursor = JSONCursor(data)
        cursor.offset = failure
        let facts = ErrorFacts(google: ["error": (try? cursor.value()) ?? .null])
        throw ErrorClassifier.error(facts: facts, status: 200, body: data, dialect: dialect)
    }

    /// Reads one chunk; where its error begins, if it is one.
    private mutating func readChunk(
        _ cursor: inout JSONCursor,
        _ builder: inout GenerationBuilder
    ) throws(JSONError) -> Int? {
        var failure: Int?
        var block: JSON?
        try cursor.object { (cursor, key) throws(JSONError) in
            switch key {
            case "candidates":
                isAnswer = true
                guard cursor.peek() == .array else { return try cursor.skip() }
                try cursor.array { (cursor) throws(JSONError) in try readCandidate(&cursor, &builder) }
            case "usageMetadata":
                isAnswer = true
                if try usage.read(&cursor), let usage = usage.usage { builder.setUsage(usage) }
            case "modelVersion" where builder.model.isEmpty: builder.model = try cursor.stringOrNil() ?? ""
            case "responseId" where builder.id.isEmpty: builder.id = try cursor.stringOrNil() ?? ""
            case "createTime" where builder.created == nil:
                builder.created = try cursor.stringOrNil().flatMap(Timestamp.seconds)
            case "promptFeedback":
                isAnswer = true
                block = try cursor.value()["blockReason"]
            case "error":
                if cursor.peek() != .null { failure = cursor.offset }
                try cursor.skip()
            default: try cursor.skip()
            }
        }
        if let block, !isComplete, let reason = block.stringValue ?? block.intValue.map({ "\($0)" }) {
            builder.finish(.contentFilter, raw: reason)
            isComplete = true
        }
        return failure
    }

    /// Where the members of a candidate begin; they may come in any order, and only the first candidate counts.
    private struct Places {
        var index = 0
        var content: Int?
        var finish: Int?
        var logprobs: Int?
        var notes: [(name: String, place: Int)] = []
    }

    private mutating func readCandidate(
        _ cursor: inout JSONCursor,
        _ builder: inout GenerationBuilder
    ) throws(JSONError) {
        guard cursor.peek() == .object else { return try cursor.skip() }
        var places = Places()
        try cursor.object { (cursor, key) throws(JSONError) in
            let start = cursor.offset
            switch key {
            case "index": return places.index = try cursor.intOrNil() ?? 0
            case "content": places.content = start
            case "finishReason": places.finish = start
            case "logprobsResult": places.logprobs = start
            case "groundingMetadata", "urlContextMetadata", "citationMetadata":
                places.notes.append((key.string, start))
            default: break
            }
            try cursor.skip()
        }
        guard places.index == 0 else { return }
        let end = cursor.offset
        defer { cursor.offset = end }
        if let place = places.content {
            cursor.offset = place
            try readContent(&cursor, &builder)
        }
        if let place = places.logprobs {
            cursor.offset = place
            if let logprobs = GenerateContentLogprobs.openAI(try cursor.value()) { builder.addLogprobs(logprobs) }
        }
        for note in places.notes {
            cursor.offset = note.place
            builder.messageExtra[note.name] = try cursor.value()
        }
        if let place = places.finish {
            cursor.offset = place
            guard let (kind, raw) = GenerateContentFinish.kind(try cursor.value(), dialect) else { return }
            isComplete = true
            builder.finish(kind, raw: raw)
        }
    }

    private mutating func readContent(
        _ cursor: inout JSONCursor,
        _ builder: inout GenerationBuilder
    ) throws(JSONError) {
        guard cursor.peek() == .object else { return }
        try cursor.object { (cursor, key) throws(JSONError) in
            guard key == "parts", cursor.peek() == .array else { return try cursor.skip() }
            try cursor.array { (cursor) throws(JSONError) in
                guard let part = try GenerateContentPart(&cursor) else { return }
                let end = cursor.offset
                try parts.add(part, &cursor, into: &builder)
                cursor.offset = end
            }
        }
    }

    /// Ends a whole answer.
    mutating func finish(into builder: inout GenerationBuilder) { parts.finish(into: &builder) }
}
