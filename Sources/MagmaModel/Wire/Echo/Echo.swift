/// The built-in provider: it answers in the process, always the same to the same prompt, with no key and no network.
package enum Echo {
    /// The answer, and the words counted as if they were tokens.
    package static func answer(for messages: [Message], model: String) -> (content: String, usage: Usage) {
        let said = messages.last { $0.role == .user }?.text ?? ""
        let content =
            "This is echo/\(model), built into Magma: no language model was asked. "
            + (said.isEmpty ? "You said nothing." : "You said: \(said)")
        let input = messages.reduce(0) { $0 + words($1.text) }
        return (content, Usage(input: input, output: words(content)))
    }

    /// The text word by word, each with the space after it; together they are the text.
    static func pieces(of text: String) -> [String] {
        var pieces: [String] = []
        var piece = ""
        for character in text {
            piece.append(character)
            if character == " " {
                pieces.append(piece)
                piece = ""
            }
        }
        return piece.isEmpty ? pieces : pieces + [piece]
    }

    private static func words(_ text: String) -> Int { text.split(whereSeparator: \.isWhitespace).count }
}
