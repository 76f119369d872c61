/// Messages as steps: what the user and the model said, what the model thought and called, what came of it.
struct InteractionsInput {
    private let call: Call
    private let names: [String: String]
    private var steps: [JSON] = []
    /// Ids of calls that have no result yet, in order.
    private var open: [String] = []

    init(_ call: Call) {
        self.call = call
        names = Dictionary(call.messages.lazy.flatMap(\.toolCalls).map { ($0.id, $0.name) }) { $1 }
    }

    mutating func encode(notes: inout RequestNotes) throws(ModelError) -> (system: String, steps: [JSON]) {
        var system: [String] = []
        for (index, message) in call.messages.enumerated() {
            let place = "messages[\(index)]"
            if let name = message.name, message.role != .tool {
                notes.warn("\(place).name", "Gemini takes no names on messages: \"\(name)\" is not sent.")
            }
            if message.cacheHint != nil { notes.warn("\(place).cache_control", Self.noHints) }
            notes.unsent(message.extra, at: place)
            switch message.role {
            case .system, .developer:
                if !steps.isEmpty {
                    notes.warn(place, "Sent with the instructions before the conversation: Gemini has no others.")
                }
                if message.parts.contains(where: { if case .text = $0 { false } else { true } }) {
                    try notes.unsupported("\(place).content", "Instructions are text only in the Interactions API.")
                }
                system.append(message.text)
            case .tool:
                let result = ToolResult(callID: message.toolCallID ?? "", parts: message.parts)
                steps.append(try functionResult(result, name: message.name, place, notes: &notes))
            default:
                let type = message.role == .assistant ? "model_output" : "user_input"
                for part in message.parts { try add(part, type, place, notes: &notes) }
            }
        }
        guard !steps.isEmpty else {
            throw ModelError(.invalidRequest, "Gemini needs a message with content besides the system prompt.")
        }
        return (system.joined(separator: "\n\n"), steps)
    }

    private static let noHints = "Not sent: Gemini caches by itself."

    private mutating func add(
        _ part: Part,
        _ type: String,
        _ place: String,
        notes: inout RequestNotes
    ) throws(ModelError) {
        switch part {
        case .toolCall(let toolCall): steps.append(try functionCall(toolCall, place, notes: &notes))
        case .toolResult(let result): steps.append(try functionResult(result, name: nil, place, notes: &notes))
        case .reasoning:
            notes.warn("\(place).reasoning", "Not sent: thoughts without Google's signature have no place.")
        case .opaque(let block) where block.wire == .interactions && block.value["type"] != "text":
            let kinds: [JSON] = ["image", "audio", "document", "video"]
            if kinds.contains(block.value["type"] ?? .null) {
                add(content: block.value, type)
            } else {
                steps.append(block.value)
            }
        default:
            if let content = try content(part, place, saidBy: type == "user_input" ? .user : .assistant, notes: &notes)
            {
                add(content: content, type)
            }
        }
    }

    /// Content joins the step before it where that is of the same kind.
    private mutating func add(content: JSON, _ type: String) {
        if let last = steps.last, last["type"] == .string(type), let before = last["content"]?.arrayValue {
            steps[steps.count - 1] = ["type": .string(type), "content": .array(before + [content])]
        } else {
            steps.append(["type": .string(type), "content": [content]])
        }
    }

    private func content(
        _ part: Part,
        _ place: String,
        saidBy role: Role,
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON? {
        switch part {
        case .text(let text, let hint):
            if hint != nil { notes.warn("\(place).cache_control", Self.noHints) }
            return ["type": "text", "text": .string(text)]
        case .refusal(let text): return ["type": "text", "text": .string(text)]
        case .image(let image):
            if image.cache != nil { notes.warn("\(place).cache_control", Self.noHints) }
            return InteractionsMedia.content(
                try GenerateContentMedia.image(image, place, &notes), detail: image.detail, kind: "image")
        case .file(let file):
            if file.cache != nil { notes.warn("\(place).cache_control", Self.noHints) }
            return InteractionsMedia.content(GenerateContentMedia.file(file, place, &notes), kind: "document")
        case .audio(let audio):
            return InteractionsMedia.content(GenerateContentMedia.audio(audio, place, &notes), kind: "audio")
        case .opaque(let block):
            if let text = block.text {
                if block.wire == .interactions { return block.value }
                notes.warn("\(place).content", "Sent as plain text, without members that Gemini does not know.")
                return ["type": "text", "text": .string(text)]
            }
            if let video = GenerateContentMedia.video(block) { return InteractionsMedia.content(video, kind: "video") }
            try notes.foreign(block, place, saidBy: role)
            return nil
        default: return nil
        }
    }

    private mutating func functionCall(
        _ call: ToolCall,
        _ place: String,
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON {
        guard let arguments = call.parsedArguments, arguments.objectValue != nil else {
            throw ModelError(
                .invalidRequest,
                "\(place): the arguments of the call to \"\(call.name)\" are no JSON object, which Gemini demands."
            )
        }
        let id = call.id.isEmpty ? "call_\(steps.count)" : call.id
        open.append(id)
        var step: JSON.Object = [
            "type": "function_call", "id": .string(id), "name": .string(call.name), "arguments": arguments,
        ]
        if let signature = call.thoughtSignature { step["signature"] = .string(signature) }
        notes.unsent(call.extra, at: "\(place).tool_calls", except: ToolCall.signatureMembers)
        return .object(step)
    }

    private mutating func functionResult(
        _ result: ToolResult,
        name: String?,
        _ place: String,
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON {
        if result.cache != nil { notes.warn("\(place).cache_control", Self.noHints) }
        guard let id = result.callID.isEmpty ? open.first : result.callID else {
            throw ModelError(.invalidRequest, "\(place) is a tool's result that names no call, and none is open.")
        }
        open.removeAll { $0 == id }
        var contents: [JSON] = []
        for part in result.parts {
            if let content = try content(part, place, saidBy: .tool, notes: &notes) { contents.append(content) }
        }
        var step: JSON.Object = ["type": "function_result", "call_id": .string(id)]
        if let name = name ?? names[id] { step["name"] = .string(name) }
        let isText = contents.allSatisfy { $0["type"] == "text" }
        step["result"] =
            isText ? .string(contents.reduce("") { $0 + ($1["text"]?.stringValue ?? "") }) : .array(contents)
        if result.isError { step["is_error"] = true }
        return .object(step)
    }
}
