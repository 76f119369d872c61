/// Messages as a provider takes them: never with explicit nulls, which several refuse.
enum ChatCompletionsMessages {
    static func encode(
        _ message: Message,
        index: Int,
        call: Call,
        images: inout [JSON],
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON.Object {
        let dialect = call.provider.dialect
        let place = "messages[\(index)]"
        var object: JSON.Object = ["role": .string(role(of: message, place, dialect, &notes).rawValue)]
        var reasoning = ChatCompletionsReasoning(place: place, provider: call.provider)
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
                if case .file = part, dialect.has(.noFiles) {
                    try notes.unsupported(
                        "\(place).content", "\(call.provider.name) takes no files in chat completions.")
                    continue
                }
                let json = hinted(part.json, dialect, place, &notes)
                if message.role == .tool, !dialect.has(.toolImages) {
                    notes.warn("\(place).content", "Sent behind the result, as the user's: results hold text only.")
                    images.append(json)
                } else {
                    isPlain = false
                    content.append(json)
                }
            case .toolCall(let toolCall): calls.append(encode(toolCall, dialect, place, &notes))
            case .refusal(let text): object["refusal"] = .string(text)
            case .reasoning(let part): reasoning.take(part, notes: &notes)
            case .toolResult:
                throw ModelError(
                    .invalidRequest,
                    "\(place) holds a tool result as a part; in the chat format it is a message of role \"tool\"."
                )
            case .opaque(let block):
                guard block.wire == .chatCompletions else {
                    if let text = block.text {
                        notes.warn("\(place).content", "Sent as plain text, without members of another protocol.")
                        if !text.isEmpty { content.append(["type": "text", "text": .string(text)]) }
                        continue
                    }
                    try notes.foreign(block, place, saidBy: message.role)
                    continue
                }
                isPlain = false
                content.append(block.value)
            }
        }
        if let hint = message.cacheHint {
            // Providers read the hint on parts alone: the last one stands for the whole message.
            if dialect.has(.cacheControl), var last = content.last?.objectValue {
                if last["cache_control"] == nil { last["cache_control"] = hint.value }
                content[content.count - 1] = .object(last)
                isPlain = false
            } else {
                notes.warn("\(place).cache_control", "Not sent: \(call.provider.name) takes no cache hint here.")
            }
        }
        let isOne =
            (isPlain && content.count < 2) || (isFlat(message, dialect) && content.allSatisfy { $0["type"] == "text" })
        if isOne {
            // Beside tool calls, no text means no member: null and "" are each refused somewhere.
            if !content.isEmpty || calls.isEmpty { object["content"] = .string(message.text) }
        } else {
            object["content"] = .array(content)
        }
        reasoning.write(into: &object, callsTools: !calls.isEmpty)
        if !calls.isEmpty { object["tool_calls"] = .array(calls) }
        if let id = message.toolCallID { object["tool_call_id"] = .string(id) }
        if let name = message.name {
            if dialect.has(.noMessageNames), message.role != .tool || !dialect.has(.toolNames) {
                notes.warn("\(place).name", "Not sent: \(call.provider.name) takes no names on messages.")
            } else {
                object["name"] = .string(name)
            }
        }
        let isLast = index == call.messages.count - 1
        if isLast, message.role == .assistant, calls.isEmpty, dialect.has(.prefixMember) { object["prefix"] = true }
        for (key, value) in message.requestMembers { object[key] = value }
        return object
    }

    private static func isFlat(_ message: Message, _ dialect: Dialect) -> Bool {
        dialect.has(.flatText) || (message.role == .tool && dialect.has(.flatToolText))
    }

    private static func hinted(_ json: JSON, _ dialect: Dialect, _ place: String, _ notes: inout RequestNotes) -> JSON {
        guard !dialect.has(.cacheControl), var object = json.objectValue,
            object.removeValue(forKey: "cache_control") != nil
        else { return json }
        notes.warn("\(place).cache_control", "Not sent: this provider takes no cache hints.")
        return .object(object)
    }

    private static func encode(
        _ call: ToolCall,
        _ dialect: Dialect,
        _ place: String,
        _ notes: inout RequestNotes
    ) -> JSON {
        var call = call
        // Templates of some servers fail on an empty text.
        if call.arguments.isEmpty, call.type == "function" { call.arguments = "{}" }
        if call.extra.removeValue(forKey: "thoughtSignature") != nil {
            notes.warn("\(place).tool_calls.thoughtSignature", "Not sent: only the protocol it came from takes it.")
        }
        call.extra["provider_specific_fields"] = nil
        return call.json
    }

    private static func role(
        of message: Message,
        _ place: String,
        _ dialect: Dialect,
        _ notes: inout RequestNotes
    ) -> Role {
        guard message.role == .developer, !dialect.has(.developerRole) else { return message.role }
        notes.warn("\(place).role", "Sent as \"system\", the word that \"developer\" stands for.")
        return .system
    }
}

extension Message {
    /// The text of a message that is nothing but one, of a role that all providers know: most are.
    var plainText: String? {
        guard parts.count == 1, case .text(let text, nil) = parts[0], role != .developer, role != .tool, name == nil,
            toolCallID == nil, cacheHint == nil, extra.isEmpty
        else { return nil }
        return text
    }
}
