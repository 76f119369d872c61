/// One message of a conversation.
///
/// Built with ``system(_:)``, ``user(_:)``, ``assistant(_:)``, ``tool(_:callID:name:)``, from a dictionary in OpenAI's
/// and LiteLLM's chat format, or decoded from that format, which it keeps whole: what is not understood stays in
/// ``extra`` and in ``Part/opaque(_:)``.
public struct Message: Sendable, Hashable {
    /// Who says it.
    public var role: Role
    /// What the message says, in order. Tool calls of an assistant are parts too.
    public var parts: [Part]
    /// The speaker's name, for providers that take one.
    public var name: String?
    /// For a tool's message: the call it answers.
    public var toolCallID: String?
    /// A request to cache the prompt up to and including this message (LiteLLM's `cache_control`).
    public var cacheHint: CacheHint?
    /// Members of the chat format that have no field here, as they came.
    public var extra: JSON.Object

    /// A message from its parts.
    public init(
        role: Role,
        parts: [Part],
        name: String? = nil,
        toolCallID: String? = nil,
        cacheHint: CacheHint? = nil,
        extra: JSON.Object = [:]
    ) {
        self.role = role
        self.parts = parts
        self.name = name
        self.toolCallID = toolCallID
        self.cacheHint = cacheHint
        self.extra = extra
    }

    /// Instructions that hold for the conversation.
    public static func system(_ text: String) -> Message { Message(role: .system, parts: [.text(text)]) }

    /// What the user says.
    public static func user(_ text: String) -> Message { Message(role: .user, parts: [.text(text)]) }

    /// What the user says, with images, files or audio among the text.
    public static func user(_ parts: Part...) -> Message { Message(role: .user, parts: parts) }

    /// What the assistant said.
    public static func assistant(_ text: String) -> Message { Message(role: .assistant, parts: [.text(text)]) }

    /// The tools the assistant asked for, and what it said with them.
    public static func assistant(_ text: String = "", toolCalls: [ToolCall]) -> Message {
        Message(role: .assistant, parts: (text.isEmpty ? [] : [.text(text)]) + toolCalls.map(Part.toolCall))
    }

    /// A tool's result for the call with that id.
    public static func tool(_ result: String, callID: String, name: String? = nil) -> Message {
        Message(role: .tool, parts: [.text(result)], name: name, toolCallID: callID)
    }

    /// All text parts, joined with nothing in between.
    public var text: String {
        if parts.count == 1, case .text(let text, _) = parts[0] { return text }
        return parts.reduce(into: "") { all, part in
            switch part {
            case .text(let text, _): all += text
            case .opaque(let block): all += block.text ?? ""
            default: break
            }
        }
    }

    /// The tools the assistant asks for.
    public var toolCalls: [ToolCall] {
        parts.compactMap { if case .toolCall(let call) = $0 { call } else { nil } }
    }
}

extension [Message] {
    /// Appends what the model said, ready to be sent back to it.
    public mutating func append(_ generation: Generation) {
        append(generation.message)
    }
}
