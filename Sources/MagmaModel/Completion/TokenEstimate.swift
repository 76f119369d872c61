/// How many tokens a prompt may be, without the model's tokenizer: a token for each four bytes of UTF-8, four for each message,
/// and a flat number for what is no text. Never taken for a count: limits and budgets settle on what the provider counted.
enum TokenEstimate {
    private static let image = 1_000
    private static let audio = 1_000
    private static let file = 4_000

    /// What the model reads: messages, tools and the form that the answer is to have.
    static func input(of call: Call) -> Int {
        var sum = input(of: call.messages)
        guard !call.options.isEmpty else { return sum }
        for name in ["tools", "functions", "response_format"] {
            if let option = call.options[name] { sum += tokens(of: option) }
        }
        return sum
    }

    static func input(of messages: [Message]) -> Int {
        var sum = 0
        for message in messages { sum += 4 + tokens(of: message.parts) }
        return sum
    }

    private static func tokens(of parts: [Part]) -> Int {
        var sum = 0
        for part in parts { sum += tokens(of: part) }
        return sum
    }

    private static func tokens(of part: Part) -> Int {
        switch part {
        case .text(let text, _), .refusal(let text): tokens(of: text)
        case .image: image
        case .audio: audio
        case .file: file
        case .reasoning(let reasoning): tokens(of: reasoning.text)
        case .toolCall(let call): tokens(of: call.name) + tokens(of: call.arguments)
        case .toolResult(let result): tokens(of: result.parts)
        case .opaque(let block): tokens(of: block.value)
        }
    }

    private static func tokens(of json: JSON) -> Int { tokens(of: json.serialized()) }
    private static func tokens(of text: String) -> Int { (text.utf8.count + 3) / 4 }
}
