/// How many tokens a prompt may be, without the model's tokenizer. Never taken for a count: limits and budgets settle on what the
/// provider counted. `docs/tokens.md` says how far it is off, as measured on recorded calls.
enum TokenEstimate {
    /// An image of 1,024 pixels square, by OpenAI's rule; others take from 250 to 1,600.
    static let image = 750
    /// One that is asked to be looked at in low detail.
    private static let smallImage = 85
    static let audio = 1_000
    static let file = 4_000
    /// What stands around a call of a tool.
    private static let toolCall = 4

    /// What the model reads: messages, tools and the form that the answer is to have.
    static func input(of call: Call) -> Int {
        let wire = call.provider.wire
        return input(of: call.messages, call.options, overhead: Overhead(wire), to: wire)
    }

    /// The same of what is not a call yet. `wire`: the protocol that it would go by, where that is known.
    static func input(
        of messages: [Message], _ options: JSON.Object, overhead: Overhead, to wire: WireProtocolID? = nil
    ) -> Int {
        var text = 0
        var flat = overhead.call
        for message in messages {
            flat += overhead.message
            add(message.parts, saidBy: message.role, to: wire, &text, &flat)
        }
        if !options.isEmpty {
            for name in ["tools", "functions"] {
                guard let tools = options[name], let count = tools.arrayValue?.count, count > 0 else { continue }
                flat += overhead.tools + overhead.tool * count
                text += hundredths(of: tools)
            }
            if let form = options["response_format"] { text += hundredths(of: form) }
        }
        return flat + (text * overhead.percent / 100 + 99) / 100
    }

    private static func add(
        _ parts: [Part], saidBy role: Role, to wire: WireProtocolID?, _ text: inout Int, _ flat: inout Int
    ) {
        for part in parts {
            switch part {
            case .text(let said, _), .refusal(let said): text += hundredths(of: said)
            case .image(let image): flat += image.detail == "low" ? smallImage : Self.image
            case .audio: flat += audio
            case .file: flat += file
            case .reasoning(let reasoning): text += hundredths(of: reasoning.text)
            case .toolCall(let call):
                flat += toolCall
                text += hundredths(of: call.name) + hundredths(of: call.arguments)
            case .toolResult(let result): add(result.parts, saidBy: .tool, to: wire, &text, &flat)
            case .opaque(let block): add(block, saidBy: role, to: wire, &text, &flat)
            }
        }
    }

    /// Hundredths of a token that a value takes as JSON: its texts, and something for what stands around them.
    private static func hundredths(of json: JSON) -> Int {
        switch json {
        case .string(let text): return hundredths(of: text)
        case .array(let items):
            var sum = 100
            for item in items { sum += 70 + hundredths(of: item) }
            return sum
        case .object(let object):
            var sum = 100
            for (name, value) in object { sum += 150 + hundredths(of: name) + hundredths(of: value) }
            return sum
        default: return 100
        }
    }
}
