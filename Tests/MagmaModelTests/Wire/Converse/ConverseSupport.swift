import Testing

@testable import MagmaModel

/// One call's request to Bedrock, and one answer of its.
enum ConverseSupport {
    static let claude = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
    static let nova = "us.amazon.nova-pro-v1:0"
    static let llama = "us.meta.llama3-3-70b-instruct-v1:0"

    static func call(
        _ messages: [Message] = [.user("Hi")],
        model: String = claude,
        options: JSON.Object = [:],
        dropping: Bool = false
    ) throws -> Call {
        Call(
            row: try ProviderCatalog.builtIn.row("bedrock"),
            modelName: model,
            messages: messages,
            isStreaming: false,
            temperature: nil,
            temperatureIsExplicit: false,
            options: options,
            extraBody: [:],
            dropUnsupported: dropping,
            rules: .rules(provider: "bedrock", model: model),
            modelID: try ModelID(parsing: "bedrock/\(model)")
        )
    }

    static func encode(
        _ call: Call,
        by wire: any WireProtocol = Converse()
    ) throws -> (body: JSON, warnings: [Warning]) {
        var notes = RequestNotes(call: call)
        let request = try wire.encode(call, notes: &notes)
        return (try JSON(parsing: request.body), notes.warnings)
    }

    static func body(_ call: Call) throws -> JSON { try encode(call).body }

    /// The code of the error that encoding ends in; `nil` where it ends in none.
    static func refusal(_ call: Call, by wire: any WireProtocol = Converse()) -> ModelError.Code? {
        var notes = RequestNotes(call: call)
        do throws(ModelError) {
            _ = try wire.encode(call, notes: &notes)
            return nil
        } catch {
            return error.code
        }
    }

    /// A whole answer with these blocks.
    static func decode(blocks: JSON) throws -> Generation {
        let answer: JSON = [
            "output": ["message": ["role": "assistant", "content": blocks]], "stopReason": "tool_use",
            "usage": ["inputTokens": 3, "outputTokens": 4, "cacheReadInputTokens": 2, "cacheWriteInputTokens": 1],
            "additionalModelResponseFields": ["usage": ["output_tokens_details": ["thinking_tokens": 2]]],
        ]
        var builder = GenerationBuilder(streaming: false)
        try answer.bytes().withBytes { (bytes) throws(ModelError) in
            try Converse().decode(bytes, dialect: Dialect(), into: &builder)
        }
        return builder.build()
    }

    /// What a stream of these messages decodes to.
    static func stream(_ messages: [[UInt8]], by wire: any WireProtocol = Converse()) throws(ModelError) -> Generation {
        var pump = EventPump(wire: wire, dialect: Dialect())
        var deltas: [Generation.Delta] = []
        for message in messages {
            try message.withBytes { (bytes) throws(ModelError) in try pump.feed(bytes, into: &deltas) }
        }
        try pump.finish(into: &deltas)
        return pump.builder.build()
    }

    static func delta(_ delta: JSON, at index: Int = 0) -> [UInt8] {
        EventStreamBytes.event(
            "contentBlockDelta", ["contentBlockIndex": .int(Int64(index)), "delta": delta, "p": "ab"])
    }
    static func start(_ start: JSON, at index: Int) -> [UInt8] {
        EventStreamBytes.event("contentBlockStart", ["contentBlockIndex": .int(Int64(index)), "start": start])
    }
    static func stop(at index: Int) -> [UInt8] {
        EventStreamBytes.event("contentBlockStop", ["contentBlockIndex": .int(Int64(index))])
    }
    static let begin = EventStreamBytes.event("messageStart", ["role": "assistant"])
    static let end = EventStreamBytes.event("messageStop", ["stopReason": "end_turn"])
    static let metadata = EventStreamBytes.event("metadata", ["usage": ["inputTokens": 5, "outputTokens": 6]])
}
