/// Reads a `message` or a `delta`.
enum ChatCompletionsMessage {
    static func read(
        _ cursor: inout JSONCursor,
        _ tools: inout ToolCallMerger,
        _ builder: inout GenerationBuilder
    ) throws(JSONError) {
        guard cursor.peek() == .object else { return try cursor.skip() }
        // Text may stand under several names at once with the same words: the first that holds some is taken.
        var thoughts = Thoughts()
        var details: JSON?
        var legacyCall: JSON?
        try cursor.object { (cursor, key) throws(JSONError) in
            switch key {
            case "content":
                switch cursor.peek() {
                case .string: builder.appendContent(try cursor.string())
                case .null: try cursor.skip()
                default: readParts(try cursor.value(), &builder)
                }
            case "reasoning_content": thoughts.reasoningContent = try cursor.stringOrNil()
            case "reasoning": thoughts.reasoning = try cursor.stringOrNil()
            case "reasoning_text": thoughts.reasoningText = try cursor.stringOrNil()
            case "thinking": thoughts.thinking = try cursor.stringOrNil()
            case "reasoning_details": details = try cursor.value()
            case "refusal":
                if let text = try cursor.stringOrNil() { builder.appendRefusal(text) }
            case "tool_calls": try tools.read(&cursor, &builder)
            case "function_call": legacyCall = try cursor.value()
            case "annotations", "audio", "images", "citations":
                let text = try cursor.rawValue()
                guard !text.equals("null"), !text.equals("[]") else { return }
                let value = try JSON(parsing: text)
                if value.arrayValue?.isEmpty != true { builder.messageExtra[key.string] = value }
            default: try cursor.skip()
            }
        }
        ReasoningMerger.take(thoughts, details, &builder)
        if let legacyCall { tools.readLegacy(legacyCall, &builder) }
    }

    /// Content as a list of parts (Mistral, Databricks), or as the object a schema asked for (Cloudflare).
    private static func readParts(_ content: JSON, _ builder: inout GenerationBuilder) {
        guard let parts = content.arrayValue else {
            if content.objectValue != nil { builder.appendContent(content.serialized()) }
            return
        }
        for part in parts {
            switch part["type"]?.stringValue {
            case "thinking", "reasoning": builder.appendReasoning(thought(part))
            case "refusal": builder.appendRefusal(part["refusal"]?.stringValue ?? "")
            default: builder.appendContent(part["text"]?.stringValue ?? part.stringValue ?? "")
            }
        }
    }

    private static func thought(_ part: JSON) -> String {
        for name in ["thinking", "summary", "text", "reasoning"] {
            guard let value = part[name] else { continue }
            if let text = value.stringValue { return text }
            return (value.arrayValue ?? []).compactMap { $0["text"]?.stringValue }.joined()
        }
        return ""
    }
}

/// The members that a message may carry its reasoning in, in the order in which they are believed.
struct Thoughts {
    var reasoningContent: String?
    var reasoning: String?
    var reasoningText: String?
    var thinking: String?

    var isEmpty: Bool { reasoningContent == nil && reasoning == nil && reasoningText == nil && thinking == nil }
}

/// Collects reasoning from whichever member a provider puts it into.
enum ReasoningMerger {
    static func take(_ thoughts: Thoughts, _ details: JSON?, _ builder: inout GenerationBuilder) {
        guard !thoughts.isEmpty || details != nil else { return }
        var isTaken = false
        func take(_ text: String?, _ field: String) {
            // An empty text counts too: some providers want the member back even then.
            guard let text else { return }
            if builder.reasoningField == nil { builder.reasoningField = field }
            guard !text.isEmpty, !isTaken else { return }
            isTaken = true
            if builder.reasoning.isEmpty { builder.reasoningField = field }
            builder.appendReasoning(text)
        }
        take(thoughts.reasoningContent, "reasoning_content")
        take(thoughts.reasoning, "reasoning")
        take(thoughts.reasoningText, "reasoning_text")
        take(thoughts.thinking, "thinking")
        guard let items = details?.arrayValue, !items.isEmpty else { return }
        for item in items {
            if !isTaken { builder.appendReasoning(item["text"]?.stringValue ?? item["summary"]?.stringValue ?? "") }
            builder.reasoningDetails.add(item)
        }
    }
}
