/// Puts an answer together, from a whole message or from the pieces of a stream, and keeps it in the order in which it
/// goes back: thoughts and text, the plan for the tools, the calls, the citations.
struct CohereChatAnswer: Sendable {
    /// A run of text or thoughts, which begins at that byte of all that there is of its kind.
    private struct Block: Sendable {
        var index: Int
        var isThinking: Bool
        var start: Int
    }

    private let dialect: Dialect
    private var content: [Part] = []
    private var open: Block?
    private var plan = ""
    private var citations: [JSON] = []
    /// The places of calls by the indices of their events.
    private var calls: [Int: Int] = [:]

    init(dialect: Dialect) { self.dialect = dialect }

    mutating func message(_ message: JSON, into builder: inout GenerationBuilder) {
        // Content is a list as a rule, and a string where it is only text.
        let blocks = message["content"]?.arrayValue ?? [message["content"] ?? .null]
        for (index, block) in blocks.enumerated() {
            start(block.stringValue == nil ? block : ["text": block], at: index, into: &builder)
        }
        plan(message["tool_plan"]?.stringValue ?? "", into: &builder)
        for (index, call) in (message["tool_calls"]?.arrayValue ?? []).enumerated() {
            startCall(call, at: index, into: &builder)
        }
        citations += message["citations"]?.arrayValue ?? []
    }

    mutating func start(_ block: JSON, at index: Int, into builder: inout GenerationBuilder) {
        if let text = block["text"]?.stringValue { self.text(text, at: index, into: &builder) }
        if let text = block["thinking"]?.stringValue { thinking(text, at: index, into: &builder) }
    }

    mutating func text(_ text: String, at index: Int, into builder: inout GenerationBuilder) {
        begin(Block(index: index, isThinking: false, start: builder.content.utf8.count), builder)
        builder.appendContent(text)
    }

    mutating func thinking(_ text: String, at index: Int, into builder: inout GenerationBuilder) {
        begin(Block(index: index, isThinking: true, start: builder.reasoning.utf8.count), builder)
        builder.appendReasoning(text)
    }

    mutating func plan(_ text: String, into builder: inout GenerationBuilder) {
        guard !text.isEmpty else { return }
        close(builder)
        plan += text
        builder.appendReasoning(text)
    }

    mutating func startCall(_ call: JSON, at index: Int, into builder: inout GenerationBuilder) {
        let function = call["function"]
        let position = builder.beginToolCall(
            id: call["id"]?.stringValue ?? "",
            name: function?["name"]?.stringValue ?? ""
        )
        calls[index] = position
        let arguments = function?["arguments"].map { $0.stringValue ?? ($0.isNull ? "" : $0.serialized()) }
        builder.appendArguments(arguments ?? "", toToolCallAt: position)
    }

    /// A piece of the arguments of a call that was begun.
    func arguments(_ text: String, at index: Int, into builder: inout GenerationBuilder) {
        guard let position = calls[index] else { return }
        builder.appendArguments(text, toToolCallAt: position)
    }

    mutating func citation(_ citation: JSON) {
        citations += citation.arrayValue ?? (citation.objectValue == nil ? [] : [citation])
    }

    /// Cohere's list becomes OpenAI's; an entry of several tokens has no form there and is kept as it came.
    func logprobs(_ json: JSON, into builder: inout GenerationBuilder) {
        let entries = json.arrayValue ?? (json.objectValue == nil ? [] : [json])
        guard !entries.isEmpty else { return }
        let items = entries.map { entry -> JSON in
            guard let values = entry["logprobs"]?.arrayValue, values.count == 1, let token = entry["text"] else {
                return entry
            }
            return ["token": token, "logprob": values[0]]
        }
        builder.addLogprobs(["content": .array(items)])
    }

    /// The end of an answer: a whole body's own members, or the delta of the last event.
    mutating func end(
        _ json: JSON,
        _ body: UnsafeRawBufferPointer,
        into builder: inout GenerationBuilder
    ) throws(ModelError) {
        if builder.id.isEmpty { builder.id = json["id"]?.stringValue ?? "" }
        close(builder)
        var parts = content
        if !plan.isEmpty { parts.append(.reasoning(Reasoning(plan, field: "tool_plan"))) }
        builder.parts = parts + builder.toolCalls.map(Part.toolCall)
        if !citations.isEmpty { builder.messageExtra["citations"] = .array(citations) }
        if let usage = CohereChatUsage.usage(json["usage"] ?? .null) { builder.setUsage(usage) }
        guard let reason = FinishReason(word: json["finish_reason"]?.stringValue ?? "") else { return }
        if reason.raw == "ERROR" {
            let facts = ErrorFacts(message: json["error"]?.stringValue ?? json["error"]?["message"]?.stringValue)
            throw ErrorClassifier.error(facts: facts, status: 200, body: body, dialect: dialect)
        }
        builder.finish(reason.kind, raw: reason.raw)
    }

    /// Opens a block unless the open one goes on.
    private mutating func begin(_ block: Block, _ builder: GenerationBuilder) {
        if let open, open.index == block.index, open.isThinking == block.isThinking { return }
        close(builder)
        open = block
    }

    private mutating func close(_ builder: GenerationBuilder) {
        guard let block = open else { return }
        open = nil
        let all = block.isThinking ? builder.reasoning : builder.content
        guard let text = String(all.utf8.dropFirst(block.start)), !text.isEmpty else { return }
        content.append(block.isThinking ? .reasoning(Reasoning(text, field: "thinking")) : .text(text))
    }
}
