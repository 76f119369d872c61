/// Messages: text and pictures of the user's, text, thoughts, plans and calls of the assistant's, results of tools.
struct CohereChatMessages {
    private var messages: [JSON] = []
    /// Pictures that tools gave: results hold none, so that they follow behind them all.
    private var pictures: [JSON] = []
    private var ids: ToolCallIDs
    /// The tools' names by the ids of their calls.
    private let names: [String: String]

    private init(_ messages: [Message]) {
        ids = ToolCallIDs(messages, .any("Cohere"))
        names = Dictionary(messages.lazy.flatMap(\.toolCalls).map { ($0.id, $0.name) }) { $1 }
    }

    static func encode(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> [JSON] {
        var encoder = CohereChatMessages(call.messages)
        for (index, message) in call.messages.enumerated() {
            if message.role != .tool { encoder.flush() }
            try encoder.add(message, "messages[\(index)]", &notes)
        }
        encoder.flush()
        return encoder.messages
    }

    private mutating func flush() {
        guard !pictures.isEmpty else { return }
        messages.append(["role": "user", "content": .array(pictures)])
        pictures = []
    }

    private mutating func add(
        _ message: Message,
        _ place: String,
        _ notes: inout RequestNotes
    ) throws(ModelError) {
        let role = message.role == .developer ? Role.system : message.role
        var object: JSON.Object = ["role": .string(role.rawValue)]
        var content: [JSON] = []
        var calls: [JSON] = []
        for part in message.parts {
            switch part {
            case .text(let text, let cache):
                hint(cache, place, &notes)
                content.append(Self.text(text))
            case .refusal(let text): content.append(Self.text(text))
            case .image(let image):
                hint(image.cache, place, &notes)
                try picture(image, role, place, into: &content, &notes)
            case .audio: try notes.unsupported("\(place).content", "Cohere takes no audio.")
            case .file: try notes.unsupported("\(place).content", "Cohere takes no files; give \"documents\" of text.")
            case .reasoning(let reasoning):
                thought(reasoning, place, &object, &content, &notes)
            case .toolCall(let call): calls.append(try encode(call, place, &notes))
            case .toolResult:
                throw ModelError(
                    .invalidRequest,
                    "\(place) holds a tool result as a part; in the chat format it is a message of role \"tool\"."
                )
            case .opaque(let block):
                if block.wire == .cohereChat || (role == .tool && block.value["type"] == "document") {
                    content.append(block.value)
                } else if let text = block.text {
                    notes.warn("\(place).content", "Sent as plain text, without members that Cohere does not know.")
                    content.append(Self.text(text))
                } else {
                    try notes.foreign(block, place, saidBy: role)
                }
            }
        }
        hint(message.cacheHint, place, &notes)
        // A result's call has the tool's name already.
        if let name = message.name, role != .tool || name != message.toolCallID.flatMap({ names[$0] }) {
            notes.warn("\(place).name", "Not sent: Cohere takes no names on messages.")
        }
        citations(message, role, place, &object, &notes)
        if role == .tool {
            object["tool_call_id"] = .string(try ids.result(message.toolCallID ?? "", place, &notes))
        }
        if let text = Self.plain(content) {
            // Beside calls, no text means no member.
            if !content.isEmpty || calls.isEmpty { object["content"] = .string(text) }
        } else {
            object["content"] = .array(content)
        }
        if !calls.isEmpty { object["tool_calls"] = .array(calls) }
        messages.append(.object(object))
    }

    private static func text(_ text: String) -> JSON { ["type": "text", "text": .string(text)] }

    /// What is at most one piece of text, as a string.
    private static func plain(_ content: [JSON]) -> String? {
        guard let only = content.first else { return "" }
        return content.count == 1 && only["type"] == "text" ? only["text"]?.stringValue : nil
    }

    private func hint(_ hint: CacheHint?, _ place: String, _ notes: inout RequestNotes) {
        if hint != nil { notes.warn("\(place).cache_control", "Not sent: Cohere takes no cache hints.") }
    }

    private mutating func picture(
        _ image: Image,
        _ role: Role,
        _ place: String,
        into content: inout [JSON],
        _ notes: inout RequestNotes
    ) throws(ModelError) {
        if case .fileID = image.source {
            return try notes.unsupported("\(place).content", "Cohere takes images as URLs or base64 only.")
        }
        notes.unsent(image.extra, at: "\(place).content")
        var url: JSON.Object = ["url": .string(image.source.url)]
        if let detail = image.detail { url["detail"] = .string(detail) }
        let json: JSON = ["type": "image_url", "image_url": .object(url)]
        switch role {
        case .user: content.append(json)
        case .tool:
            notes.warn("\(place).content", "Sent behind the result, as the user's: results hold text only.")
            pictures.append(json)
        default: try notes.unsupported("\(place).content", "Cohere takes images of the user's only.")
        }
    }

    /// The plan goes back as one, thoughts as blocks of the content.
    private func thought(
        _ reasoning: Reasoning,
        _ place: String,
        _ object: inout JSON.Object,
        _ content: inout [JSON],
        _ notes: inout RequestNotes
    ) {
        if reasoning.signature != nil || reasoning.redacted != nil {
            return notes.warn("\(place).thinking", "Not sent: signed thinking belongs to the provider that signed it.")
        }
        guard !reasoning.text.isEmpty else { return }
        if reasoning.field == "tool_plan" {
            object["tool_plan"] = .string((object["tool_plan"]?.stringValue ?? "") + reasoning.text)
        } else {
            content.append(["type": "thinking", "thinking": .string(reasoning.text)])
        }
    }

    /// What Cohere cited goes back to it; others' lists have another form.
    private func citations(
        _ message: Message,
        _ role: Role,
        _ place: String,
        _ object: inout JSON.Object,
        _ notes: inout RequestNotes
    ) {
        let items = message.extra["citations"]?.arrayValue ?? []
        if role == .assistant, !items.isEmpty, items.allSatisfy({ $0["sources"] != nil }) {
            object["citations"] = .array(items)
        }
        notes.unsent(message.extra, at: place)
    }

    private mutating func encode(
        _ call: ToolCall,
        _ place: String,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> JSON {
        guard let arguments = call.parsedArguments, arguments.objectValue != nil else {
            throw ModelError(
                .invalidRequest,
                "\(place): the arguments of the call to \"\(call.name)\" are no JSON object, which Cohere demands."
            )
        }
        notes.unsent(call.extra, at: "\(place).tool_calls")
        let text = call.arguments.utf8.contains(UInt8(ascii: "{")) ? call.arguments : "{}"
        return [
            "id": .string(ids.call(call.id, place, &notes)), "type": "function",
            "function": ["name": .string(call.name), "arguments": .string(text)],
        ]
    }
}
