/// Collects an answer, from a whole body or event by event, and the delta of the event being decoded.
///
/// One merge for all wire protocols: they find the values, this keeps them.
struct GenerationBuilder: Sendable {
    var id = ""
    var model = ""
    var created: Int?
    /// The tier of service that the provider says it served the call at.
    var serviceTier: String?
    private(set) var content = ""
    private(set) var reasoning = ""
    private(set) var refusal = ""
    private(set) var toolCalls: [ToolCall] = []
    private(set) var finishReason: FinishReason?
    private(set) var usage: Usage?

    /// The parts of the message to append to the history, where the protocol has an order or blocks of its own.
    /// `nil`: reasoning, text, refusal, tool calls, in this order.
    var parts: [Part]?
    /// The member that the reasoning arrived under, and the provider's own form of it; for ``parts`` being `nil`.
    var reasoningField: String?
    var reasoningDetails = ReasoningDetails()
    /// Members to keep with the message, as they came.
    var messageExtra: JSON.Object = [:]

    private var logprobs: [(name: String, items: [JSON])] = []
    private var newContent = ""
    private var newReasoning = ""
    private var more = Generation.Delta.More()
    private var hasDelta = false
    /// Whether the delta has more than text.
    private var hasMore = false
    private let isStreaming: Bool

    /// With `streaming`, each piece also goes into a delta, to be fetched by ``takeDelta()``.
    init(streaming: Bool) {
        isStreaming = streaming
    }

    mutating func appendContent(_ text: String) {
        guard !text.isEmpty else { return }
        content += text
        guard isStreaming else { return }
        if newContent.isEmpty { newContent = text } else { newContent += text }
        hasDelta = true
    }

    mutating func appendReasoning(_ text: String) {
        guard !text.isEmpty else { return }
        reasoning += text
        guard isStreaming else { return }
        if newReasoning.isEmpty { newReasoning = text } else { newReasoning += text }
        hasDelta = true
    }

    mutating func appendRefusal(_ text: String) {
        guard !text.isEmpty else { return }
        refusal += text
        guard isStreaming else { return }
        change { $0.refusal += text }
    }

    /// Begins a tool call and returns its place in ``toolCalls``.
    @discardableResult
    mutating func beginToolCall(id: String, name: String, type: String = "function") -> Int {
        toolCalls.append(ToolCall(id: id, name: name, type: type))
        let index = toolCalls.count - 1
        if isStreaming {
            change { $0.toolCalls.append(.init(index: index, id: id, name: name)) }
        }
        return index
    }

    mutating func appendArguments(_ text: String, toToolCallAt index: Int) {
        guard !text.isEmpty else { return }
        toolCalls[index].arguments += text
        guard isStreaming else { return }
        change { more in
            if let last = more.toolCalls.indices.last, more.toolCalls[last].index == index {
                more.toolCalls[last].arguments += text
            } else {
                more.toolCalls.append(.init(index: index, arguments: text))
            }
        }
    }

    /// Sets what came late: an id or a name after the first piece (the first non-empty one counts), or extra members.
    mutating func completeToolCall(at index: Int, id: String = "", name: String = "", extra: JSON.Object = [:]) {
        var late = Generation.ToolCallDelta(index: index)
        if toolCalls[index].id.isEmpty, !id.isEmpty {
            toolCalls[index].id = id
            late.id = id
        }
        if toolCalls[index].name.isEmpty, !name.isEmpty {
            toolCalls[index].name = name
            late.name = name
        }
        if !extra.isEmpty { toolCalls[index].extra.merge(extra) }
        if isStreaming, late.id != nil || late.name != nil {
            change { $0.toolCalls.append(late) }
        }
    }

    /// Log probabilities in OpenAI's shape; the lists of later events are appended.
    mutating func addLogprobs(_ json: JSON) {
        for (name, value) in json.objectValue ?? [:] {
            guard let items = value.arrayValue, !items.isEmpty else { continue }
            if let place = logprobs.firstIndex(where: { $0.name == name }) {
                logprobs[place].items += items
            } else {
                logprobs.append((name, items))
            }
        }
    }

    /// Replaces the arguments of a call by the final ones that a provider sends whole.
    mutating func setArguments(_ text: String, ofToolCallAt index: Int) {
        toolCalls[index].arguments = text
    }

