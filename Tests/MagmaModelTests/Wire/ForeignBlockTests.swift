import Testing

@testable import MagmaModel

/// What only one protocol understands: it goes to that one, and is never lost without a word at another.
@Suite struct ForeignBlockTests {
    private static let video: JSON = ["type": "video_url", "video_url": ["url": "https://h/v.mp4"]]
    private static let document: JSON = ["type": "document", "source": ["type": "text", "data": "d"]]

    private func request(_ model: Model, _ role: String, _ block: JSON) throws -> PreparedRequest {
        let message = try Message(json: ["role": .string(role), "content": ["a", block]])
        let keys = ["ANTHROPIC_API_KEY": testKey, "OPENAI_API_KEY": testKey]
        let history: [Message] = role == "user" ? [message] : [.user("hi"), message, .user("go on")]
        return try Dispatcher.fake(FakeTransport(), environment: keys).prepare(model, history, streaming: false)
    }

    @Test(arguments: [("anthropic/c", video), ("ollama/m", video), ("openai/m", document), ("ollama/m", document)])
    func whatTheCallerSaysIsRefused(model: String, block: JSON) throws {
        let model = try Model(parsing: model)
        let error = #expect(throws: ModelError.self) { try request(model, "user", block) }
        #expect(error?.code == .unsupported)
        let dropped = try request(model.with(dropUnsupported: true), "user", block)
        #expect(dropped.warnings.contains { $0.subject == "messages[0].content" })
    }

    @Test(arguments: [("anthropic/c", video), ("ollama/m", video), ("openai/m", document)])
    func whatTheAssistantSaidIsLeftOutWithAWarning(model: String, block: JSON) throws {
        let sent = try request(Model(parsing: model), "assistant", block)
        #expect(sent.warnings.contains { $0.subject == "messages[1].content" })
    }

    @Test func itsOwnProtocolGetsIt() throws {
        let video = try JSON(parsing: request(Model("openai/m"), "user", Self.video).body)
        #expect(video["messages"]?[0]?["content"]?[1] == Self.video)
        let document = try JSON(parsing: request(Model("anthropic/c"), "user", Self.document).body)
        #expect(document["messages"]?[0]?["content"]?[1] == Self.document)
    }

    @Test(arguments: ["anthropic/c", "ollama/m"])
    func textWithUnknownMembersGoesAsText(model: String) throws {
        let sent = try request(Model(parsing: model), "user", ["type": "text", "text": "b", "x": 1])
        #expect(String(decoding: sent.body, as: UTF8.self).contains(#""a"#))
        #expect(String(decoding: sent.body, as: UTF8.self).contains(#"b""#))
        #expect(sent.warnings.contains { $0.message.contains("plain text") })
    }
}
