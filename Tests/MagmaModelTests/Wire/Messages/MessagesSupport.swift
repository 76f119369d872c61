import Testing

@testable import MagmaModel

/// One call's request to Anthropic, and one answer of Anthropic's.
enum MessagesSupport {
    static func call(
        _ messages: [Message] = [.user("Hi")],
        model: String = "claude-sonnet-4-5",
        options: JSON.Object = [:],
        dropping: Bool = false,
        streaming: Bool = false
    ) throws -> Call {
        Call(
            row: try ProviderCatalog.builtIn.row("anthropic"),
            modelName: model,
            messages: messages,
            isStreaming: streaming,
            temperature: nil,
            temperatureIsExplicit: false,
            options: options,
            extraBody: [:],
            dropUnsupported: dropping,
            rules: .rules(provider: "anthropic", model: model),
            modelID: try ModelID(parsing: "anthropic/\(model)")
        )
    }

    static func encode(_ call: Call) throws -> (body: JSON, warnings: [Warning]) {
        var notes = RequestNotes(call: call)
        let request = try Messages().encode(call, notes: &notes)
        #expect(request.headers["anthropic-version"] == "2023-06-01")
        return (try JSON(parsing: request.body), notes.warnings)
    }

    static func body(_ call: Call) throws -> JSON { try encode(call).body }

    /// The code of the error that encoding ends in; `nil` where it ends in none.
    static func refusal(_ call: Call) -> ModelError.Code? {
        var notes = RequestNotes(call: call)
        do throws(ModelError) {
            _ = try Messages().encode(call, notes: &notes)
            return nil
        } catch {
            return error.code
        }
    }

    /// A whole answer with these blocks.
    static func decode(blocks: JSON) throws -> Generation {
        let answer: JSON = [
            "id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": blocks,
            "stop_reason": "tool_use", "usage": ["input_tokens": 3, "output_tokens": 4],
        ]
        var builder = GenerationBuilder(streaming: false)
        try answer.bytes().withBytes { (bytes) throws(ModelError) in
            try Messages().decode(bytes, dialect: Dialect(), into: &builder)
        }
        return builder.build()
    }

    /// What a stream of these events decodes to.
    static func stream(_ events: [JSON]) throws(ModelError) -> Generation {
        var pump = EventPump(wire: Messages(), dialect: Dialect())
        var deltas: [Generation.Delta] = []
        for event in events {
            let text = "event: \(event["type"]?.stringValue ?? "")\ndata: \(event.serialized())\n\n"
            try Array(text.utf8).withBytes { (bytes) throws(ModelError) in try pump.feed(bytes, into: &deltas) }
        }
        try pump.finish(into: &deltas)
        return pump.builder.build()
    }

    static func text(_ text: String, at index: Int = 0) -> JSON {
        [
            "type": "content_block_delta", "index": .int(Int64(index)),
            "delta": ["type": "text_delta", "text": .string(text)],
        ]
    }

    static let start: JSON = [
        "type": "message_start",
        "message": [
            "id": "msg_1", "model": "m", "content": [],
            "usage": ["input_tokens": 5, "cache_read_input_tokens": 2, "output_tokens": 1],
        ],
    ]
    static let textStart: JSON = [
        "type": "content_block_start", "index": 0, "content_block": ["type": "text", "text": ""],
    ]
    static let textStop: JSON = ["type": "content_block_stop", "index": 0]
    static let end: JSON = [
        "type": "message_delta", "delta": ["stop_reason": "end_turn"], "usage": ["output_tokens": 7],
    ]
    static let stop: JSON = ["type": "message_stop"]
    static let ping: JSON = ["type": "ping"]
}