    /// Sets what the provider says at its end that the answer is. Of texts that go on, the rest is handed on; for others,
    /// the deltas are out already.
    mutating func settle(content: String, reasoning: String, refusal: String, toolCalls: [ToolCall]) {
        if let rest = content.rest(behind: self.content) { appendContent(rest) } else { self.content = content }
        if let rest = reasoning.rest(behind: self.reasoning) {
            appendReasoning(rest)
        } else {
            self.reasoning = reasoning
        }
        if let rest = refusal.rest(behind: self.refusal) { appendRefusal(rest) } else { self.refusal = refusal }
        self.toolCalls.removeLast(max(0, self.toolCalls.count - toolCalls.count))
        for (index, call) in toolCalls.enumerated() {
            if index == self.toolCalls.count { beginToolCall(id: call.id, name: call.name, type: call.type) }
            completeToolCall(at: index, id: call.id, name: call.name)
            if let rest = call.arguments.rest(behind: self.toolCalls[index].arguments) {
                appendArguments(rest, toToolCallAt: index)
            }
            self.toolCalls[index] = call
        }
    }

    /// The provider's word for why it stopped. A later one replaces an earlier one; an empty one counts as none.
    mutating func finish(_ kind: FinishReason.Kind, raw: String?) {
        finishReason = FinishReason(kind, raw: raw)
        if isStreaming {
            let reason = effectiveFinishReason
            change { $0.finishReason = reason }
        }
    }

    mutating func setUsage(_ usage: consuming Usage) {
        self.usage = usage
        if isStreaming {
            let usage = self.usage
            change { $0.usage = usage }
        }
    }

    /// The delta of what was added since the last call; `nil` where nothing was.
    mutating func takeDelta() -> Generation.Delta? {
        guard hasDelta else { return nil }
        defer {
            hasDelta = false
            newContent = ""
            newReasoning = ""
            if hasMore { more = Generation.Delta.More() }
            hasMore = false
        }
        return Generation.Delta(content: newContent, reasoning: newReasoning, hasMore ? more : nil)
    }

    private mutating func change(_ body: (inout Generation.Delta.More) -> Void) {
        body(&more)
        hasMore = true
        hasDelta = true
    }

    /// How much has been said so far.
    var size: Int {
        let arguments = toolCalls.reduce(0) { $0 + $1.arguments.utf8.count + $1.name.utf8.count }
        return content.utf8.count + reasoning.utf8.count + refusal.utf8.count + arguments
    }

    /// Whether anything a caller would see has arrived.
    var isEmpty: Bool {
        content.isEmpty && reasoning.isEmpty && refusal.isEmpty && toolCalls.isEmpty && finishReason == nil
    }

    /// A plain stop, or none, beside tool calls means that the tools are to be run.
    private var effectiveFinishReason: FinishReason? {
        guard !toolCalls.isEmpty else { return finishReason }
        guard let finishReason else { return FinishReason(.toolCalls) }
        return finishReason.kind == .stop ? FinishReason(.toolCalls, raw: finishReason.raw) : finishReason
    }

    /// The answer so far, with what is known of it beside what its body says.
    func build(
        costOrigin: CostOrigin = .said(nil, unavailable: nil),
        requestID: String? = nil,
        rateLimits: Boxed<RateLimits>? = nil,
        rawResponse: RawResponse? = nil
    ) -> Generation {
        Generation(
            Generation.Fields(
                id: id,
                model: model,
                created: created,
                content: content,
                reasoning: reasoning.isEmpty ? nil : reasoning,
                refusal: refusal.isEmpty ? nil : refusal,
                toolCalls: toolCalls,
                finishReason: effectiveFinishReason,
                usage: usage,
                serviceTier: serviceTier,
                costOrigin: costOrigin,
                message: Message(role: .assistant, parts: parts ?? defaultParts, extra: messageExtra),
                logprobs: logprobs.isEmpty ? nil : .object(JSON.Object(logprobs.map { ($0.name, .array($0.items)) })),
                requestID: requestID,
                rateLimits: rateLimits,
                rawResponse: rawResponse
            )
        )
    }

    private var defaultParts: [Part] {
        var parts: [Part] = []
        let details = reasoningDetails.json
        if !reasoning.isEmpty || reasoningField != nil || details != nil {
            parts.append(.reasoning(Reasoning(reasoning, field: reasoningField, details: details)))
        }
        if !content.isEmpty { parts.append(.text(content)) }
        if !refusal.isEmpty { parts.append(.refusal(refusal)) }
        for call in toolCalls { parts.append(.toolCall(call)) }
        return parts
    }
}

extension String {
    /// What follows a beginning, byte by byte; `nil` where the text does not begin so.
    fileprivate func rest(behind beginning: String) -> String? {
        guard utf8.starts(with: beginning.utf8) else { return nil }
        return String(utf8.dropFirst(beginning.utf8.count))
    }
}
