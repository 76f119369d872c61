import MagmaModel
import MagmaTesting
import Testing

// The block about EchoModel in docs/testing.md, word for word: compiled and run here.

/// Your code: it asks for a title, and again where the first is too long.
func title(of text: String, by model: Model) async throws -> String {
    var messages: [Message] = [.system("Answer with a title of at most three words."), .user(text)]
    let first = try await model(messages)
    guard first.content.split(separator: " ").count > 3 else { return first.content }
    messages += [first.message, .user("Shorter.")]
    return try await model(messages, temperature: 1).content
}

@Test func aLongTitleIsAskedForAgain() async throws {
    let echo = EchoModel(answers: ["Six sides to every story", "Basalt columns"])
    let answer = try await echo.run { try await title(of: "…", by: Model("anthropic/claude-sonnet-4-5")) }
    #expect(answer == "Basalt columns")
    #expect(echo.calls.map { $0.messages.count } == [2, 4])
    #expect(echo.calls[1].body["temperature"] == 1)
}
