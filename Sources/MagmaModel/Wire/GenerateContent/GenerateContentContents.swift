/// Messages as contents of the user and of the model.
struct GenerateContentContents {
    private let call: Call
    private var calls: GenerateContentCalls
    /// `mediaResolution` for the whole request, where the model takes none for each picture.
    private(set) var mediaResolution: String?
    /// Pictures of a tool's result that the model takes only beside it.
    private var besideResults: [JSON] = []

    init(_ call: Call) {
        self.call = call
        calls = GenerateContentCalls(call)
    }

    private struct Turn {
        var role: String
        var parts: [JSON]
        /// Results of functions stay apart from what else the user says.
        var isResults = false
        var json: JSON { ["role": .string(role), "parts": .array(parts)] }
    }

    /// The system instruction's parts, and the contents. Neighbours of one role become one content.
    mutating func encode(notes: inout RequestNotes) throws(ModelError) -> (system: [JSON], contents: [JSON]) {
        var system: [JSON] = []
        var turns: [Turn] = []
        for (index, message) in call.messages.enumerated() {
            let place = "messages[\(index)]"
            if message.name != nil, message.role != .tool {
                notes.warn("\(place).name", "Not sent: Gemini takes no names on messages.")
            }
            if message.cacheHint != nil { notes.warn("\(place).cache_control", Self.noHints) }
            notes.unsent(message.extra, at: place)
            if message.role == .system || message.role == .developer {
                if !turns.isEmpty {
                    notes.warn(place, "Sent with the instructions before the conversation: Gemini has no others.")
                }
                system += try parts(of: message, place, notes: &notes)
                continue
            }
            let isModel = message.role == .assistant
            if message.role == .tool {
                let result = ToolResult(callID: message.toolCallID ?? "", parts: message.parts)
                Self.add(
                    [try functionResponse(result, name: message.name, place, notes: &notes)], "user", isResults: true,
                    to: &turns)
            } else {
                if isModel { calls.begin(message) }
                let parts = try parts(of: message, place, notes: &notes)
                let results = isModel ? [] : parts.filter { $0["functionResponse"] != nil }
                Self.add(results, "user", isResults: true, to: &turns)
                Self.add(
                    results.isEmpty ? parts : parts.filter { $0["functionResponse"] == nil },
                    isModel ? "model" : "user",
                    to: &turns)
            }
            if !besideResults.isEmpty, !isNextResult(after: index) {
                Self.add(besideResults, "user", to: &turns)
                besideResults = []
            }
        }
        guard !turns.isEmpty else {
            throw ModelError(.invalidRequest, "Gemini needs a message with content besides the system prompt.")
        }
        return (system, turns.map(\.json))
    }

    private static func add(_ parts: [JSON], _ role: String, isResults: Bool = false, to turns: inout [Turn]) {
        guard !parts.isEmpty else { return }
        if let last = turns.last, last.role == role, last.isResults == isResults {
            turns[turns.count - 1].parts += parts
        } else {
            turns.append(Turn(role: role, parts: parts, isResults: isResults))
        }
    }

    private func isNextResult(after index: Int) -> Bool {
        index + 1 < call.messages.count && call.messages[index + 1].role == .tool
    }

    private static let noHints = "Not sent: Gemini caches by itself, or what cachedContent names."

    private mutating func parts(
        of message: Message,
        _ place: String,
        notes: inout RequestNotes
    ) throws(ModelError) -> [JSON] {
        var parts: [JSON] = []
        for part in message.parts {
            // An empty text says nothing, unless it is all there is.
            if case .text("", _) = part, message.parts.count > 1 { continue }
            if let part = try encode(part, place, saidBy: message.role, notes: &notes) { parts.append(part) }
        }
        return parts
    }

