/// Reads the events of a streamed response. Unknown events are passed over.
struct ResponsesStreamDecoder: StreamDecoder {
    private let dialect: Dialect
    private var output: ResponsesOutput
    private(set) var isComplete = false

    var isDone: Bool { isComplete }

    init(dialect: Dialect) {
        self.dialect = dialect
        output = ResponsesOutput(dialect: dialect)
    }

    private enum Kind {
        case text, refusal, thought, summary, arguments, input
        case begin, item, created, end, failed, error
        case other

        init(_ type: JSONKey) {
            switch type {
            case "response.output_text.delta": self = .text
            case "response.function_call_arguments.delta": self = .arguments
            case "response.reasoning_summary_text.delta": self = .summary
            case "response.reasoning_text.delta": self = .thought
            case "response.refusal.delta": self = .refusal
            case "response.custom_tool_call_input.delta": self = .input
            case "response.output_item.added": self = .begin
            case "response.output_item.done": self = .item
            case "response.created": self = .created
            case "response.completed", "response.incomplete", "response.cancelled": self = .end
            case "response.failed": self = .failed
            case "error": self = .error
            default: self = .other
            }
        }
    }

    /// One event: its kind, the text it brings, and where its larger members begin, which may come in any order.
    private struct Event {
        var kind: Kind?
        var index = 0
        var delta = ""
        var item: Int?
        var response: Int?
        var hasError = false

        init(_ data: UnsafeRawBufferPointer) throws(JSONError) {
            var cursor = JSONCursor(data)
            guard cursor.peek() == .object else { return }
            var (kind, index, delta, item, response, hasError) = (kind, index, delta, item, response, hasError)
            try cursor.object { (cursor, key) throws(JSONError) in
                switch key {
                case "type": kind = try cursor.wordOrNil().map(Kind.init)
                case "delta": delta = try cursor.stringOrNil() ?? ""
                case "output_index": index = try cursor.intOrNil() ?? 0
                case "item":
                    item = cursor.offset
                    try cursor.skip()
                case "response":
                    response = cursor.offset
                    try cursor.skip()
                case "error":
                    hasError = cursor.peek() == .object || cursor.peek() == .string
                    try cursor.skip()
                default: try cursor.skip()
                }
            }
            (self.kind, self.index, self.delta) = (kind, index, delta)
            (self.item, self.response, self.hasError) = (item, response, hasError)
        }
    }

    mutating func decode(_ event: StreamEvent, into builder: inout GenerationBuilder) throws(ModelError) {
        let data = event.data
        guard data.contains(where: { $0 > 0x20 }), !data.starts(with: "[DONE]".utf8) else { return }
        let read: Event
        do throws(JSONError) {
            read = try Event(data)
        } catch {
            throw ModelError(.decoding, "An event of the stream is no JSON: \(error)", underlying: error)
        }
        switch read.kind {
        case .text: output.text(read.delta, at: read.index, into: &builder)
        case .arguments: output.arguments(read.delta, isCustom: false, at: read.index, into: &builder)
        case .input: output.arguments(read.delta, isCustom: true, at: read.index, into: &builder)
        case .summary: output.reasoning(read.delta, isSummary: true, at: read.index, into: &builder)
        case .thought: output.reasoning(read.delta, isSummary: false, at: read.index, into: &builder)
        case .refusal: output.refusal(read.delta, at: read.index, into: &builder)
        case .begin: output.begin(value(data, read.item), at: read.index, into: &builder)
        case .item: output.finish(value(data, read.item), at: read.index, into: &builder)
        case .created: ResponsesHead.read(value(data, read.response), into: &builder)
        case .end:
            try output.end(value(data, read.response), data, into: &builder)
            isComplete = true
        case .failed:
            let response = value(data, read.response)
            try output.end(response, data, into: &builder)
            throw Responses.error(response, data, dialect)
        case .error: throw Responses.error(value(data, 0), data, dialect)
        case .other, nil:
            if read.hasError { throw Responses.error(value(data, 0), data, dialect) }
        }
    }

    /// The value at a place of an event that was read before; null where there is none.
    private func value(_ data: UnsafeRawBufferPointer, _ place: Int?) -> JSON {
        guard let place else { return .null }
        var cursor = JSONCursor(data)
        cursor.offset = place
        return (try? cursor.value()) ?? .null
    }
}
