import Testing

@testable import MagmaModel

/// One call's request to Gemini, and one answer of Gemini's.
enum GenerateContentSupport {
    static func call(
        _ messages: [Message] = [.user("Hi")],
        provider: String = "gemini",
        model: String = "gemini-2.5-flash",
        options: JSON.Object = [:],
        dropping: Bool = false
    ) throws -> Call {
        let row = try ProviderCatalog.builtIn.row(provider).serving(model, { _ in true })
        return Call(
            row: row.row,
            modelName: row.name,
            messages: messages,
            isStreaming: false,
            temperature: nil,
            temperatureIsExplicit: false,
            options: options,
            extraBody: [:],
            dropUnsupported: dropping,
            rules: .rules(provider: provider, model: row.name),
            modelID: try ModelID(parsing: "\(provider)/\(model)")
        )
    }

    static func encode(_ call: Call) throws -> (body: JSON, warnings: [Warning]) {
        var notes = RequestNotes(call: call)
        let wire = try #require(call.row.wire)
        let request = try wire.encode(call, notes: &notes)
        return (try JSON(parsing: request.body), notes.warnings)
    }

    static func body(_ call: Call) throws -> JSON { try encode(call).body }

    /// The code of the error that encoding ends in; `nil` where it ends in none.
    static func refusal(_ call: Call) throws -> ModelError.Code? {
        do {
            _ = try encode(call)
            return nil
        } catch let error as ModelError {
            return error.code
        }
    }

    /// A chunk with these parts.
    static func chunk(_ parts: JSON, finish: JSON? = nil, more: JSON.Object = [:]) -> JSON {
        var candidate: JSON.Object = ["content": ["role": "model", "parts": parts], "index": 0]
        candidate["finishReason"] = finish
        var chunk: JSON.Object = ["candidates": [.object(candidate)], "responseId": "r", "modelVersion": "m"]
        chunk.merge(more)
        return .object(chunk)
    }

    /// A whole answer.
    static func decode(
        _ answer: JSON,
        dialect: Dialect = Dialect(),
        wire: any WireProtocol = GenerateContent()
    ) throws(ModelError) -> Generation {
        var builder = GenerationBuilder(streaming: false)
        try answer.bytes().withBytes { (bytes) throws(ModelError) in
            try wire.decode(bytes, dialect: dialect, into: &builder)
        }
        return builder.build()
    }

    /// What a streamed body decodes to, in pieces of a length.
    static func stream(
        _ text: String,
        pieces: Int = 1000,
        wire: any WireProtocol = GenerateContent()
    ) throws(ModelError) -> (answer: Generation, deltas: [Generation.Delta]) {
        var pump = EventPump(wire: wire, dialect: Dialect())
        var deltas: [Generation.Delta] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            let piece = Array(bytes[start..<min(start + pieces, bytes.count)])
            try piece.withBytes { (bytes) throws(ModelError) in try pump.feed(bytes, into: &deltas) }
        }
        try pump.finish(into: &deltas)
        return (pump.builder.build(), deltas)
    }

    static func events(_ chunks: [JSON]) -> String {
        chunks.map { "data: \($0.serialized())\r\n\r\n" }.joined()
    }
}
