@testable import MagmaModel

/// One request to a provider by its model's id, and answers of the Responses API.
enum ResponsesSupport {
    static let keys = [
        "OPENAI_API_KEY": testKey, "XAI_API_KEY": testKey, "DEEPSEEK_API_KEY": testKey, "AZURE_API_KEY": testKey,
        "ANTHROPIC_API_KEY": testKey, "AZURE_API_BASE": "https://res.openai.azure.com",
    ]

    static func prepare(
        _ model: String,
        _ messages: [Message] = [.user("Hi")],
        _ extra: JSON.Object = [:],
        environment: [String: String] = keys,
        streaming: Bool = false
    ) throws -> PreparedRequest {
        let model = try Model(parsing: model).with(temperature: nil).with(extra: extra)
        return try Dispatcher.fake(FakeTransport(), environment: environment).prepare(
            model, messages, streaming: streaming)
    }

    static func body(_ request: PreparedRequest) throws -> JSON { try JSON(parsing: request.body) }

    /// A whole answer with these items.
    static func decode(_ output: JSON, dialect: Dialect = Dialect()) throws -> Generation {
        let answer: JSON = [
            "id": "resp_1", "object": "response", "status": "completed", "model": "m", "output": output,
            "usage": ["input_tokens": 3, "output_tokens": 4],
        ]
        var builder = GenerationBuilder(streaming: false)
        try answer.bytes().withBytes { (bytes) throws(ModelError) in
            try Responses().decode(bytes, dialect: dialect, into: &builder)
        }
        return builder.build()
    }

    /// The answer that a stream of these events is, and the text of its deltas.
    static func stream(_ events: [JSON]) throws -> (generation: Generation, content: String) {
        var pump = EventPump(wire: Responses(), dialect: Dialect())
        var deltas: [Generation.Delta] = []
        let text = events.map { "data: \($0.serialized())\n\n" }.joined()
        try Array(text.utf8).withBytes { (bytes) throws(ModelError) in try pump.feed(bytes, into: &deltas) }
        try pump.finish(into: &deltas)
        return (pump.builder.build(), deltas.map(\.content).joined())
    }
}