    private mutating func encode(
        _ part: Part,
        _ place: String,
        saidBy role: Role,
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON? {
        switch part {
        case .text(let text, let hint):
            if hint != nil { notes.warn("\(place).cache_control", Self.noHints) }
            return ["text": .string(text)]
        case .refusal(let text): return ["text": .string(text)]
        case .image(let image):
            if image.cache != nil { notes.warn("\(place).cache_control", Self.noHints) }
            return resolved(try GenerateContentMedia.image(image, place, &notes), image.detail)
        case .file(let file):
            if file.cache != nil { notes.warn("\(place).cache_control", Self.noHints) }
            return GenerateContentMedia.file(file, place, &notes)
        case .audio(let audio): return GenerateContentMedia.audio(audio, place, &notes)
        case .reasoning(let reasoning): return Self.thought(reasoning, place, &notes)
        case .toolCall(let toolCall): return try calls.encode(toolCall, place, &notes)
        case .toolResult(let result): return try functionResponse(result, name: nil, place, notes: &notes)
        case .opaque(let block): return try Self.opaque(block, place, saidBy: role, &notes)
        }
    }

    /// A picture with its resolution, which the older models take for all pictures at once: then the highest holds.
    private mutating func resolved(_ part: JSON, _ detail: String?) -> JSON {
        let levels = [
            "low": "MEDIA_RESOLUTION_LOW", "medium": "MEDIA_RESOLUTION_MEDIUM", "high": "MEDIA_RESOLUTION_HIGH",
        ]
        guard let detail, let level = levels[detail] else { return part }
        guard call.rules.takesMediaInResults else {
            let order = ["MEDIA_RESOLUTION_LOW", "MEDIA_RESOLUTION_MEDIUM", "MEDIA_RESOLUTION_HIGH"]
            let old = mediaResolution.flatMap(order.firstIndex) ?? -1
            mediaResolution = order[max(old, order.firstIndex(of: level) ?? 0)]
            return part
        }
        var object = part.objectValue ?? [:]
        object["mediaResolution"] = ["level": .string(level)]
        return .object(object)
    }

    /// Thoughts that Google signed are kept as opaque parts; others go back as text that was thought.
    private static func thought(_ reasoning: Reasoning, _ place: String, _ notes: inout RequestNotes) -> JSON? {
        if reasoning.signature != nil || reasoning.redacted != nil {
            notes.warn("\(place).reasoning", "The signature is not sent: it belongs to the provider that signed it.")
        }
        guard !reasoning.text.isEmpty else { return nil }
        return ["text": .string(reasoning.text), "thought": true]
    }

    private static func opaque(
        _ block: OpaqueBlock,
        _ place: String,
        saidBy role: Role,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> JSON? {
        if block.wire == .generateContent || block.value["thoughtSignature"] != nil {
            var object = block.value.objectValue ?? [:]
            object["type"] = nil
            return .object(object)
        }
        if let text = block.text {
            notes.warn("\(place).content", "Sent as plain text, without members that Gemini does not know.")
            return ["text": .string(text)]
        }
        if let video = GenerateContentMedia.video(block) { return video }
        try notes.foreign(block, place, saidBy: role)
        return nil
    }

    private mutating func functionResponse(
        _ result: ToolResult,
        name: String?,
        _ place: String,
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON {
        var text = ""
        var media: [JSON] = []
        if result.cache != nil { notes.warn("\(place).cache_control", Self.noHints) }
        for part in result.parts {
            switch part {
            case .text(let piece, _): text += piece
            default:
                guard let part = try encode(part, place, saidBy: .tool, notes: &notes) else { continue }
                guard let piece = part["text"]?.stringValue else {
                    media.append(part)
                    continue
                }
                text += piece
            }
        }
        let answered = try calls.answered(result.callID, name: name, place, &notes)
        var object: JSON.Object = ["name": .string(answered.name)]
        if let id = answered.id { object["id"] = .string(id) }
        object["response"] = Self.response(text, isError: result.isError)
        let within = call.rules.takesMediaInResults ? media.filter { $0["inlineData"] != nil } : []
        if within.count < media.count {
            besideResults += media.filter { !within.contains($0) }
            notes.warn("\(place).content", "Sent behind the result: \(call.modelID) takes no such part within it.")
        }
        if !within.isEmpty { object["parts"] = .array(within) }
        return ["functionResponse": .object(object)]
    }

    /// A response is an object, and one that holds references is taken for a schema.
    private static func response(_ text: String, isError: Bool) -> JSON {
        if isError { return ["error": .string(text)] }
        guard text.first == "{", let json = try? JSON(parsing: text), json.objectValue != nil,
            !text.contains("\"$ref\"")
        else { return ["output": .string(text)] }
        return json
    }
}
