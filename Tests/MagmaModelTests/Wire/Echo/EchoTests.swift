import Testing

@testable import MagmaModel

@Suite struct EchoTests {
    @Test func itSaysWhatItIsAndRepeats() {
        let answer = Echo.answer(for: [.system("x"), .user("first"), .assistant("y"), .user("two words")], model: "m")
        #expect(answer.content.contains("no language model"))
        #expect(answer.content.hasSuffix("two words"))
        #expect(answer.usage.input == 5)
    }

    @Test(arguments: ["", " ", "one", "one  two\nthree ", "naïve 👩‍👩‍👧 x"])
    func thePiecesAreTheText(text: String) {
        #expect(Echo.pieces(of: text).joined() == text)
    }
}
