/// The items of an answer as they came, kept with its message: their ids, phases and encrypted thoughts must go back with
/// them, and in their order, which the chat format has no place for.
enum ResponsesHistory {
    private static let member = "provider_specific_fields"
    private static let name = "responses_output"
    private static let originName = "responses_provider"

    static func keep(_ items: [ResponsesItem], with builder: inout GenerationBuilder) {
        builder.parts = items.flatMap(\.parts)
        guard !items.isEmpty else { return }
        builder.messageExtra[member] = .object([name: .array(items.map(\.value))])
    }

    /// Says in a message whose the items are that are kept with it.
    static func sign(_ message: inout Message, provider: String) {
        guard !message.extra.isEmpty, var kept = message.extra[member]?.objectValue, kept[name] != nil else { return }
        kept[originName] = .string(provider)
        message.extra[member] = .object(kept)
    }

    /// The provider that a message came from, where that is another one: what it encrypted, and the ids it gave, mean
    /// nothing elsewhere.
    static func origin(of message: Message, butFor provider: String) -> String? {
        guard !message.extra.isEmpty, let origin = message.extra[member]?[originName]?.stringValue else { return nil }
        return origin == provider ? nil : origin
    }

    /// The items that a message of the assistant was made of; `nil` where there are none, or where the message was
    /// changed since and they do not say any more what it says.
    static func items(of message: Message, dialect: Dialect) -> [JSON]? {
        guard let kept = message.extra[member]?[name]?.arrayValue else { return nil }
        let items = kept.map { ResponsesItem($0, dialect: dialect) }
        return Said(items.flatMap(\.parts)) == Said(message.parts) ? items.map(\.value) : nil
    }

    /// What the parts of a message say, whatever they are cut into. Thoughts belong to the provider alone.
    private struct Said: Equatable {
        var text = ""
        var refusal = ""
        var calls: [ToolCall] = []
        /// By what they hold: the chat format does not say whose a block is.
        var blocks: [JSON] = []
        var others: [Part] = []

        init(_ parts: [Part]) {
            for part in parts {
                switch part {
                case .text(let text, _): self.text += text
                case .refusal(let text): refusal += text
                case .toolCall(let call): calls.append(call)
                case .reasoning: break
                case .opaque(let block): blocks.append(block.value)
                default: others.append(part)
                }
            }
        }
    }
}
