extension Message {
    /// Reads a message in OpenAI's and LiteLLM's chat format.
    ///
    /// `path` names the place for errors (`messages[2]`). Throws `.invalidRequest` for a value that is no message. What
    /// has no field here is kept in ``extra``.
    public init(json: JSON, path: String = "message") throws(ModelError) {
        guard let object = json.objectValue else { throw ModelError(.invalidRequest, "\(path) is not an object.") }
        guard let role = object["role"]?.stringValue, !role.isEmpty else {
            throw ModelError(.invalidRequest, "\(path) has no \"role\".")
        }
        self.init(role: Role(rawValue: role), parts: [])
        var calls: [Part] = []
        var reasoning: Part?
        for (key, value) in object {
            switch key {
            case "role": break
            case "content": parts = try Part.list(json: value, path: "\(path).content")
            case "name" where value.stringValue != nil: name = value.stringValue
            case "tool_call_id" where value.stringValue != nil: toolCallID = value.stringValue
            case "cache_control" where !value.isNull: cacheHint = CacheHint(value)
            case "refusal" where value.stringValue != nil: calls.insert(.refusal(value.stringValue ?? ""), at: 0)
            case "tool_calls":
                guard let items = value.isNull ? [] : value.arrayValue else {
                    throw ModelError(.invalidRequest, "\(path).tool_calls is no list.")
                }
                for (index, call) in items.enumerated() {
                    calls.append(.toolCall(try ToolCall(json: call, path: "\(path).tool_calls[\(index)]")))
                }
            case "reasoning_content", "reasoning", "thinking", "reasoning_text", Reasoning.converseField:
                guard let text = value.stringValue, reasoning == nil else { break }
                reasoning = .reasoning(Reasoning(text, field: key, details: object["reasoning_details"]))
            case "tool_plan" where value.stringValue != nil:
                calls.insert(.reasoning(Reasoning(value.stringValue ?? "", field: key)), at: 0)
            case "reasoning_details", "thinking_blocks": break
            case Reasoning.originPlace.member where value[Reasoning.originPlace.name] != nil:
                var others = value.objectValue ?? [:]
                others[Reasoning.originPlace.name] = nil
                if !others.isEmpty { extra[key] = .object(others) }
            default: if !value.isNull { extra[key] = value }
            }
        }
        // LiteLLM's thinking_blocks say more than the plain text beside them: signatures and encrypted thinking.
        var blocks = (object["thinking_blocks"]?.arrayValue ?? []).compactMap(Part.thinking)
        if case .reasoning(var first) = blocks.first, let details = object["reasoning_details"], !details.isNull {
            first.details = details
            blocks[0] = .reasoning(first)
        }
        if !blocks.isEmpty {
            parts = blocks + parts
        } else if let reasoning {
            parts.insert(reasoning, at: 0)
        } else if let details = object["reasoning_details"], !details.isNull {
            parts.insert(.reasoning(Reasoning("", details: details)), at: 0)
        }
        if let origin = object[Reasoning.originPlace.member]?[Reasoning.originPlace.name]?.stringValue {
            parts.sign(origin)
        }
        parts += calls
    }

    /// A conversation from a JSON array. Throws `.invalidRequest`, naming the place.
    public static func list(json: JSON) throws(ModelError) -> [Message] {
        guard let items = json.arrayValue else {
            throw ModelError(.invalidRequest, "Messages are a JSON array of objects with \"role\" and \"content\".")
        }
        var messages: [Message] = []
        for (index, item) in items.enumerated() { messages.append(try Message(json: item, path: "messages[\(index)]")) }
        return messages
    }

    /// The message in OpenAI's and LiteLLM's chat format.
    public var json: JSON {
        var object: JSON.Object = ["role": .string(role.rawValue)]
        var content: [JSON] = []
        var calls: [JSON] = []
        var thinking: [JSON] = []
        var isPlain = true
        for part in parts {
            switch part {
            case .text(_, let cache) where cache == nil: content.append(part.json)
            case .toolCall(let call): calls.append(call.json)
            case .refusal(let text): object["refusal"] = .string(text)
            case .reasoning(let reasoning):
                if reasoning.signature != nil || reasoning.redacted != nil { thinking.append(part.json) }
                if reasoning.redacted == nil, reasoning.field != nil || !reasoning.text.isEmpty {
                    let field = reasoning.field ?? "reasoning_content"
                    object[field] = .string((object[field]?.stringValue ?? "") + reasoning.text)
                }
                if let details = reasoning.details { object["reasoning_details"] = details }
            default:
                isPlain = false
                content.append(part.json)
            }
        }
        if isPlain, content.count < 2 {
            object["content"] = content.isEmpty ? .null : .string(text)
        } else {
            object["content"] = .array(content)
        }
        if !thinking.isEmpty { object["thinking_blocks"] = .array(thinking) }
        if !calls.isEmpty { object["tool_calls"] = .array(calls) }
        if let name { object["name"] = .string(name) }
        if let toolCallID { object["tool_call_id"] = .string(toolCallID) }
        if let cacheHint { object["cache_control"] = cacheHint.value }
        object.merge(extra)
        if let origin = parts.origin {
            var others = object[Reasoning.originPlace.member]?.objectValue ?? [:]
            others[Reasoning.originPlace.name] = .string(origin)
            object[Reasoning.originPlace.member] = .object(others)
        }
        return .object(object)
    }
}

extension ToolCall {
    /// Reads a tool call in OpenAI's shape. Throws `.invalidRequest` where it has no name.
    init(json: JSON, path: String) throws(ModelError) {
        let type = json["type"]?.stringValue ?? "function"
        guard let body = json["function"]?.objectValue ?? json["custom"]?.objectValue,
            let name = body["name"]?.stringValue
        else { throw ModelError(.invalidRequest, "\(path) names no function.") }
        let arguments = body["arguments"] ?? body["input"]
        self.init(
            id: json["id"]?.stringValue ?? "",
            name: name,
            arguments: arguments.map { $0.stringValue ?? ($0.isNull ? "" : $0.serialized()) } ?? "",
            type: type
        )
        extra = (json.objectValue ?? [:]).members(beyond: self.json.objectValue ?? [:])
        extra["index"] = nil
    }
}

extension Message: ExpressibleByDictionaryLiteral {
    /// A message in the chat format: `["role": "user", "content": "Say hi!"]`. Traps where there is no role.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        do throws(ModelError) {
            try self.init(json: .object(JSON.Object(elements)))
        } catch {
            fatalError("This literal is no message: \(error.message)")
        }
    }
}

extension Message: Codable {
    /// Reads the chat format.
    public init(from decoder: any Decoder) throws {
        try self.init(json: JSON(from: decoder))
    }

    /// Writes the chat format.
    public func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }
}
