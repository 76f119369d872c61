/// Whose form a body or an event has, told by its members.
enum InvokeModelBody: Sendable {
    /// Anthropic's.
    case messages
    /// OpenAI's, which several vendors have.
    case chatCompletions
    /// OpenAI's older one.
    case completions
    /// Amazon's newer models have that of Converse.
    case converse
    /// The older ones: one text.
    case text

    /// `nil` for a form that is not known.
    init?(_ json: JSON) {
        if json["choices"] != nil {
            self = json["choices"]?[0]?["text"] == nil ? .chatCompletions : .completions
        } else if InvokeModelText.members.contains(where: { json[$0] != nil }) {
            self = .text
        } else if json["output"]?.objectValue != nil || Self.converseEvents.contains(where: { json[$0] != nil }) {
            self = .converse
        } else if json["type"] != nil || json["content"]?.arrayValue != nil {
            self = .messages
        } else {
            return nil
        }
    }

    static let converseEvents = [
        "messageStart", "contentBlockStart", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata",
    ]

    static func isIntervened(_ json: JSON) -> Bool { json["amazon-bedrock-guardrailAction"] == "INTERVENED" }
}
