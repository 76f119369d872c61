/// Messages as a provider takes them: never with explicit nulls, which several refuse.
enum ChatCompletionsMessages {
    static func encode(
        _ message: Message,
        index: Int,
        call: Call,
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON.Object {
        let dialect = call.provider.dialect
        let place = "messages[\(index)]"
        var object: JSON.Object = ["role": .string(message.role.rawValue)]
        var content: [JSON] = []
        var calls: [JSON] = []
        var isPlain = true
        for part in message.parts {
            switch part {
            case .text(_, let cache):
                if cache != nil { isPlain = false }
                content.append(hinted(part.json, dialect, place, &notes))
            case .image, .audio, .file:
                guard !dialect.has(.textOnly) else {
                    try notes.unsupported("\(place).content", "\(call.provider.name) takes text only.")
                    continue
                }
                isPlain = false
                content.append(hinted(part.json, dialect, place, &notes))
            case .toolCall(let toolCall): calls.append(encode(toolCall, dialect))
            case .refusal(let text): object["refusal"] = .string(text)
            case .reasoning(let reasoning): encode(reasoning, into: &object, dialect, place, &notes)
            case .toolResult:
                throw ModelError(
                    .invalidRequest,
                    "\(place) holds a tool result as a part; in the chat format it is a message of role \"tool\"."
                )
            case .opaque(let block):
                guard block.wire == .chatCompletions else {
                    notes.warn("\(place).content", "Not sent: a block that only \(block.wire) understands.")
                    continue
                }
                isPlain = false
                content.append(block.value)
            }
        }
        let isText = message.parts.allSatisfy(\.isText)
        if (isPlain && content.count < 2) || (dialect.has(.flatText) && isText) {
            // Beside tool calls, no text means no member: null and "" are each refused somewhere.
            if !content.isEmpty || calls.isEmpty { object["content"] = .string(message.text) }
        } else {
            object["content"] = .array(content)
        }
        if dialect.has(.replaysReasoning), !calls.isEmpty, object["reasoning_content"] == nil {
            object["reasoning_content"] = ""
        }
        if !calls.isEmpty { object["tool_calls"] = .array(calls) }
        if let id = message.toolCallID { object["tool_call_id"] = .string(id) }
        if let name = message.name {
            if dialect.has(.noMessageNames) {
                notes.warn("\(place).name", "Not sent: \(call.provider.name) takes no names on messages.")
            } else {
                object["name"] = .string(name)
            }
        }
        if let hint = message.cacheHint {
            if dialect.has(.cacheControl) {
                object["cache_control"] = hint.value
            } else {
                notes.warn("\(place).cache_control", "Not sent: \(call.provider.name) takes no cache hints.")
            }
        }
        for (key, value) in message.extra where !value.isNull && !droppedMembers.contains(key) { object[key] = value }
        return object
    }

    /// What answers carry and requests do not take.
    private static let droppedMembers: Set<String> = ["annotations", "citations", "images", "provider_specific_fields"]

    private static func hinted(_ json: JSON, _ dialect: Dialect, _ place: String, _ notes: inout RequestNotes) -> JSON {
        guard !dialect.has(.cacheControl), var object = json.objectValue,
            object.removeValue(forKey: "cache_control") != nil
        else { return json }
        notes.warn("\(place).cache_control", "Not sent: this provider takes no cache hints.")
        return .object(object)
    }

    private static func encode(_ call: ToolCall, _ dialect: Dialect) -> JSON {
        var call = call
        // Templates of some servers fail on an empty text.
        if call.arguments.isEmpty, call.type == "function" { call.arguments = "{}" }
        call.extra["provider_specific_fields"] = nil
        return call.json
    }

    private static func encode(
        _ reasoning: Reasoning,
        into object: inout JSON.Object,
        _ dialect: Dialect,
        _ place: String,
        _ notes: inout RequestNotes
    ) {
        guard reasoning.redacted == nil, reasoning.signature == nil else {
            return notes.warn("\(place).thinking", "Not sent: signed thinking belongs to the provider that signed it.")
        }
        if let details = reasoning.details { object["reasoning_details"] = details }
        guard reasoning.field != nil || dialect.has(.replaysReasoning) else { return }
        let field = dialect.has(.replaysReasoning) ? "reasoning_content" : reasoning.field ?? "reasoning_content"
        object[field] = .string((object[field]?.stringValue ?? "") + reasoning.text)
    }
}

extension Part {
    fileprivate var isText: Bool {
        switch self {
        case .text, .toolCall, .reasoning, .refusal: true
        default: false
        }
    }
}
