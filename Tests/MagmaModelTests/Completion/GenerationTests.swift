import MagmaModel
import Testing

@Suite struct GenerationTests {
    @Test func aCopyThatIsChangedLeavesTheOtherAsItWas() {
        let answer = Generation(id: "c1", model: "m", content: "Hello")
        var copy = answer
        copy.content = "Bye"
        copy.message.parts.append(.text("!"))
        copy.attempts = [Attempt(model: "openai/m")]
        #expect(answer.content == "Hello" && answer.message.parts == [.text("Hello")] && answer.attempts.isEmpty)
        #expect(copy.id == "c1" && copy.message.text == "Hello!" && copy != answer)
        copy.content = answer.content
        copy.message = answer.message
        copy.attempts = []
        #expect(copy == answer && copy.hashValue == answer.hashValue)
    }

    @Test func printedItShowsWhatItSays() {
        var answer = Generation(id: "c1", model: "m", content: "Hello")
        answer.usage = Usage(input: 5, output: 3)
        answer.rateLimits = RateLimits(requests: .init(limit: 4711))
        answer.warnings = [Warning("temperature", "Not sent.")]
        let text = "\(answer) \(Dialect("flat_text", refuses: ["seed"]))"
        for word in [
            "id: \"c1\"", "content: \"Hello\"", "input: Optional(5)", "4711", "Not sent.", "flat_text", "seed",
        ] {
            #expect(text.contains(word))
        }
    }
}
